namespace Sidetone.Telemetry.Packing;

/// <summary>Packs a batch into the record that the telemetry log keeps of it, and back, exactly.</summary>
/// <remarks>
/// <code>
/// version (byte): 2 when headsets told something, else 1
/// flags (byte): 1 from the platform, 2 of a recording, 4 facts follow
/// contact, agent, session (texts), sequence number (signed), clock offset (signed)
/// facts (<see cref="FactsCodec"/>), if any
/// count of happenings, happenings (<see cref="HappeningCodec"/>)
/// tracks (<see cref="TrackCodec"/>)
/// version 2: count of headsets, headsets (<see cref="HeadsetCodec"/>)
/// 1 and the sender (<see cref="SenderCodec"/>), or 0
/// </code>
/// The sender comes last, because it is no part of what was sent: the hash of the content ends before it, and a batch
/// that is sent again from another network is still the same batch. A change of this layout is a new version.
/// Records are decoded by their first byte, so that a log outlives an upgrade. A batch without headsets is written as it
/// always was: what an older server took and acknowledged is still known as a repeat.
/// </remarks>
public static class BatchCodec
{
    private const byte WithoutHeadset = 1;
    private const byte WithHeadset = 2;
    private const int FromPlatform = 1;
    private const int OfRecording = 2;
    private const int WithFacts = 4;
    private const int FlagsAll = 7;
    private const int CapacityUsual = 4096;

    // Room for the largest batch that is taken in: 3,600 samples of 64 streams of 13 cells, and then some.
    private const long CellsMax = 1L << 22;

    /// <summary>Packs a batch.</summary>
    /// <exception cref="ArgumentException">The batch has more than four million numbers.</exception>
    public static byte[] Encode(Batch batch) => Encode(batch, out _);

    /// <summary>Packs a batch, and gives a hash of all that the session sent: of everything but the sender.</summary>
    /// <exception cref="ArgumentException">The batch has more than four million numbers.</exception>
    public static byte[] Encode(Batch batch, out long contentHash)
    {
        var writer = new PackWriter(CapacityUsual);
        try
        {
            WriteContent(ref writer, batch);
            contentHash = ContentHash.Of(writer.Written);
            writer.Byte((byte)(batch.Sender is null ? 0 : 1));
            if (batch.Sender is { } sender)
            {
                SenderCodec.Write(ref writer, sender);
            }

            return writer.Written.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>Unpacks a batch.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a packed batch, or of a newer version.</exception>
    public static Batch Decode(ReadOnlySpan<byte> record)
    {
        var reader = new PackReader(record);
        var version = reader.Byte();
        var cellsLeft = CellsMax;
        // Here and below the order of evaluation, which is that of the text, is the order in the record.
        var batch = ReadHead(ref reader, version) with
        {
            Tracks = TrackCodec.Read(ref reader, ref cellsLeft),
            Headset = version == WithHeadset ? ReadHeadset(ref reader) : [],
            Sender = reader.Byte() != 0 ? SenderCodec.Read(ref reader) : null,
        };
        reader.End();
        return batch;
    }

    /// <summary>
    /// Unpacks what stands before the samples: whose batch it is, its facts and happenings. A tenth of the work, for
    /// who looks at many batches and needs no more.
    /// </summary>
    /// <exception cref="InvalidDataException">The bytes are not a packed batch, or of a newer version.</exception>
    public static Batch DecodeHead(ReadOnlySpan<byte> record)
    {
        var reader = new PackReader(record);
        return ReadHead(ref reader, reader.Byte());
    }

    private static Batch ReadHead(ref PackReader reader, byte version)
    {
        if (version is not (WithoutHeadset or WithHeadset))
        {
            throw new InvalidDataException($"A packed batch of version {version} is not known here; {WithHeadset} is.");
        }

        var flags = reader.Byte();
        if (flags > FlagsAll)
        {
            throw new InvalidDataException($"The record is damaged: a batch has no flags {flags}.");
        }

        return new Batch
        {
            Source = (flags & FromPlatform) != 0 ? BatchSource.Platform : BatchSource.Browser,
            IsRecording = (flags & OfRecording) != 0,
            ContactId = reader.Text(),
            Agent = reader.Text(),
            Session = reader.Text(),
            Sequence = reader.Signed(),
            ClockOffsetMs = reader.Signed(),
            Facts = (flags & WithFacts) != 0 ? FactsCodec.Read(ref reader) : null,
            Happenings = ReadHappenings(ref reader),
        };
    }

    private static void WriteContent(ref PackWriter writer, Batch batch)
    {
        writer.Byte(batch.Headset.Count > 0 ? WithHeadset : WithoutHeadset);
        writer.Byte(
            (byte)(
                (batch.Source is BatchSource.Platform ? FromPlatform : 0)
                | (batch.IsRecording ? OfRecording : 0)
                | (batch.Facts is null ? 0 : WithFacts)
            )
        );
        writer.Text(batch.ContactId);
        writer.Text(batch.Agent);
        writer.Text(batch.Session);
        writer.Signed(batch.Sequence);
        writer.Signed(batch.ClockOffsetMs);
        if (batch.Facts is { } facts)
        {
            FactsCodec.Write(ref writer, facts);
        }

        writer.Count(batch.Happenings.Count);
        for (var index = 0; index < batch.Happenings.Count; index++)
        {
            HappeningCodec.Write(ref writer, batch.Happenings[index]);
        }

        TrackCodec.Write(ref writer, batch.Tracks, CellsMax);
        if (batch.Headset.Count > 0)
        {
            writer.Count(batch.Headset.Count);
            foreach (var report in batch.Headset)
            {
                HeadsetCodec.Write(ref writer, report);
            }
        }
    }

    private static HeadsetReport[] ReadHeadset(ref PackReader reader)
    {
        var reports = new HeadsetReport[reader.Count(HeadsetCodec.BytesMin)];
        for (var index = 0; index < reports.Length; index++)
        {
            reports[index] = HeadsetCodec.Read(ref reader);
        }

        return reports;
    }

    private static Happening[] ReadHappenings(ref PackReader reader)
    {
        var count = reader.Count(HappeningCodec.BytesMin);
        if (count == 0)
        {
            return [];
        }

        var happenings = new Happening[count];
        for (var index = 0; index < count; index++)
        {
            happenings[index] = HappeningCodec.Read(ref reader);
        }

        return happenings;
    }
}
