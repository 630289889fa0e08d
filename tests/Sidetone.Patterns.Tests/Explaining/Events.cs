using System.Text;
using Sidetone.Patterns.Explaining;

namespace Sidetone.Patterns.Tests.Explaining;

/// <summary>One line to ask whether an event matches.</summary>
internal static class Events
{
    public static bool Matches(string pattern, string json) => Explain(pattern, json).Matches;

    public static PatternExplanation Explain(string pattern, string json) =>
        EventPattern.Parse(pattern).Explain(Encoding.UTF8.GetBytes(json));

    /// <summary>Whether a value passes a test.</summary>
    public static bool Passes(string test, string value) => Matches($"{{\"a\":[{test}]}}", $"{{\"a\":{value}}}");
}
