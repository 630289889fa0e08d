namespace Sidetone.Patterns;

/// <summary>An event's text is not what patterns can be matched with: one JSON object in UTF-8, at most 1000 levels deep.</summary>
public sealed class EventFormatException : FormatException
{
    /// <summary>What Amazon EventBridge answers to <c>TestEventPattern</c> with such an event.</summary>
    public const string AwsMessage = "Parameter Event is not valid.";

    internal EventFormatException(string message)
        : base(message) { }

    internal EventFormatException(string message, Exception cause)
        : base(message, cause) { }
}
