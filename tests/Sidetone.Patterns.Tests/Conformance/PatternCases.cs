using System.Text.Json;
using Sidetone.Tests;

namespace Sidetone.Patterns.Tests.Conformance;

/// <summary>The pattern cases beside the checkout: records of one object a line, with pattern and event as text.</summary>
internal static class PatternCases
{
    private static readonly string[] _files =
    [
        "aws-recorded.jsonl",
        "edge-cases.jsonl",
        "event-ruler-recorded.jsonl",
        "moto.jsonl",
    ];

    public static IEnumerable<JsonElement> All() =>
        from file in _files
        from line in File.ReadLines(Path.Combine(SharedCases.Folder("conformance"), "patterns", file))
        where line.Length > 0
        select JsonElement.Parse(line);

    public static string? Text(this JsonElement record, string name) =>
        record.TryGetProperty(name, out var value) ? value.GetString() : null;
}
