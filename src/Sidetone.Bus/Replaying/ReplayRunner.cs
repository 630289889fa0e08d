using System.Buffers.Binary;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Sidetone.Bus.Archives;
using Sidetone.Bus.Log;
using Sidetone.Bus.Resources;
using Sidetone.Storage;

namespace Sidetone.Bus.Replaying;

/// <summary>Carries out replays: puts archived events on their bus again, in the order of their times.</summary>
/// <remarks>
/// Each step is one transaction: some events, and how far the replay came. A crash costs the step that was under way and
/// doubles nothing; two nodes take turns, because the replay's row is locked.
/// </remarks>
internal sealed class ReplayRunner(Database database, BusLog log, ResourceStore resources, TimeProvider time)
{
    private const int EventsMax = 100;

    /// <summary>Does one step of every replay that is under way; whether there was one.</summary>
    public async Task<bool> StepAsync(CancellationToken cancellation)
    {
        var any = false;
        foreach (var (group, name) in await ActiveAsync(cancellation))
        {
            var replayed = await database.WriteAsync(
                (transaction, stop) => StepAsync(transaction, group, name, stop),
                cancellation
            );
            any |= replayed >= 0;
            if (replayed > 0)
            {
                await log.AnnounceAsync(cancellation);
            }
        }

        return any;
    }

    private async Task<IReadOnlyList<(Guid Group, string Name)>> ActiveAsync(CancellationToken cancellation)
    {
        // Every state but those that end it stands in few rows, and a record's text is short.
        var rows = await database.QueryAsync<ActiveRow>(
            $"""
            SELECT group_id AS GroupId, name AS Name FROM bus_resource WHERE kind = {(int)ResourceKind.Replay}
                AND (body LIKE '%"State":"{ReplayRecord.Starting}"%' OR body LIKE '%"State":"{ReplayRecord.Running}"%'
                    OR body LIKE '%"State":"{ReplayRecord.Cancelling}"%')
            """,
            null,
            cancellation
        );
        return [.. rows.Select(row => (new Guid(row.GroupId, bigEndian: true), row.Name))];
    }

    /// <summary>How many events were put; -1 when the replay had ended before.</summary>
    private async Task<int> StepAsync(
        DbTransaction transaction,
        Guid group,
        string name,
        CancellationToken cancellation
    )
    {
        var replay = await resources.FindAsync<ReplayRecord>(transaction, group, "", name, cancellation);
        switch (replay?.State)
        {
            case ReplayRecord.Starting or ReplayRecord.Running:
                break;
            case ReplayRecord.Cancelling:
                await EndAsync(transaction, group, replay, ReplayRecord.Cancelled, null, cancellation);
                return 0;
            default:
                return -1;
        }

        var archive = await resources.FindAsync<ArchiveRecord>(transaction, group, "", replay.Archive, cancellation);
        if (archive?.Id != replay.ArchiveId)
        {
            var reason = $"Archive {replay.Archive} does not exist any more.";
            await EndAsync(transaction, group, replay, ReplayRecord.Failed, reason, cancellation);
            return 0;
        }

        var rows = await NextAsync(transaction, replay, cancellation);
        if (rows.Count == 0)
        {
            await EndAsync(transaction, group, replay, ReplayRecord.Completed, null, cancellation);
            return 0;
        }

        await log.AppendAsync(transaction, [.. rows.Select(row => Event(group, replay, row))], cancellation);
        var moved = replay with
        {
            State = ReplayRecord.Running,
            LastReplayed = DateTimeOffset.FromUnixTimeMilliseconds(rows[^1].OccurredAt),
            Position = rows[^1].Position,
        };
        await ResourceStore.PutAsync(transaction, group, moved, cancellation);
        return rows.Count;
    }

    private static Task<IReadOnlyList<ArchivedRow>> NextAsync(
        DbTransaction transaction,
        ReplayRecord replay,
        CancellationToken cancellation
    ) =>
        transaction.QueryAsync<ArchivedRow>(
            $"""
            SELECT occurred_at AS OccurredAt, position AS Position, event_id AS EventId, detail_type AS DetailType,
                source AS Source, envelope AS Envelope
            FROM bus_archive_event
            WHERE archive_id = @archive AND occurred_at >= @from AND occurred_at < @until
                AND (occurred_at > @after OR position > @position)
            ORDER BY occurred_at, position LIMIT {EventsMax}
            """,
            new
            {
                archive = replay.ArchiveId.ToByteArray(bigEndian: true),
                from = (replay.LastReplayed ?? replay.EventStart).ToUnixTimeMilliseconds(),
                until = replay.EventEnd.ToUnixTimeMilliseconds(),
                after = replay.LastReplayed?.ToUnixTimeMilliseconds() ?? long.MinValue,
                position = replay.Position,
            },
            cancellation
        );

    private Task EndAsync(
        DbTransaction transaction,
        Guid group,
        ReplayRecord replay,
        string state,
        string? reason,
        CancellationToken cancellation
    ) =>
        ResourceStore.PutAsync(
            transaction,
            group,
            replay with
            {
                State = state,
                StateReason = reason,
                EndedAt = time.GetUtcNow(),
            },
            cancellation
        );

    private static BusEvent Event(Guid group, ReplayRecord replay, ArchivedRow row) =>
        new()
        {
            Group = group,
            Bus = replay.Bus,
            Id = new Guid(row.EventId, bigEndian: true),
            Edition = EditionOf(replay, row.Position),
            DetailType = row.DetailType,
            Source = row.Source,
            Time = DateTimeOffset.FromUnixTimeMilliseconds(row.OccurredAt),
            Envelope = ReplayEnvelope.Write(StoredText.Unpack(row.Envelope), replay.Name),
            OnlyRules = [.. replay.FilterArns.Select(arn => arn[(arn.LastIndexOf('/') + 1)..])],
        };

    /// <summary>
    /// The same for the same event of the same replay, and no other's: an archive may hold corrections of one event.
    /// </summary>
    private static long EditionOf(ReplayRecord replay, long position)
    {
        var text = $"{replay.ArchiveId}/{replay.Name}/{replay.StartedAt.UtcTicks}/{position}";
        return BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private sealed class ActiveRow
    {
        public byte[] GroupId { get; init; } = [];
        public string Name { get; init; } = "";
    }

    private sealed class ArchivedRow
    {
        public long OccurredAt { get; init; }
        public long Position { get; init; }
        public byte[] EventId { get; init; } = [];
        public string DetailType { get; init; } = "";
        public string Source { get; init; } = "";
        public byte[] Envelope { get; init; } = [];
    }
}
