using System.Globalization;

namespace Sidetone.Catalog;

/// <summary>A time of an event: read, it keeps its spelling; made here, it prints in UTC with a <c>Z</c>.</summary>
/// <remarks>
/// Published events have none, two, three and six fractional digits; RFC 3339 with up to nine is understood. A text
/// that
/// is no time is kept too, so that one bad member never costs a consumer the whole event: it only has no
/// <see cref="Instant"/>. Times are equal when they are the same moment to the nanosecond, or the same text.
/// The default value is <see cref="Unknown"/>.
/// </remarks>
public readonly struct CatalogTime : IEquatable<CatalogTime>
{
    private const string UnknownText = "0001-01-01T00:00:00Z";

    private readonly string? _text;

    private CatalogTime(string text) => _text = text;

    /// <summary>Gets the time that stands for "not known": exactly <c>0001-01-01T00:00:00Z</c>.</summary>
    public static CatalogTime Unknown => default;

    /// <summary>Gets the text, as read or as this library prints it.</summary>
    public string Text => _text ?? UnknownText;

    /// <summary>Gets a value indicating whether this is the time that stands for "not known".</summary>
    public bool IsUnknown => TimeForm.TryRead(Text, out var form) && form == default(TimeForm);

    /// <summary>Gets the moment to 100 ns, in UTC; null when it is not known or the text is no time.</summary>
    public DateTimeOffset? Instant =>
        TimeForm.TryRead(Text, out var form) && form != default(TimeForm) ? new(form.UtcTicks, TimeSpan.Zero) : null;

    /// <summary>Compares the moments.</summary>
    public static bool operator ==(CatalogTime left, CatalogTime right) => left.Equals(right);

    /// <summary>Compares the moments.</summary>
    public static bool operator !=(CatalogTime left, CatalogTime right) => !left.Equals(right);

    /// <summary>
    /// Makes a time with milliseconds, as the details of calls and issues have it; null is <see cref="Unknown"/>.
    /// </summary>
    /// <param name="instant">The moment, in any offset; what is below a millisecond is cut off.</param>
    public static CatalogTime From(DateTimeOffset? instant) => Print(instant, "yyyy-MM-ddTHH:mm:ss.fffZ");

    /// <summary>Makes a time with whole seconds, as the envelope has it; null is <see cref="Unknown"/>.</summary>
    /// <param name="instant">The moment, in any offset; what is below a second is cut off.</param>
    public static CatalogTime WholeSeconds(DateTimeOffset? instant) => Print(instant, "yyyy-MM-ddTHH:mm:ssZ");

    /// <summary>Makes a time with microseconds, as heartbeats have it; null is <see cref="Unknown"/>.</summary>
    /// <param name="instant">The moment, in any offset; what is below a microsecond is cut off.</param>
    public static CatalogTime Microseconds(DateTimeOffset? instant) => Print(instant, "yyyy-MM-ddTHH:mm:ss.ffffffZ");

    /// <summary>Takes a text as it was read, whether it is a time or not.</summary>
    /// <param name="text">The text.</param>
    public static CatalogTime AsRead(string text) => new(text);

    /// <summary>
    /// Gives the same time in UTC: a text that ends in <c>Z</c> as it is, another offset converted, no time at all as
    /// <see cref="Unknown"/>.
    /// </summary>
    public CatalogTime ToUtc() =>
        IsUnknown ? Unknown
        : Instant is not { } instant ? Unknown
        : Text.EndsWith('Z') ? this
        : From(instant);

    /// <inheritdoc/>
    public bool Equals(CatalogTime other) =>
        string.Equals(Text, other.Text, StringComparison.Ordinal)
        || (TimeForm.TryRead(Text, out var left) && TimeForm.TryRead(other.Text, out var right) && left == right);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CatalogTime other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        TimeForm.TryRead(Text, out var form) ? form.GetHashCode() : string.GetHashCode(Text, StringComparison.Ordinal);

    /// <summary>Gives the text.</summary>
    public override string ToString() => Text;

    private static CatalogTime Print(DateTimeOffset? instant, string format) =>
        instant is null || instant.Value.UtcTicks == 0
            ? Unknown
            : new(instant.Value.UtcDateTime.ToString(format, CultureInfo.InvariantCulture));
}
