using Sidetone.Patterns.Language;

namespace Sidetone.Patterns;

/// <summary>An event pattern is not valid. The messages are those of Amazon EventBridge, to the letter.</summary>
public sealed class PatternException : FormatException
{
    /// <summary>What Amazon EventBridge puts before every reason.</summary>
    public const string AwsPrefix = "Event pattern is not valid. Reason: ";

    internal PatternException(string reason)
        : this(reason, null, reason) { }

    private PatternException(string reason, PatternLocation? location, string report)
        : base(reason)
    {
        Location = location;
        AwsMessage = AwsPrefix + report;
    }

    /// <summary>Where in the pattern the fault lies; null for the few faults that are reported without a place.</summary>
    public PatternLocation? Location { get; }

    /// <summary>
    /// The whole text that Amazon EventBridge answers with: its prefix, <see cref="Exception.Message"/>, and
    /// <c>\n at [Source: (String)"…"; line: 1, column: N]</c>, which some faults within lists repeat.
    /// </summary>
    public string AwsMessage { get; }

    internal static PatternException At(string reason, PatternLocation location, string place) =>
        new(reason, location, reason + place);

    /// <summary>The same fault with one more place behind it, as a fault in a list within <c>anything-but</c> is reported.</summary>
    internal PatternException Again(string place) => new(Message, Location, AwsMessage[AwsPrefix.Length..] + place);
}
