using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sidetone.Telemetry.Tests.Cases;

/// <summary>Spells batches and sessions out, every member and cell, so that two can be compared and the difference read.</summary>
internal static class Shown
{
    public static string Of(Batch batch)
    {
        var text = new StringBuilder();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{batch.ContactId}/{batch.Agent}/{batch.Session}/{batch.Sequence}"
        );
        text.AppendLine(CultureInfo.InvariantCulture, $"{batch.Source} {batch.ClockOffsetMs} {batch.IsRecording}");
        text.AppendLine(JsonSerializer.Serialize(batch.Facts));
        text.AppendLine(JsonSerializer.Serialize(batch.Sender));
        Append(text, batch.Tracks);
        text.AppendLine(JsonSerializer.Serialize(batch.Happenings));
        text.AppendLine(JsonSerializer.Serialize(batch.Headset));
        return text.ToString();
    }

    public static string Of(Issue issue)
    {
        var text = new StringBuilder();
        text.AppendLine(JsonSerializer.Serialize(issue with { Tracks = [] }));
        Append(text, issue.Tracks);
        return text.ToString();
    }

    public static string Of(IEnumerable<Session> sessions)
    {
        var text = new StringBuilder();
        foreach (var session in sessions)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{session.Id} {session.Source} {session.IsRecording}");
            text.AppendLine(JsonSerializer.Serialize(session.Batches));
            Append(text, session.Tracks);
            text.AppendLine(JsonSerializer.Serialize(session.Happenings));
            text.AppendLine(JsonSerializer.Serialize(session.Headset));
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, IReadOnlyList<Track> tracks)
    {
        foreach (var track in tracks)
        {
            text.AppendLine(track.Key.ToString());
            for (var row = 0; row < track.Count; row++)
            {
                text.Append(CultureInfo.InvariantCulture, $"  {track.Sequence(row)} {track.Time(row)}:");
                for (var column = 0; column < track.ColumnCount; column++)
                {
                    var value = track[row, column];
                    text.Append(' ')
                        .Append(value == Track.Missing ? "-" : value.ToString(CultureInfo.InvariantCulture));
                }

                text.AppendLine();
            }
        }
    }
}
