using System.Globalization;
using System.Text.Json;

namespace Sidetone.Telemetry.Recordings.Internals;

/// <summary>What one connection's <c>updateLog</c> says of its states.</summary>
internal sealed class InternalsLog
{
    private const double QuarterHourMs = 900_000;

    /// <summary>How <c>Date.toLocaleString()</c> writes a time; the page wrote its log so until 2024, in local time.</summary>
    private static readonly string[] LocalFormats =
    [
        "M/d/yyyy h:mm:ss tt",
        "M/d/yyyy H:mm:ss",
        "d/M/yyyy H:mm:ss",
        "d/M/yyyy h:mm:ss tt",
        "d.M.yyyy H:mm:ss",
        "d-M-yyyy H:mm:ss",
        "yyyy-M-d H:mm:ss",
        "yyyy/M/d H:mm:ss",
    ];

    private readonly List<(string Time, double Number, string Type, string Value)> _entries = [];

    /// <summary>Reads one entry.</summary>
    public void Add(JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        var isTimed = entry.TryGetProperty("timestamp", out var time) || entry.TryGetProperty("time", out time);
        var number = isTimed && time.ValueKind == JsonValueKind.Number ? time.GetDouble() : double.NaN;
        var text = isTimed && time.ValueKind == JsonValueKind.String ? time.GetString()! : "";
        _entries.Add((text, number, Text(entry, "type").ToLowerInvariant(), Text(entry, "value")));
    }

    /// <summary>The states that the log states, with their times.</summary>
    /// <param name="statsStart">The first statistics' time, by which a local time without a zone is placed.</param>
    /// <param name="leftOut">Takes what could not be used.</param>
    /// <param name="connection">The connection's id, for messages.</param>
    public IEnumerable<LogState> States(double statsStart, List<string> leftOut, string connection)
    {
        var offset = LocalOffset(statsStart);
        var untimed = 0;
        foreach (var entry in _entries)
        {
            if (KindOf(entry.Type) is not { } kind)
            {
                continue;
            }

            var time = TimeOf(entry.Time, entry.Number, statsStart, offset);
            if (Times.TryWhole(time, out var at))
            {
                yield return new LogState(at, kind, StateOf(entry.Value));
            }
            else
            {
                untimed++;
            }
        }

        if (untimed > 0)
        {
            leftOut.Add($"{connection}: {untimed} entries of its log left out, their time cannot be read.");
        }
    }

    /// <summary>Since 2025 the page writes events with their <c>on</c>.</summary>
    private static LogKind? KindOf(string type) =>
        (type.StartsWith("on", StringComparison.Ordinal) ? type[2..] : type) switch
        {
            "iceconnectionstatechange" => LogKind.Ice,
            "connectionstatechange" => LogKind.Connection,
            "signalingstatechange" => LogKind.Signalling,
            "close" or "stop" => LogKind.Close,
            _ => null,
        };

    /// <summary>Old pages wrote <c>ICEConnectionStateConnected</c> for <c>connected</c>.</summary>
    private static string StateOf(string value)
    {
        var state = value.Trim('"', ' ').ToLowerInvariant();
        var prefix = state.LastIndexOf("state", StringComparison.Ordinal);
        return prefix < 0 ? state : state[(prefix + "state".Length)..].Trim(':', ' ');
    }

    private static double TimeOf(string text, double number, double near, double offset)
    {
        if (!double.IsNaN(number))
        {
            return number;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var written))
        {
            return written;
        }

        var isIso = text.Length > 10 && text[4] == '-' && text[10] == 'T';
        return isIso && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var time)
            ? time.ToUnixTimeMilliseconds()
            : Local(text, near) + offset;
    }

    /// <summary>
    /// The zone of local times: the first entry stands before the first statistics by less than a quarter of an hour,
    /// and zones lie quarters of an hour apart.
    /// </summary>
    private double LocalOffset(double statsStart)
    {
        var first = _entries
            .Select(entry => double.IsNaN(entry.Number) ? Local(entry.Time, statsStart) : double.NaN)
            .FirstOrDefault(time => !double.IsNaN(time), double.NaN);
        return Math.Floor((statsStart - first) / QuarterHourMs) * QuarterHourMs;
    }

    /// <summary>A local time as if it were UTC: of the readings its form allows, the one nearest the statistics.</summary>
    private static double Local(string text, double near)
    {
        var plain = text.Replace(",", "", StringComparison.Ordinal).Replace('\u202F', ' ').Replace('\u00A0', ' ');
        return LocalFormats
            .Select(format =>
                DateTime.TryParseExact(
                    plain,
                    format,
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AllowWhiteSpaces,
                    out var time
                )
                    ? new DateTimeOffset(time, TimeSpan.Zero).ToUnixTimeMilliseconds()
                    : double.NaN
            )
            .Where(time => !double.IsNaN(time))
            .DefaultIfEmpty(double.NaN)
            .MinBy(time => Math.Abs(time - near));
    }

    private static string Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}

/// <summary>What an entry of the log concerns.</summary>
internal enum LogKind : byte
{
    Ice,
    Connection,
    Signalling,
    Close,
}

/// <summary>A state that the log states.</summary>
internal sealed record LogState(long At, LogKind Kind, string State);
