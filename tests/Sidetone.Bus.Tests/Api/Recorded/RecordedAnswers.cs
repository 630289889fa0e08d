using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Sidetone.Bus.Tests.Api.Recorded;

/// <summary>Answers that AWS gave, with values masked as <c>&lt;name&gt;</c>, compared with ours.</summary>
/// <remarks>A mask takes any text, and the same text wherever it stands again in the scenario.</remarks>
internal sealed partial class RecordedAnswers(JsonObject recorded)
{
    private const string Partition = "<partition>";

    // Values that were replaced by a word without brackets.
    private static readonly Dictionary<string, string> s_words = new()
    {
        ["api-destination-arn"] = "<api-destination-arn>",
        ["connection-arn"] = "<connection-arn>",
        ["target-arn"] = "<any>",
        ["event-id"] = "<any>",
        ["replay-name"] = "<any>",
    };

    private readonly Dictionary<string, string> _masks = new()
    {
        [Partition] = "aws",
        ["<region>"] = "us-east-1",
        ["<account-id>"] = "111111111111",
    };

    private readonly HashSet<string> _compared = [];

    /// <summary>Compares an answer with the recorded one of a name.</summary>
    public void Compare(string name, JsonNode actual)
    {
        _compared.Add(name);
        var expected = Assert.IsType<JsonObject>(recorded[name]).DeepClone();
        expected.AsObject().Remove("ResponseMetadata");
        Compare(name, expected, actual);
    }

    /// <summary>Requires that everything recorded was compared, but for what starts with a name.</summary>
    public void RequireAll(params string[] except) =>
        Assert.Equal([], recorded.Select(static one => one.Key).Except(_compared).Except(except));

    private void Compare(string path, JsonNode? expected, JsonNode? actual)
    {
        switch (expected)
        {
            case JsonObject known when actual is JsonValue text && text.TryGetValue(out string? json):
                // Patterns and policies were recorded as what their text says.
                Compare(path, known, JsonNode.Parse(json));
                break;
            case JsonObject known:
                var found = Assert.IsType<JsonObject>(actual);
                Assert.True(
                    known
                        .Select(static one => one.Key)
                        .Order()
                        .SequenceEqual(found.Select(static one => one.Key).Order()),
                    $"{path}: {found.ToJsonString()} instead of {known.ToJsonString()}"
                );
                foreach (var (name, value) in known)
                {
                    Compare($"{path}.{name}", value, found[name]);
                }

                break;
            case JsonArray list:
                var items = Assert.IsType<JsonArray>(actual);
                Assert.True(
                    list.Count == items.Count,
                    $"{path}: {items.ToJsonString()} instead of {list.ToJsonString()}"
                );
                for (var i = 0; i < list.Count; i++)
                {
                    Compare($"{path}[{i}]", list[i], items[i]);
                }

                break;
            case JsonValue value when value.TryGetValue(out string? text):
                CompareText(path, text, actual);
                break;
            default:
                Assert.True(JsonNode.DeepEquals(expected, actual), $"{path}: {actual?.ToJsonString()}");
                break;
        }
    }

    private void CompareText(string path, string expected, JsonNode? actual)
    {
        if (expected == "datetime")
        {
            Assert.True(
                actual is JsonValue time && time.TryGetValue(out double _),
                $"{path}: {actual?.ToJsonString()}"
            );
            return;
        }

        var text = Assert.IsAssignableFrom<JsonValue>(actual).GetValue<string>();
        expected = s_words.GetValueOrDefault(expected, expected);
        expected = expected.Replace("'second-invalid-target-id'", "'<any>'", StringComparison.Ordinal);
        var names = new List<string>();
        var expression = string.Concat(
            Mask()
                .Split(expected)
                .Select(part => Mask().IsMatch(part) && part.StartsWith('<') ? Place(part, names) : Regex.Escape(part))
        );
        var match = Regex.Match(text, $@"\A{expression}\z", RegexOptions.Singleline);
        Assert.True(match.Success, $"{path}: '{text}' instead of '{expected}'");
        for (var i = 0; i < names.Count; i++)
        {
            var value = match.Groups[i + 1].Value;
            Assert.True(_masks.TryAdd(names[i], value) || _masks[names[i]] == value, $"{path}: {names[i]} is {value}");
        }
    }

    private string Place(string mask, List<string> names)
    {
        if (mask == "<any>")
        {
            return ".+";
        }

        if (_masks.TryGetValue(mask, out var known))
        {
            return Regex.Escape(known);
        }

        names.Add(mask);
        return "(.+?)";
    }

    [GeneratedRegex("(<<?[a-z_-]+>?(?::[0-9]+)?>)")]
    private static partial Regex Mask();
}
