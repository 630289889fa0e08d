using System.Text.Json;

namespace Sidetone.Telemetry.Wire;

/// <summary>Writes tracks as samples: rows of one connection and one time stand together.</summary>
/// <remarks>
/// Rows of a track are written in their order, whatever their times. So a sample is made of the tracks' next rows: of
/// the earliest, and of all others of the same connection and time.
/// </remarks>
internal static class SampleWriter
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<Track> tracks, long clockOffsetMs)
    {
        var next = new int[tracks.Count];
        var earliest = Earliest(tracks, next);
        if (earliest < 0)
        {
            return;
        }

        json.WriteStartArray("samples"u8);
        for (; earliest >= 0; earliest = Earliest(tracks, next))
        {
            WriteSample(json, tracks, clockOffsetMs, next, earliest);
        }

        json.WriteEndArray();
    }

    private static int Earliest(IReadOnlyList<Track> tracks, int[] next)
    {
        var earliest = -1;
        for (var index = 0; index < tracks.Count; index++)
        {
            var isAtEnd = next[index] == tracks[index].Count;
            if (!isAtEnd && (earliest < 0 || Time(tracks, next, index) < Time(tracks, next, earliest)))
            {
                earliest = index;
            }
        }

        return earliest;
    }

    private static long Time(IReadOnlyList<Track> tracks, int[] next, int index) => tracks[index].Time(next[index]);

    private static void WriteSample(
        Utf8JsonWriter json,
        IReadOnlyList<Track> tracks,
        long clockOffsetMs,
        int[] next,
        int first
    )
    {
        var at = Time(tracks, next, first);
        var connection = tracks[first].Key.Connection;
        json.WriteStartObject();
        json.WriteNumber("at"u8, at - clockOffsetMs);
        if (connection.Length > 0)
        {
            json.WriteString("connection"u8, connection);
        }

        WriteStreams(json, tracks, next, (at, connection, TrackKind.Inbound));
        WriteStreams(json, tracks, next, (at, connection, TrackKind.Outbound));
        WriteObject(json, tracks, next, (at, connection, TrackKind.Transport));
        WriteObject(json, tracks, next, (at, connection, TrackKind.Machine));
        json.WriteEndObject();
    }

    private static void WriteStreams(
        Utf8JsonWriter json,
        IReadOnlyList<Track> tracks,
        int[] next,
        (long At, string Connection, TrackKind Kind) wanted
    )
    {
        var isOpen = false;
        for (var index = 0; index < next.Length; index++)
        {
            if (!IsWanted(tracks[index], next[index], wanted))
            {
                continue;
            }

            if (!isOpen)
            {
                json.WriteStartArray(wanted.Kind is TrackKind.Inbound ? "inbound"u8 : "outbound"u8);
                isOpen = true;
            }

            var shape = wanted.Kind is TrackKind.Inbound ? RowShape.InboundStream : RowShape.OutboundStream;
            json.WriteStartObject();
            json.WriteNumber("ssrc"u8, tracks[index].Key.Ssrc);
            WriteNumbers(json, shape, tracks[index], next[index]++);
            json.WriteEndObject();
        }

        if (isOpen)
        {
            json.WriteEndArray();
        }
    }

    private static void WriteObject(
        Utf8JsonWriter json,
        IReadOnlyList<Track> tracks,
        int[] next,
        (long At, string Connection, TrackKind Kind) wanted
    )
    {
        for (var index = 0; index < next.Length; index++)
        {
            if (IsWanted(tracks[index], next[index], wanted))
            {
                var isTransport = wanted.Kind is TrackKind.Transport;
                json.WriteStartObject(isTransport ? "transport"u8 : "machine"u8);
                var shape = isTransport ? RowShape.SelectedPair : RowShape.Computer;
                WriteNumbers(json, shape, tracks[index], next[index]++);
                json.WriteEndObject();
                return;
            }
        }
    }

    private static bool IsWanted(Track track, int row, (long At, string Connection, TrackKind Kind) wanted) =>
        row < track.Count
        && track.Key.Kind == wanted.Kind
        && track.Time(row) == wanted.At
        && (track.Key.Kind is TrackKind.Machine || track.Key.Connection == wanted.Connection);

    private static void WriteNumbers(Utf8JsonWriter json, RowShape shape, Track track, int row)
    {
        for (var number = 0; number < shape.Numbers.Count; number++)
        {
            var value = track[row, shape.ColumnOf(number)];
            if (value != Track.Missing)
            {
                json.WritePropertyName(shape.Members.Utf8Name(shape.MemberOf(number)));
                WriteNumber(json, value, shape.Numbers[number].Unit);
            }
        }

        if (shape.Remote is { } remote && HasAny(remote, track, row))
        {
            json.WriteStartObject("remote"u8);
            WriteNumbers(json, remote, track, row);
            json.WriteEndObject();
        }
    }

    private static bool HasAny(RowShape shape, Track track, int row)
    {
        for (var number = 0; number < shape.Numbers.Count; number++)
        {
            if (track[row, shape.ColumnOf(number)] != Track.Missing)
            {
                return true;
            }
        }

        return false;
    }

    private static void WriteNumber(Utf8JsonWriter json, long value, WireUnit unit)
    {
        switch (unit)
        {
            case WireUnit.Seconds:
                json.WriteNumberValue(new decimal(value) / 1_000_000);
                break;
            case WireUnit.Percent:
                json.WriteNumberValue(new decimal(value) / 100);
                break;
            case WireUnit.Level:
                // A power of two divides exactly: the reader's floor gives the same number back.
                json.WriteNumberValue(value / RowShape.LevelSteps);
                break;
            default:
                json.WriteNumberValue(value);
                break;
        }
    }
}
