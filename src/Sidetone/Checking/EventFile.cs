using System.Text;
using System.Text.Json;
using Sidetone.Cli;

namespace Sidetone.Checking;

/// <summary>The events that a file holds, whatever its form: one event, a list of them, or one on each line.</summary>
internal static class EventFile
{
    private static readonly JsonDocumentOptions s_lenient = new() { AllowTrailingCommas = false, MaxDepth = 64 };

    /// <summary>Each event's bytes and where it stands.</summary>
    /// <exception cref="CommandFailure">The file is empty.</exception>
    public static IReadOnlyList<(string Place, byte[] Json)> Split(byte[] content)
    {
        var text = content.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? content[3..] : content;
        if (text.AsSpan().IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            throw new CommandFailure("The file is empty.");
        }

        try
        {
            using var document = JsonDocument.Parse(text, s_lenient);
            return IsListOfEvents(document.RootElement) ? Items(document.RootElement) : [("the file", text)];
        }
        catch (JsonException)
        {
            // More than one value, or a mistake; both are told apart line by line.
            return Lines(text);
        }
    }

    /// <summary>A list is a list of events, unless it is the bare list of heartbeats, which is one event.</summary>
    private static bool IsListOfEvents(JsonElement root) =>
        root.ValueKind == JsonValueKind.Array
        && root.EnumerateArray()
            .Any(static item =>
                item.ValueKind == JsonValueKind.Array
                || (item.ValueKind == JsonValueKind.Object && item.TryGetProperty("detail-type", out _))
            );

    private static List<(string Place, byte[] Json)> Items(JsonElement list) =>
        [
            .. list.EnumerateArray()
                .Select(static (item, index) => ($"item {index}", Encoding.UTF8.GetBytes(item.GetRawText()))),
        ];

    private static List<(string Place, byte[] Json)> Lines(byte[] text)
    {
        var lines = new List<(string Place, byte[] Json)>();
        var number = 0;
        foreach (var range in text.AsSpan().Split((byte)'\n'))
        {
            number++;
            var line = text.AsSpan(range).Trim(" \t\r"u8);
            if (line.Length > 0)
            {
                lines.Add(($"line {number}", line.ToArray()));
            }
        }

        // A pretty-printed event with a mistake is no JSON Lines: each of its lines would be called a mistake.
        var isOneEvent = lines.Count > 1 && !LooksWhole(lines[0].Json);
        return isOneEvent ? [("the file", text)] : lines;
    }

    private static bool LooksWhole(byte[] line) => line[^1] is (byte)'}' or (byte)']' && line.Length > 1;
}
