using Sidetone.Telemetry.Packing;
using Sidetone.Telemetry.Wire;

namespace Sidetone.Telemetry.Recordings.Own;

/// <summary>Reads our own JSON Lines: each line is a batch as a page sends it, in any order, with any repeats.</summary>
internal sealed class BatchLinesReader(List<string> leftOut)
{
    private const int LookAhead = 1024;

    private readonly List<(Batch Batch, long ContentHash)> _batches = [];
    private long _otherContacts;

    public const string Format = "sidetone";

    /// <summary>True when a file that begins with an object is one of batches.</summary>
    public static bool Recognises(ReadOnlySpan<byte> content) =>
        content[..Math.Min(content.Length, LookAhead)].IndexOf("\"contactId\""u8) >= 0;

    /// <summary>Reads all lines; the recording, or why there is none.</summary>
    public RecordingResult Read(ReadOnlyMemory<byte> content, RecordingOptions options)
    {
        if (ReadLines(content) is { } problem)
        {
            return new RecordingResult.Refused(problem);
        }

        var first = _batches[0].Batch;
        if (_otherContacts > 0)
        {
            leftOut.Add($"Batches left out that are not of contact {first.ContactId}: {_otherContacts}.");
        }

        var sessions = SessionAssembler.Assemble(_batches);
        var tracks = TracksOf(sessions);
        var happenings = HappeningsOf(sessions);
        var connections = ConnectionsOf(tracks, happenings);
        if (options.Connection is { } wanted)
        {
            if (connections.TrueForAll(connection => connection.Id != wanted))
            {
                var known = string.Join(", ", connections.Select(connection => connection.Id));
                return new RecordingResult.Refused(
                    new RecordingProblem($"There is no connection {wanted}; there is: {known}.")
                );
            }

            tracks.RemoveAll(track => track.Key.Kind != TrackKind.Machine && track.Key.Connection != wanted);
            happenings.RemoveAll(happening => happening.Connection.Length > 0 && happening.Connection != wanted);
        }

        return new RecordingResult.Read(
            new Recording
            {
                Format = Format,
                Connections = connections,
                LeftOut = leftOut,
                Batch = new Batch
                {
                    ContactId = options.ContactId ?? first.ContactId,
                    Session = options.Session ?? first.Session,
                    Agent = options.Agent.Length > 0 ? options.Agent : first.Agent,
                    Sequence = 0,
                    Source = first.Source,
                    IsRecording = true,
                    Facts = sessions.Aggregate(new Facts(), (facts, session) => facts.With(session.Facts)),
                    Tracks = tracks,
                    Happenings = happenings,
                    Headset = [.. sessions.SelectMany(session => session.Headset).Select(entry => entry.Report)],
                },
            }
        );
    }

    /// <summary>Reads the lines; a problem when none of them is a batch.</summary>
    private RecordingProblem? ReadLines(ReadOnlyMemory<byte> content)
    {
        var lines = new Lines(content);
        var faults = new LineFaults();
        RecordingProblem? firstProblem = null;
        var reader = new BatchReader();
        while (lines.Next(out var line, out var isCut))
        {
            if (!reader.TryRead(line.Span, out var batch, out var problem))
            {
                var why =
                    isCut && problem.Kind == BatchProblemKind.Malformed
                        ? "it is cut off"
                        : $"{problem.Path}: {problem.Reason}";
                firstProblem ??= new RecordingProblem(
                    $"No line is a batch; the first: {why}",
                    lines.Number,
                    problem.BytePosition
                );
                faults.Add(lines.Number, why);
            }
            else if (_batches.Count > 0 && _batches[0].Batch.ContactId != batch.ContactId)
            {
                _otherContacts++;
            }
            else
            {
                _batches.Add((batch, ContentHash.Of(line.Span)));
            }
        }

        faults.Report(leftOut);
        return _batches.Count > 0 ? null : firstProblem ?? new RecordingProblem("The file holds no line.");
    }

    /// <summary>All sessions' tracks in one list. Where two sessions observed one stream, it counts once.</summary>
    private List<Track> TracksOf(IReadOnlyList<Session> sessions)
    {
        var tracks = new List<Track>();
        for (var i = 0; i < sessions.Count; i++)
        {
            foreach (var track in sessions[i].Tracks)
            {
                var seen = tracks.Exists(each =>
                    track.Key.Ssrc != 0 && (each.Key.Kind, each.Key.Ssrc) == (track.Key.Kind, track.Key.Ssrc)
                );
                if (seen && i > 0)
                {
                    leftOut.Add(
                        $"{Name(track.Key.Connection, i)}: stream {track.Key.Ssrc} left out, another session has it."
                    );
                    continue;
                }

                var copy = new Track(track.Key with { Connection = Name(track.Key.Connection, i) }, track.Count);
                for (var row = 0; row < track.Count; row++)
                {
                    var added = copy.Add(0, track.Time(row));
                    for (var column = 0; column < track.ColumnCount; column++)
                    {
                        copy[added, column] = track[row, column];
                    }
                }

                tracks.Add(copy);
            }
        }

        tracks.Sort((left, right) => TrackKey.Compare(left.Key, right.Key));
        return tracks;
    }

    private static List<Happening> HappeningsOf(IReadOnlyList<Session> sessions) =>
        [
            .. sessions.SelectMany(
                (session, index) =>
                    session.Happenings.Select(each =>
                        each.Happening with
                        {
                            Connection =
                                each.Happening.Connection.Length > 0 ? Name(each.Happening.Connection, index) : "",
                            LastSequence = each.Happening.Type == HappeningType.Ended ? 0 : each.Happening.LastSequence,
                        }
                    )
            ),
        ];

    /// <summary>Two sessions may name their connections alike: those after the first bear their number.</summary>
    private static string Name(string connection, int session) =>
        session == 0 ? connection : $"{connection}#{session + 1}";

    private static List<RecordedConnection> ConnectionsOf(List<Track> tracks, List<Happening> happenings) =>
        [
            .. tracks
                .Where(track => track.Key.Kind != TrackKind.Machine && track.Count > 0)
                .GroupBy(track => track.Key.Connection, StringComparer.Ordinal)
                .Select(group => new RecordedConnection
                {
                    Id = group.Key,
                    First = group.Min(track => track.Time(0)),
                    Last = group.Max(track => track.Time(track.Count - 1)),
                    AudioStreams = group.Count(track => track.Key.Kind != TrackKind.Transport),
                    AudioSamples = group
                        .Where(track => track.Key.Kind != TrackKind.Transport)
                        .Sum(track => track.Count),
                    IceState =
                        happenings
                            .LastOrDefault(each => each.Type == HappeningType.IceState && each.Connection == group.Key)
                            ?.Value
                        ?? "",
                }),
        ];
}
