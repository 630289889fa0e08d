using System.Diagnostics.CodeAnalysis;
using System.Text;
using Sidetone.Patterns.Language;

namespace Sidetone.Patterns;

/// <summary>An event pattern that was read and found valid: the language of Amazon EventBridge's rules.</summary>
/// <param name="Branches">The event matches when it matches one of these; at least one.</param>
public sealed record EventPattern(ValueList<PatternBranch> Branches)
{
    private static readonly UTF8Encoding _strictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Reads a pattern. Its length is not limited here: the limits of Amazon's API are the API's matter.</summary>
    /// <exception cref="PatternException">The pattern is not valid; the message is Amazon's.</exception>
    public static EventPattern Parse(string pattern) => new(PatternReader.Read(pattern));

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

    /// <summary>Reads a pattern, or says why it is not valid.</summary>
    public static bool TryParse(
        string pattern,
        [NotNullWhen(true)] out EventPattern? read,
        [NotNullWhen(false)] out PatternException? fault
    )
    {
        try
        {
            (read, fault) = (Parse(pattern), null);
            return true;
        }
        catch (PatternException refused)
        {
            (read, fault) = (null, refused);
            return false;
        }
    }
}
