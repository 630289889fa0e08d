namespace Sidetone.Telemetry.Packing;

/// <summary>Packs what a session keeps of its batches besides samples and happenings.</summary>
/// <remarks>
/// <code>
/// count of senders, senders (<see cref="SenderCodec"/>)
/// count of batches; columns of their numbers, their clock offsets and their senders (0 none, 1 the first …)
/// their content hashes, 8 bytes each
/// count of batches with facts, then each: its index, facts (<see cref="FactsCodec"/>)
/// </code>
/// </remarks>
internal static class SessionBatchCodec
{
    private const int HashLength = sizeof(long);
    private const int FactsBytesMin = 2;

    public static void Write(ref PackWriter writer, IReadOnlyList<SessionBatch> batches)
    {
        var senders = new List<Sender>();
        var numbers = new Dictionary<Sender, int>();
        var columns = new long[3 * batches.Count];
        for (var index = 0; index < batches.Count; index++)
        {
            columns[index] = batches[index].Sequence;
            columns[batches.Count + index] = batches[index].ClockOffsetMs;
            columns[(2 * batches.Count) + index] = SenderNumber(senders, numbers, batches[index].Sender);
        }

        writer.Count(senders.Count);
        foreach (var sender in senders)
        {
            SenderCodec.Write(ref writer, sender);
        }

        writer.Count(batches.Count);
        for (var column = 0; column < 3; column++)
        {
            ColumnCodec.Write(ref writer, columns.AsSpan(column * batches.Count), stride: 1, batches.Count);
        }

        foreach (var batch in batches)
        {
            writer.Fixed(batch.ContentHash);
        }

        WriteFacts(ref writer, batches);
    }

    public static IReadOnlyList<SessionBatch> Read(ref PackReader reader)
    {
        var senders = new Sender[reader.Count(SenderCodec.BytesMin)];
        for (var index = 0; index < senders.Length; index++)
        {
            senders[index] = SenderCodec.Read(ref reader);
        }

        var count = reader.Count(HashLength);
        var columns = new long[3 * count];
        for (var column = 0; column < 3; column++)
        {
            ColumnCodec.Read(ref reader, columns.AsSpan(column * count), stride: 1, count);
        }

        var batches = new SessionBatch[count];
        for (var index = 0; index < count; index++)
        {
            batches[index] = new SessionBatch(
                columns[index],
                reader.Fixed(),
                columns[count + index],
                Facts: null,
                SenderOf(senders, columns[(2 * count) + index])
            );
        }

        ReadFacts(ref reader, batches);
        return batches;
    }

    private static int SenderNumber(List<Sender> senders, Dictionary<Sender, int> numbers, Sender? sender)
    {
        if (sender is null)
        {
            return 0;
        }

        if (!numbers.TryGetValue(sender, out var number))
        {
            senders.Add(sender);
            number = senders.Count;
            numbers.Add(sender, number);
        }

        return number;
    }

    private static Sender? SenderOf(Sender[] senders, long number) =>
        number >= 0 && number <= senders.Length
            ? number == 0
                ? null
                : senders[number - 1]
            : throw new InvalidDataException($"The record is damaged: there is no sender {number}.");

    private static void WriteFacts(ref PackWriter writer, IReadOnlyList<SessionBatch> batches)
    {
        writer.Count(batches.Count(batch => batch.Facts is not null));
        for (var index = 0; index < batches.Count; index++)
        {
            if (batches[index].Facts is { } facts)
            {
                writer.Count(index);
                FactsCodec.Write(ref writer, facts);
            }
        }
    }

    private static void ReadFacts(ref PackReader reader, SessionBatch[] batches)
    {
        for (var left = reader.Count(FactsBytesMin); left > 0; left--)
        {
            var index = reader.Unsigned();
            if (index >= (ulong)batches.Length)
            {
                throw new InvalidDataException($"The record is damaged: there is no batch {index}.");
            }

            batches[index] = batches[index] with { Facts = FactsCodec.Read(ref reader) };
        }
    }
}
