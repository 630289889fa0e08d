using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Sidetone.Platforms.Connect.Envelopes;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Platforms;

/// <summary>What AWS's services send beside the records, and what they are answered.</summary>
public sealed class FeedRequestTests : IAsyncLifetime
{
    private readonly ConnectRecords _records = new(TimeProvider.System.GetUtcNow().AddMinutes(-10));
    private RunningServer _server = null!;
    private ConnectDesk _desk = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        _desk = new ConnectDesk(_server, _server.Group);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task An_api_destination_sends_its_key_in_a_header_or_as_a_password()
    {
        var password = ConnectRecords.Base64($"anybody:{_server.Group.IngestKey}");
        Action<HttpRequestMessage>[] ways =
        [
            request => request.Headers.Add("X-Sidetone-Key", _server.Group.IngestKey),
            request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _server.Group.IngestKey),
            request => request.Headers.Authorization = new AuthenticationHeaderValue("Basic", password),
        ];
        foreach (var way in ways)
        {
            var answer = await _desk.PostAsync(_records.ContactEvents()[0], change: way);
            Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        }

        var counters = await _desk.GetAsync("counters");
        Assert.Equal(
            (1, 2),
            (counters.GetProperty("accepted").GetInt32(), counters.GetProperty("repeated").GetInt32())
        );
    }

    [Theory]
    [InlineData(null, "keyMissing")]
    [InlineData("Basic !!!", "keyMissing")]
    [InlineData("Basic bm9jb2xvbg==", "keyMissing")]
    [InlineData("Basic dXNlcjp3cm9uZw==", "keyUnknown")]
    [InlineData("Bearer wrong", "keyUnknown")]
    public async Task Who_has_no_key_is_refused(string? authorization, string reason)
    {
        var answer = await _desk.PostAsync(
            _records.ContactRecord(),
            change: request => request.Headers.TryAddWithoutValidation("Authorization", authorization)
        );
        answer.Refused(HttpStatusCode.Unauthorized, reason);
    }

    [Fact]
    public async Task A_read_key_sends_nothing_and_an_ingest_key_reads_nothing()
    {
        var answer = await _desk.PostAsync(
            _records.ContactRecord(),
            change: request => request.Headers.Add("X-Sidetone-Key", _server.Group.ReadKey)
        );
        answer.Refused(HttpStatusCode.Forbidden, "keyRole");
        foreach (var what in (string[])["set-aside", "counters"])
        {
            var read = await _server.GetAsync($"/v1/platforms/connect/{what}", _server.Group.IngestKey);
            read.Refused(HttpStatusCode.Forbidden, "keyRole");
        }
    }

    [Theory]
    [InlineData("nonsense", 400, "bodyMalformed", "$")]
    [InlineData("", 400, "bodyMalformed", "$")]
    [InlineData("{\"hello\":1}", 422, "recordUnknown", "$")]
    [InlineData("{\"ContactId\":\"c\",\"Channel\":\"VOICE\"}", 400, "bodyMemberMissing", "$.LastUpdateTimestamp")]
    public async Task A_record_that_is_alone_is_refused_with_the_place_at_fault(
        string body,
        int status,
        string reason,
        string path
    )
    {
        var answer = await _desk.PostAsync(body);
        answer.Refused((HttpStatusCode)status, reason);
        Assert.Equal(path, answer.Path);
        Assert.Equal(1, await _server.RefusedAsync(reason));
        Assert.Empty((await _desk.GetAsync("set-aside")).GetProperty("records").EnumerateArray());
    }

    [Fact]
    public async Task A_record_that_contradicts_an_earlier_one_or_is_too_old_is_refused()
    {
        await _desk.SendAsync(_records.ContactRecord());
        (await _desk.PostAsync(_records.ContactRecord(reason: "AGENT_DISCONNECT"))).Refused(
            HttpStatusCode.Conflict,
            "sequenceContradicted"
        );
        var old = new ConnectRecords(TimeProvider.System.GetUtcNow().AddDays(-100), "old");
        (await _desk.PostAsync(old.ContactRecord())).Refused(HttpStatusCode.UnprocessableEntity, "timeTooOld");
    }

    [Fact]
    public async Task Firehose_is_acknowledged_with_its_own_id_and_a_time_in_milliseconds()
    {
        var before = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var isGzip in (bool[])[false, true])
        {
            var answer = await _desk.DeliverAsync(ConnectRecords.Firehose(_records.ContactRecord()), isGzip);
            Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.Status, answer.Type));
            Assert.Equal(["requestId", "timestamp"], answer.Json.EnumerateObject().Select(member => member.Name));
            Assert.Equal(ConnectDesk.FirehoseId, answer.Json.GetProperty("requestId").GetString());
            Assert.InRange(answer.Json.GetProperty("timestamp").GetInt64(), before, long.MaxValue);
        }
    }

    [Fact]
    public async Task A_refusal_of_firehose_has_its_form_too()
    {
        Refused(await _desk.DeliverAsync(ConnectRecords.Firehose("{}"), key: "wrong"), HttpStatusCode.Unauthorized);
        Refused(await _desk.DeliverAsync("{\"requestId\":"), HttpStatusCode.BadRequest);
        Refused(await _desk.DeliverAsync("{\"requestId\":\"x\"}"), HttpStatusCode.BadRequest);

        static void Refused(Answer answer, HttpStatusCode status)
        {
            Assert.Equal((status, "application/json"), (answer.Status, answer.Type));
            Assert.Equal(
                ["requestId", "timestamp", "errorMessage"],
                answer.Json.EnumerateObject().Select(member => member.Name)
            );
            Assert.Equal(ConnectDesk.FirehoseId, answer.Json.GetProperty("requestId").GetString());
        }
    }

    [Fact]
    public async Task A_record_that_will_never_be_read_does_not_come_again()
    {
        var answer = await _desk.DeliverAsync(
            "{\"requestId\":\"x\",\"records\":[{\"data\":\"***\"},{\"nothing\":1},7,{\"data\":\"\"}]}"
        );
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(3, (await _desk.GetAsync("set-aside")).GetProperty("records").GetArrayLength());
    }

    [Fact]
    public async Task Too_many_records_and_too_large_bodies_are_refused()
    {
        var many = await _desk.PostAsync(string.Concat(Enumerable.Repeat("{}", RecordSplitter.RecordsMax + 1)));
        many.Refused(HttpStatusCode.BadRequest, "bodyOutOfRange");
        var large = await _desk.PostAsync(new string(' ', (8 << 20) + 1));
        large.Refused(HttpStatusCode.RequestEntityTooLarge, "bodyTooLarge");
        var bomb = await _desk.PostAsync(new string(' ', (16 << 20) + 1), isGzip: true);
        bomb.Refused(HttpStatusCode.RequestEntityTooLarge, "expandedBodyTooLarge");
    }

    [Fact]
    public async Task What_was_taken_is_there_after_a_restart()
    {
        await _desk.SendAsync(_records.ContactRecord());
        await _desk.DeliverAsync(ConnectRecords.Firehose("{"));
        await _server.RestartAsync();
        var again = await _desk.PostAsync(_records.ContactRecord());
        Assert.Equal(1, again.Json.GetProperty("repeated").GetInt32());
        Assert.Equal(1, (await _desk.GetAsync("set-aside")).GetProperty("records").GetArrayLength());
    }
}
