using System.Data.Common;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Sidetone.Groups;
using Sidetone.Storage;
using Sidetone.Storage.Log;
using Sidetone.Telemetry.Packing;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Intake;

public sealed class BatchOutcomeTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private ITelemetryLog Log => _server.Host.Services.GetRequiredService<ITelemetryLog>();

    private Task<CallLog> ReadAsync(Guid group, string contact = "contact-1", string agent = "agent-1") =>
        Log.ReadAsync(CallKey.Of(group, contact, agent), RunningServer.Stop);

    [Fact]
    public async Task An_acknowledged_batch_is_in_the_log_as_it_was_sent_with_its_sender()
    {
        var at = Bodies.Now;
        (await _server.SendAsync(Bodies.Batch(at: at, sequence: 3))).Accepted();
        var entry = Assert.Single((await ReadAsync(_server.Group.Group.Id)).Entries);
        var batch = BatchCodec.Decode(entry.Body.Span);
        Assert.Equal(3, entry.Sequence);
        Assert.Equal("contact-1", batch.ContactId);
        Assert.Equal(at, batch.Tracks[0].Time(0));
        Assert.Equal("127.0.0.1", batch.Sender?.Address);
        Assert.Equal("", batch.Sender?.Isp);
    }

    [Fact]
    public async Task A_repeated_batch_changes_nothing()
    {
        var body = Bodies.Batch();
        (await _server.SendAsync(body)).Accepted();
        (await _server.SendAsync(body)).Accepted(repeated: true);
        Assert.Single((await ReadAsync(_server.Group.Group.Id)).Entries);
        var counters = (await _server.GetAsync("/v1/intake/counters", _server.Group.ReadKey)).Json;
        Assert.Equal(1, counters.GetProperty("accepted").GetInt64());
        Assert.Equal(1, counters.GetProperty("repeated").GetInt64());
    }

    [Fact]
    public async Task One_sequence_number_with_two_contents_is_a_contradiction()
    {
        var at = Bodies.Now;
        (await _server.SendAsync(Bodies.Batch(at: at, packets: "50"))).Accepted();
        var answer = await _server.SendAsync(Bodies.Batch(at: at, packets: "51"));
        Assert.Equal("$.sequence", answer.Refused(HttpStatusCode.Conflict, "sequenceContradicted").Path);
        Assert.Equal(1, await _server.RefusedAsync("sequenceContradicted"));
    }

    [Fact]
    public async Task A_session_belongs_to_one_call()
    {
        (await _server.SendAsync(Bodies.Batch(contact: "one", sequence: 0))).Accepted();
        var answer = await _server.SendAsync(Bodies.Batch(contact: "two", sequence: 1));
        Assert.Equal("$.session", answer.Refused(HttpStatusCode.Conflict, "sessionOfAnotherCall").Path);
    }

    [Fact]
    public async Task Two_sessions_of_one_call_share_its_log()
    {
        (await _server.SendAsync(Bodies.Batch(session: "before reload"))).Accepted();
        (await _server.SendAsync(Bodies.Batch(session: "after reload"))).Accepted();
        Assert.Equal(2, (await ReadAsync(_server.Group.Group.Id)).Entries.Count);
    }

    [Fact]
    public async Task Two_groups_with_one_contact_id_have_two_calls()
    {
        var other = await _server.Groups.CreateAsync(
            "other",
            AccountGroup.DefaultAccount,
            GroupSettings.Default,
            RunningServer.Stop
        );
        await _server.Host.Services.GetRequiredService<KeyRing>().RefreshAsync(RunningServer.Stop);
        (await _server.SendAsync(Bodies.Batch(packets: "1"))).Accepted();
        (await _server.SendAsync(Bodies.Batch(packets: "2"), other.IngestKey)).Accepted();
        Assert.Single((await ReadAsync(_server.Group.Group.Id)).Entries);
        Assert.Single((await ReadAsync(other.Group.Id)).Entries);
    }

    [Fact]
    public async Task Many_at_once_are_each_taken_once()
    {
        const int senders = 32;
        const int each = 20;
        await Parallel.ForAsync(
            0,
            senders,
            new ParallelOptions { MaxDegreeOfParallelism = senders, CancellationToken = RunningServer.Stop },
            async (sender, _) =>
            {
                for (var sequence = 0; sequence < each; sequence++)
                {
                    var body = Bodies.Batch(contact: $"c{sender}", session: $"s{sender}", sequence: sequence);
                    (await _server.SendAsync(body)).Accepted();
                    (await _server.SendAsync(body)).Accepted(repeated: true);
                }
            }
        );
        for (var sender = 0; sender < senders; sender++)
        {
            Assert.Equal(each, (await ReadAsync(_server.Group.Group.Id, $"c{sender}")).Entries.Count);
        }
    }

    [Fact]
    public async Task A_full_disk_refuses_with_a_time_to_come_back_and_takes_again_when_there_is_room()
    {
        (await _server.SendAsync(Bodies.Batch(session: "first"))).Accepted();
        var database = _server.Host.Services.GetRequiredService<Database>();
        var pages = await PagesAsync(database, "PRAGMA page_count");
        await PagesAsync(database, $"PRAGMA max_page_count = {pages}");

        var refused = await FillAsync();
        refused.Refused(HttpStatusCode.ServiceUnavailable, "storeFull");
        Assert.NotNull(refused.RetryAfter);
        await Eventually.HoldsAsync(async () =>
        {
            // A tick in between lets the next batch try again, and ready says so.
            (await _server.SendAsync(Bodies.Batch(session: _refusedSession))).Refused(
                HttpStatusCode.ServiceUnavailable,
                "storeFull"
            );
            return (await _server.GetAsync("/health/ready")).Status == HttpStatusCode.ServiceUnavailable;
        });
        Assert.Equal(HttpStatusCode.OK, (await _server.GetAsync("/health/live")).Status);

        await PagesAsync(database, "PRAGMA max_page_count = 1000000");
        (await _server.SendAsync(Bodies.Batch(session: "after"))).Accepted();
        Assert.Equal(HttpStatusCode.OK, (await _server.GetAsync("/health/ready")).Status);
        var log = await ReadAsync(_server.Group.Group.Id);
        Assert.Contains(log.Entries, static entry => entry.Session == "first");
        Assert.Contains(log.Entries, static entry => entry.Session == "after");
        Assert.DoesNotContain(log.Entries, entry => entry.Session == _refusedSession);
    }

    private string _refusedSession = "";

    private async Task<Answer> FillAsync()
    {
        for (var sender = 0; sender < 2000; sender++)
        {
            _refusedSession = $"filling {sender}";
            var answer = await _server.SendAsync(Bodies.Batch(session: _refusedSession));
            if (answer.Status != HttpStatusCode.Accepted)
            {
                return answer;
            }
        }

        throw new InvalidOperationException("The disk never was full.");
    }

    private static Task<long> PagesAsync(Database database, string pragma) =>
        database.WriteAsync(
            async (transaction, stop) =>
            {
                await using DbCommand command = transaction.Connection!.CreateCommand();
                command.Transaction = transaction;
                command.CommandText = pragma;
                return Convert.ToInt64(await command.ExecuteScalarAsync(stop), null);
            },
            RunningServer.Stop
        );
}
