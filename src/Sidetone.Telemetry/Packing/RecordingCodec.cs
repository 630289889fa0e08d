using System.Buffers;

namespace Sidetone.Telemetry.Packing;

/// <summary>Packs the sessions of a closed call, and unpacks them, exactly.</summary>
/// <remarks>
/// <code>
/// version (byte): 2 when headsets told something, else 1
/// length of the content (unsigned), then the content as one Zstandard frame:
///   count of sessions, then each:
///     id (text), flags (byte): 1 from the platform, 2 of a recording
///     batches (<see cref="SessionBatchCodec"/>)
///     count of happenings, then each: its batch's number (signed), happening (<see cref="HappeningCodec"/>)
///     tracks (<see cref="TrackCodec"/>)
///     version 2: count of reports of headsets, then each: its batch's number (signed), report (<see cref="HeadsetCodec"/>)
/// </code>
/// Columns lie one after the other over the whole session, so that what is alike stands together and compresses.
/// Equal sessions give equal bytes. A change of this layout is a new version.
/// </remarks>
public static class RecordingCodec
{
    private const byte WithoutHeadset = 1;
    private const byte WithHeadset = 2;
    private const int FromPlatform = 1;
    private const int OfRecording = 2;
    private const int FlagsAll = 3;
    private const int CapacityUsual = 1 << 18;
    private const int SessionBytesMin = 6;
    private const int ContentLengthMax = 1 << 28;

    // A call of a day with 64 streams is an eighth of this.
    private const long CellsMax = 1L << 26;

    /// <summary>Packs sessions.</summary>
    /// <exception cref="ArgumentException">There are more than 67 million numbers.</exception>
    public static byte[] Pack(IReadOnlyList<Session> sessions)
    {
        var content = new PackWriter(CapacityUsual);
        var record = new PackWriter(CapacityUsual);
        try
        {
            var version = sessions.Any(session => session.Headset.Count > 0) ? WithHeadset : WithoutHeadset;
            content.Count(sessions.Count);
            for (var index = 0; index < sessions.Count; index++)
            {
                WriteSession(ref content, sessions[index], version);
            }

            record.Byte(version);
            record.Count(content.Written.Length);
            Zstd.Compress(content.Written, ref record);
            return record.Written.ToArray();
        }
        finally
        {
            content.Dispose();
            record.Dispose();
        }
    }

    /// <summary>Unpacks sessions.</summary>
    /// <exception cref="InvalidDataException">The bytes are not packed sessions, or of a newer version.</exception>
    public static IReadOnlyList<Session> Unpack(ReadOnlySpan<byte> recording)
    {
        var reader = new PackReader(recording);
        var version = reader.Byte();
        if (version is not (WithoutHeadset or WithHeadset))
        {
            throw new InvalidDataException($"A recording of version {version} is not known here; {WithHeadset} is.");
        }

        var length = reader.Unsigned();
        var frame = reader.Bytes(reader.Remaining);
        if (length > ContentLengthMax || length != Zstd.ContentLengthOf(frame))
        {
            throw new InvalidDataException($"The record is damaged: it does not hold {length} bytes.");
        }

        var content = ArrayPool<byte>.Shared.Rent((int)length);
        try
        {
            Zstd.Decompress(frame, content.AsSpan(0, (int)length));
            return ReadSessions(content.AsSpan(0, (int)length), version);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(content);
        }
    }

    private static Session[] ReadSessions(ReadOnlySpan<byte> content, byte version)
    {
        var reader = new PackReader(content);
        var cellsLeft = CellsMax;
        var sessions = new Session[reader.Count(SessionBytesMin)];
        for (var index = 0; index < sessions.Length; index++)
        {
            sessions[index] = ReadSession(ref reader, version, ref cellsLeft);
        }

        reader.End();
        return sessions;
    }

    private static void WriteSession(ref PackWriter writer, Session session, byte version)
    {
        writer.Text(session.Id);
        writer.Byte(
            (byte)(
                (session.Source is BatchSource.Platform ? FromPlatform : 0) | (session.IsRecording ? OfRecording : 0)
            )
        );
        SessionBatchCodec.Write(ref writer, session.Batches);
        writer.Count(session.Happenings.Count);
        foreach (var (sequence, happening) in session.Happenings)
        {
            writer.Signed(sequence);
            HappeningCodec.Write(ref writer, happening);
        }

        TrackCodec.Write(ref writer, session.Tracks, CellsMax);
        if (version == WithHeadset)
        {
            writer.Count(session.Headset.Count);
            foreach (var (sequence, report) in session.Headset)
            {
                writer.Signed(sequence);
                HeadsetCodec.Write(ref writer, report);
            }
        }
    }

    private static Session ReadSession(ref PackReader reader, byte version, ref long cellsLeft)
    {
        var id = reader.Text();
        var flags = reader.Byte();
        if (flags > FlagsAll)
        {
            throw new InvalidDataException($"The record is damaged: a session has no flags {flags}.");
        }

        // The order of evaluation, which is that of the text, is the order in the record.
        return new Session
        {
            Id = id,
            Source = (flags & FromPlatform) != 0 ? BatchSource.Platform : BatchSource.Browser,
            IsRecording = (flags & OfRecording) != 0,
            Batches = SessionBatchCodec.Read(ref reader),
            Happenings = ReadHappenings(ref reader),
            Tracks = TrackCodec.Read(ref reader, ref cellsLeft),
            Headset = version == WithHeadset ? ReadHeadset(ref reader) : [],
        };
    }

    private static SessionHeadset[] ReadHeadset(ref PackReader reader)
    {
        var reports = new SessionHeadset[reader.Count(HeadsetCodec.BytesMin + 1)];
        for (var index = 0; index < reports.Length; index++)
        {
            reports[index] = new SessionHeadset(reader.Signed(), HeadsetCodec.Read(ref reader));
        }

        return reports;
    }

    private static SessionHappening[] ReadHappenings(ref PackReader reader)
    {
        var happenings = new SessionHappening[reader.Count(HappeningCodec.BytesMin + 1)];
        for (var index = 0; index < happenings.Length; index++)
        {
            happenings[index] = new SessionHappening(reader.Signed(), HappeningCodec.Read(ref reader));
        }

        return happenings;
    }
}
