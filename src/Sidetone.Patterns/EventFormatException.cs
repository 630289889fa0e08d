namespace Sidetone.Patterns;

/// <summary>A text that should be an event is not a JSON object.</summary>
/// <param name="message">What was found.</param>
/// <param name="position">Where: bytes from the start.</param>
public sealed class EventFormatException(string message, int position)
    : Exception($"The event is not valid JSON at byte {position}: {message}")
{
    /// <summary>Where the fault is: bytes from the start.</summary>
    public int Position { get; } = position;
}
