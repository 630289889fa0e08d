using System.Collections.Concurrent;
using System.Net;
using Sidetone.Groups;
using Sidetone.Intake.Refusals;
using Sidetone.Networks;
using Sidetone.Storage.Log;
using Sidetone.Telemetry;
using Sidetone.Telemetry.Packing;
using Sidetone.Telemetry.Wire;

namespace Sidetone.Intake.Batches;

/// <summary>Turns a body into what the log keeps: read, checked, field rules applied, sender added, packed.</summary>
internal sealed class BatchEntry(NetworkLookup networks, TimeProvider time)
{
    // A reader keeps working memory, and one request at a time uses it.
    private const int ReadersKept = 64;

    private readonly ConcurrentQueue<BatchReader> _readers = new();

    /// <summary>The entry; or why there is none.</summary>
    public Refusal? TryMake(ReadOnlySpan<byte> body, GroupSnapshot group, IPAddress? sender, out LogEntry? entry)
    {
        var reader = _readers.TryDequeue(out var kept) ? kept : new BatchReader();
        try
        {
            return Make(reader, body, group, sender, out entry);
        }
        finally
        {
            if (_readers.Count < ReadersKept)
            {
                _readers.Enqueue(reader);
            }
        }
    }

    private Refusal? Make(
        BatchReader reader,
        ReadOnlySpan<byte> body,
        GroupSnapshot group,
        IPAddress? sender,
        out LogEntry? entry
    )
    {
        entry = null;
        if (!reader.TryRead(body, out var batch, out var problem))
        {
            return new Refusal(ReasonOf(problem.Kind), problem.Reason, problem.Path);
        }

        var refusal = CheckNumbers(batch) ?? BatchTimes.Check(batch, group.Settings.RetentionDays, time.GetUtcNow());
        if (refusal is null)
        {
            entry = Packed(batch, group, sender);
        }

        // Packing copied the rows.
        reader.Recycle(batch);
        return refusal;
    }

    private LogEntry Packed(Batch received, GroupSnapshot group, IPAddress? sender)
    {
        var batch = group.Redaction.Apply(received) with
        {
            // Serial numbers are personal: what the group does not collect is not kept.
            Headset = group.Settings.Headset ? group.Redaction.Apply(received.Headset) : [],
            Sender = sender is null ? null : group.Redaction.Apply(networks.Find(sender)),
        };
        var ended = Ended(batch.Happenings);
        // The hash is of what was sent, not of how it was spelt or where the key stood: a page that goes away sends its last
        // batch again as a beacon with the key in the body, and that is a repeat.
        var body = BatchCodec.Encode(batch, out var hash);
        return new LogEntry
        {
            Call = CallKey.Of(group.Group.Id, batch.ContactId, batch.Agent),
            Group = group.Group.Id,
            ContactId = batch.ContactId,
            Agent = batch.Agent,
            Session = batch.Session,
            Sequence = batch.Sequence,
            ContentHash = hash,
            FromPlatform = batch.Source == BatchSource.Platform,
            Ended = ended is not null,
            LastSequence = ended?.LastSequence,
            ContactRecordWait = TimeSpan.FromSeconds(group.Settings.WaitForContactRecordSeconds),
            Body = body,
        };
    }

    private static Refusal? CheckNumbers(Batch batch)
    {
        if (batch.Sequence > LogEntry.SequenceMax)
        {
            return OverMax("$.sequence");
        }

        for (var index = 0; index < batch.Happenings.Count; index++)
        {
            if (batch.Happenings[index].LastSequence > LogEntry.SequenceMax)
            {
                return OverMax($"$.happenings[{index}].lastSequence");
            }
        }

        return null;
    }

    private static Refusal OverMax(string path) =>
        new(RefusalReason.BodyOutOfRange, $"Batches of a session are numbered from 0 to {LogEntry.SequenceMax}.", path);

    private static Happening? Ended(IReadOnlyList<Happening> happenings)
    {
        for (var index = happenings.Count - 1; index >= 0; index--)
        {
            if (happenings[index].Type == HappeningType.Ended)
            {
                return happenings[index];
            }
        }

        return null;
    }

    /// <summary>What a mistake in a body is called as a refusal.</summary>
    public static RefusalReason ReasonOf(BatchProblemKind kind) =>
        kind switch
        {
            BatchProblemKind.Malformed => RefusalReason.BodyMalformed,
            BatchProblemKind.WrongType => RefusalReason.BodyWrongType,
            BatchProblemKind.OutOfRange => RefusalReason.BodyOutOfRange,
            BatchProblemKind.Missing => RefusalReason.BodyMemberMissing,
            BatchProblemKind.Repeated => RefusalReason.BodyMemberRepeated,
            BatchProblemKind.UnsupportedVersion => RefusalReason.VersionUnsupported,
            _ => throw new System.Diagnostics.UnreachableException($"BUG: unknown problem {kind}."),
        };
}
