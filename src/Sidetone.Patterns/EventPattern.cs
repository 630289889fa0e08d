using System.Diagnostics.CodeAnalysis;
using System.Text;
using Sidetone.Patterns.Explaining;
using Sidetone.Patterns.Language;

namespace Sidetone.Patterns;

/// <summary>An event pattern that was read and found valid: the language of Amazon EventBridge's rules.</summary>
/// <param name="Branches">The event matches when it matches one of these; at least one.</param>
public sealed record EventPattern(ValueList<PatternBranch> Branches)
{
    private static readonly UTF8Encoding _strictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>
    /// Reads a pattern with Amazon's limits. The length of its text is not limited here: that is the API's matter.
    /// </summary>
    /// <exception cref="PatternException">The pattern is not valid; the message is Amazon's.</exception>
    public static EventPattern Parse(string pattern) => Parse(pattern, PatternLimits.Amazon);

    /// <summary>Reads a pattern with limits of one's own.</summary>
    /// <exception cref="PatternException">The pattern is not valid; the message is Amazon's.</exception>
    public static EventPattern Parse(string pattern, PatternLimits limits) => new(PatternReader.Read(pattern, limits));

    /// <summary>Reads a pattern in UTF-8.</summary>
    /// <exception cref="PatternException">The pattern is not valid; the message is Amazon's.</exception>
    public static EventPattern Parse(ReadOnlySpan<byte> utf8Pattern)
    {
        try
        {
            return Parse(_strictUtf8.GetString(utf8Pattern));
        }
        catch (DecoderFallbackException fault)
        {
            throw new PatternException($"Invalid UTF-8 at byte {fault.Index}");
        }
    }

    /// <summary>Reads a pattern with Amazon's limits, or says why it is not valid.</summary>
    public static bool TryParse(
        string pattern,
        [NotNullWhen(true)] out EventPattern? read,
        [NotNullWhen(false)] out PatternException? fault
    ) => TryParse(pattern, PatternLimits.Amazon, out read, out fault);

    /// <summary>Reads a pattern with limits of one's own, or says why it is not valid.</summary>
    public static bool TryParse(
        string pattern,
        PatternLimits limits,
        [NotNullWhen(true)] out EventPattern? read,
        [NotNullWhen(false)] out PatternException? fault
    )
    {
        try
        {
            (read, fault) = (Parse(pattern, limits), null);
            return true;
        }
        catch (PatternException refused)
        {
            (read, fault) = (null, refused);
            return false;
        }
    }

    /// <summary>
    /// Says of each field whether an event passes it, what the event has there and what the pattern wants. Made for people
    /// and for tests: many patterns are matched at once, and much faster, by the index.
    /// </summary>
    /// <param name="utf8Event">One JSON object.</param>
    /// <exception cref="EventFormatException">It is no JSON object, or nested deeper than 1000 levels.</exception>
    public PatternExplanation Explain(ReadOnlySpan<byte> utf8Event) => PatternEvaluator.Explain(this, utf8Event);
}
