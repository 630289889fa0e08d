using System.Globalization;
using System.Text.Json;

namespace Sidetone.Bus.Api;

/// <summary>Instants on the wire.</summary>
internal static class WireTime
{
    // The years that an envelope's time can spell.
    private const double Earliest = -62_135_596_800;
    private const double Latest = 253_402_300_799;

    /// <summary>Seconds since the Unix epoch, to the millisecond, as answers carry them.</summary>
    public static double Of(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;

    /// <summary>Reads seconds since the Unix epoch, which may have a fraction.</summary>
    public static bool TryRead(double seconds, out DateTimeOffset time)
    {
        time = default;
        if (!(seconds >= Earliest && seconds <= Latest))
        {
            return false;
        }

        time = DateTimeOffset.UnixEpoch.AddTicks((long)(Math.Round(seconds * 1000) * TimeSpan.TicksPerMillisecond));
        return true;
    }

    /// <summary>Reads ISO 8601 text.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out time
        );

    /// <summary>Reads either form.</summary>
    public static bool TryRead(JsonElement value, out DateTimeOffset time)
    {
        time = default;
        return value.ValueKind switch
        {
            JsonValueKind.Number => TryRead(value.GetDouble(), out time),
            JsonValueKind.String => TryRead(Shapes.Serialization.TextOf(value), out time),
            _ => false,
        };
    }
}
