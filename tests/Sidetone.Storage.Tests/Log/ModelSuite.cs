using Sidetone.Storage.Log;

namespace Sidetone.Storage.Tests.Log;

/// <summary>Random lives of a few calls: the log and the model in memory must say the same at every step.</summary>
public abstract class ModelSuite(Func<TestStore> create, int seeds) : LogSuite(create)
{
    private const int Steps = 150;
    private const int Calls = 4;

    [Fact]
    public async Task Whatever_happens_the_log_does_what_the_model_does()
    {
        var model = new LogModel(Options) { NowMs = await NowMsAsync() };
        for (var seed = 1; seed <= seeds; seed++)
        {
            await RunAsync(model, seed);
        }
    }

    // Each seed lives in calls of its own, on the same tables and the same clock.
    private async Task RunAsync(LogModel model, int seed)
    {
        var random = new Random(seed);
        var claims = new List<(CallClaim Claim, int Claims)>();
        for (var step = 0; step < Steps; step++)
        {
            var where = $"Seed {seed}, step {step}";
            switch (random.Next(20))
            {
                case < 9:
                    await AppendAsync(model, random, seed, where);
                    break;
                case < 12:
                    var by = TimeSpan.FromSeconds(random.Next(1, 40));
                    model.NowMs += (long)by.TotalMilliseconds;
                    await Store.AdvanceAsync(by);
                    break;
                case < 14:
                    model.Tick();
                    await Log.TickAsync(Stop);
                    break;
                case < 16:
                    await ClaimAsync(model, claims, where);
                    break;
                case < 18:
                    await CloseOneAsync(model, random, claims, where);
                    break;
                case 18:
                    await ReleaseOneAsync(model, random, claims);
                    break;
                default:
                    await RareAsync(model, random, seed, where);
                    break;
            }
        }
    }

    private async Task AppendAsync(LogModel model, Random random, int seed, string where)
    {
        var entries = Enumerable.Range(0, random.Next(1, 5)).Select(_ => AnyEntry(random, seed)).ToArray();
        var expected = entries.Select(model.Append).ToArray();

        var outcomes = await Log.AppendAsync(entries, Stop);

        Assert.True(
            expected.SequenceEqual(outcomes),
            $"{where}: [{string.Join(", ", outcomes)}] instead of [{string.Join(", ", expected)}] for "
                + string.Join("; ", entries.Select(entry => $"{entry.ContactId} {entry.Session} {entry.Sequence}"))
        );
        await CompareLogAsync(model, entries[0].Call, where);
    }

    private async Task ClaimAsync(LogModel model, List<(CallClaim Claim, int Claims)> claims, string where)
    {
        var expected = model.Claim(Lease);

        var claimed = await ClaimAsync();

        Assert.True(
            expected.ToHashSet().SetEquals(claimed.Select(claim => KeyValuePair.Create(claim.Call, claim.Reason))),
            $"{where}: claimed [{string.Join(", ", claimed)}] instead of [{string.Join(", ", expected)}]"
        );
        claims.AddRange(claimed.Select(claim => (claim, model.ClaimsOf(claim.Call))));
    }

    private async Task CloseOneAsync(
        LogModel model,
        Random random,
        List<(CallClaim Claim, int Claims)> claims,
        string where
    )
    {
        if (claims.Count == 0)
        {
            return;
        }

        var (claim, number) = claims[random.Next(claims.Count)];
        var position = model.LogOf(claim.Call).Count - (random.Next(4) == 0 ? 1 : 0);
        var expected = model.Close(claim.Call, number, position);

        Assert.True(expected == await TryCloseAsync(claim, position), $"{where}: closing {claim} at {position}");
        await CompareLogAsync(model, claim.Call, where);
    }

    private async Task ReleaseOneAsync(LogModel model, Random random, List<(CallClaim Claim, int Claims)> claims)
    {
        if (claims.Count > 0)
        {
            var (claim, number) = claims[random.Next(claims.Count)];
            var after = TimeSpan.FromSeconds(random.Next(20));
            model.Release(claim.Call, number, after);
            await Log.ReleaseAsync(claim, after, Stop);
        }
    }

    private async Task RareAsync(LogModel model, Random random, int seed, string where)
    {
        switch (random.Next(4))
        {
            case 0:
                await ReopenAsync();
                break;
            case 1:
                await PurgeAsync(model, random, where);
                break;
            default:
                await MoveAsync(model, random, seed, where);
                break;
        }
    }

    private async Task MoveAsync(LogModel model, Random random, int seed, string where)
    {
        var from = random.Next(Calls);
        var target = Entries.Batch(0, contact: $"contact {seed} {(from + 1) % Calls}");
        var source = Entries.Batch(0, contact: $"contact {seed} {from}");
        if (random.Next(3) == 0)
        {
            var isDue = await Database.WriteAsync(
                (transaction, stop) => Log.MakeDueAsync(transaction, source.Call, stop),
                Stop
            );
            Assert.True(model.MakeDue(source.Call) == isDue, $"{where}: making {source.ContactId} due");
            return;
        }

        var expected = model.Move(source.Call, target.Call);
        var moved = await Database.WriteAsync(
            (transaction, stop) => Log.MoveAsync(transaction, source.Call, target.Call, target.Agent, stop),
            Stop
        );
        Assert.True(expected == moved, $"{where}: moving {source.ContactId} to {target.ContactId}");
        await CompareLogAsync(model, source.Call, where);
        await CompareLogAsync(model, target.Call, where);
    }

    private async Task PurgeAsync(LogModel model, Random random, string where)
    {
        var before = model.NowMs - random.Next(300_000);
        var expected = model.Purge(before);
        var purged = await Log.PurgeAsync(Entries.Group, before, Stop);
        Assert.True(expected == purged, $"{where}: {purged} calls forgotten instead of {expected}");
    }

    private async Task CompareLogAsync(LogModel model, CallKey call, string where)
    {
        var expected = model.LogOf(call);
        var log = await Log.ReadAsync(call, Stop);
        var read = log.Entries.ToDictionary(entry => (entry.Session, entry.Sequence), entry => entry.ContentHash);
        Assert.True(
            expected.Count == log.LastPosition && expected.ToHashSet().SetEquals(read),
            $"{where}: the log holds [{string.Join(", ", read)}] instead of [{string.Join(", ", expected)}]"
        );
    }

    // Few calls, sessions and numbers, so that repeats, gaps and strangers' sessions come often.
    private static LogEntry AnyEntry(Random random, int seed)
    {
        var call = random.Next(Calls);
        var session = random.Next(12) == 0 ? random.Next(8) : (call * 2) + random.Next(2);
        var ended = random.Next(6) == 0;
        return Entries.Batch(
            random.Next(4),
            $"session {seed} {session}",
            $"contact {seed} {call}",
            hash: random.Next(8) == 0 ? 2 : 1
        ) with
        {
            // A session is the platform's or a page's for good.
            FromPlatform = session % 5 == 4,
            Ended = ended,
            LastSequence = ended && random.Next(4) > 0 ? random.Next(4) : null,
            IsContactRecord = session % 5 == 4 && random.Next(3) == 0,
            // Two calls wait for their records, one of them for longer than a gap is waited for.
            ContactRecordWait = TimeSpan.FromSeconds(call is 1 or 2 ? call * 45 : 0),
        };
    }
}
