using System.Diagnostics;
using System.Text.Json;
using Sidetone.Patterns;

namespace Sidetone.Bench.Load;

/// <summary>
/// Rules and events that engines for event patterns are compared on, made by the generators beside the checkout
/// (<c>../shared/bench</c>): city lots for event-ruler's rule banks, a contact centre's events for many rules.
/// </summary>
internal sealed class PatternData
{
    private readonly string _sources;
    private readonly string _folder;

    private PatternData(string sources, string folder) => (_sources, _folder) = (sources, folder);

    /// <summary>Runs the generators; null, with the reason said, when they or Python are not there.</summary>
    public static PatternData? Make(string folder)
    {
        var sources = Sources(new DirectoryInfo(AppContext.BaseDirectory));
        if (sources is null)
        {
            Console.WriteLine("patterns: skipped, ../shared/bench is not beside this checkout");
            return null;
        }

        Directory.CreateDirectory(Path.Combine(folder, "telemetry"));
        try
        {
            Python(folder, Path.Combine(sources, "gen_citylots.py"), "citylots.jsonl");
            Python(folder, Path.Combine(sources, "gen_telemetry.py"));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Console.WriteLine("patterns: skipped, python3 is not installed");
            return null;
        }

        return new PatternData(sources, folder);
    }

    public byte[][] Lots() => Lines("citylots.jsonl");

    public byte[][] Telemetry() => Lines("telemetry/events.jsonl");

    /// <summary>event-ruler's banks by name, in its order.</summary>
    public IReadOnlyList<(string Name, EventPattern[] Rules)> Banks()
    {
        using var banks = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_sources, "banks.json")));
        return
        [
            .. banks
                .RootElement.EnumerateObject()
                .Select(bank =>
                    (
                        bank.Name,
                        bank.Value.EnumerateArray().Select(rule => EventPattern.Parse(rule.GetString()!)).ToArray()
                    )
                ),
        ];
    }

    public EventPattern[] TelemetryRules(int count) =>
        [
            .. Lines($"telemetry/rules-{count}.jsonl")
                .Select(line => JsonElement.Parse(line).GetProperty("pattern").GetString()!)
                .Select(EventPattern.Parse),
        ];

    private byte[][] Lines(string name)
    {
        var lines = new List<byte[]>();
        var text = File.ReadAllBytes(Path.Combine(_folder, name)).AsSpan();
        foreach (var line in text.Split((byte)'\n'))
        {
            if (!text[line].IsEmpty)
            {
                lines.Add(text[line].ToArray());
            }
        }

        return [.. lines];
    }

    private static string? Sources(DirectoryInfo? folder)
    {
        for (; folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Sidetone.slnx")))
            {
                var sources = Path.Combine(folder.Parent!.FullName, "shared", "bench");
                return Directory.Exists(sources) ? sources : null;
            }
        }

        return null;
    }

    private static void Python(string folder, params string[] arguments)
    {
        using var python = Process.Start(new ProcessStartInfo("python3", arguments) { WorkingDirectory = folder })!;
        python.WaitForExit();
        if (python.ExitCode != 0)
        {
            throw new InvalidOperationException($"{arguments[0]} ended with {python.ExitCode}.");
        }
    }
}
