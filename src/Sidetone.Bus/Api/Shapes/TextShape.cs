using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sidetone.Bus.Api.Shapes;

/// <summary>A string, with its bounds in UTF-16 units, its pattern or its values.</summary>
internal sealed class TextShape : Shape
{
    private readonly Regex? _expression;
    private readonly bool _asciiOnly;

    /// <summary>The fewest characters.</summary>
    public int Min { get; init; }

    /// <summary>The most characters.</summary>
    public int Max { get; init; } = int.MaxValue;

    /// <summary>A regular expression, in Java's syntax, for the whole text; it stands in messages as it is.</summary>
    public string? Pattern
    {
        get;
        init
        {
            field = value;
            // Some of AWS's patterns take exponential time in an engine that goes back; only a lookahead needs one.
            var how =
                value?.Contains("(?!", StringComparison.Ordinal) == true
                    ? RegexOptions.CultureInvariant
                    : RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;
            _expression = value is null
                ? null
                : new Regex(
                    $@"\A(?:{value.Replace(@"\_", "_", StringComparison.Ordinal)})\z",
                    how,
                    TimeSpan.FromSeconds(1)
                );
            // In Java \d and \w mean ASCII; where .NET means more, the rest of those patterns is ASCII too.
            _asciiOnly =
                value is not null
                && (value.Contains(@"\d", StringComparison.Ordinal) || value.Contains(@"\w", StringComparison.Ordinal));
        }
    }

    /// <summary>The only values there are, in the order in which AWS lists them; empty for any.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Whether it is a secret.</summary>
    public bool Secret { get; init; }

    public override bool Sensitive => Secret;

    public override IEnumerable<string> Constraints
    {
        get
        {
            if (Max < int.MaxValue)
            {
                yield return $"Member must have length less than or equal to {Max}";
            }

            if (Min > 0)
            {
                yield return $"Member must have length greater than or equal to {Min}";
            }

            if (Pattern is not null)
            {
                yield return $"Member must satisfy regular expression pattern: {Pattern}";
            }
        }
    }

    /// <summary>Whether a text satisfies everything.</summary>
    public bool Accepts(string text) => !BrokenBy(text).Any();

    public override void Check(JsonElement value, string path, Violations violations)
    {
        foreach (var constraint in Broken(value))
        {
            violations.Add(Text(value), path, constraint);
        }
    }

    public override IEnumerable<string> Broken(JsonElement value) =>
        value.ValueKind == JsonValueKind.String
            ? BrokenBy(Serialization.TextOf(value))
            : throw Serialization.Mismatch(value.ValueKind, "a String");

    public override void Print(JsonElement value, StringBuilder text) =>
        text.Append(Secret ? "***Sensitive Data Redacted***" : Serialization.TextOf(value));

    /// <summary>The constraints that a text breaks. AWS tells the pattern before the length.</summary>
    public IEnumerable<string> BrokenBy(string text)
    {
        if (_expression is not null && ((_asciiOnly && !Ascii.IsValid(text)) || !_expression.IsMatch(text)))
        {
            yield return $"Member must satisfy regular expression pattern: {Pattern}";
        }

        if (text.Length > Max)
        {
            yield return $"Member must have length less than or equal to {Max}";
        }

        if (text.Length < Min)
        {
            yield return $"Member must have length greater than or equal to {Min}";
        }

        if (Values.Count > 0 && !Values.Contains(text, StringComparer.Ordinal))
        {
            yield return $"Member must satisfy enum value set: [{string.Join(", ", Values)}]";
        }
    }
}
