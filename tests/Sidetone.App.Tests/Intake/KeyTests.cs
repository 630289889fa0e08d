using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Time.Testing;
using Sidetone.Groups;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Intake;

public sealed class KeyTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() =>
        _server = await RunningServer.StartAsync(settings: """{"allowedOrigins":["https://desk.example"]}""");

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_key_is_taken_from_either_header_and_from_the_body()
    {
        var key = _server.Group.IngestKey;
        (await _server.SendAsync(Bodies.Batch(sequence: 0), key)).Accepted();
        (
            await _server.SendAsync(Bodies.Batch(sequence: 1), null, r => r.Headers.Add("X-Sidetone-Key", key))
        ).Accepted();
        (await _server.SendAsync(Bodies.Batch(sequence: 2, extra: $",\"key\":\"{key}\""), key: null)).Accepted();
    }

    [Fact]
    public async Task A_beacon_with_its_key_in_the_body_repeats_what_was_sent_with_a_header()
    {
        var at = Bodies.Now;
        (await _server.SendAsync(Bodies.Batch(at: at))).Accepted();
        var beacon = Bodies.Gzip(Bodies.Batch(at: at, extra: $",\"key\":\"{_server.Group.IngestKey}\""));
        var answer = await _server.SendAsync(
            beacon,
            key: null,
            r => r.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse("text/plain;charset=UTF-8")
        );
        answer.Accepted(repeated: true);
    }

    [Fact]
    public async Task A_key_in_the_url_is_not_looked_at() =>
        (
            await _server.SendAsync(
                Bodies.Batch(),
                null,
                r => r.RequestUri = new Uri($"/v1/batches?key={_server.Group.IngestKey}", UriKind.Relative)
            )
        ).Refused(HttpStatusCode.Unauthorized, "keyMissing");

    [Theory]
    [InlineData("sk_ingest_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("nonsense")]
    public async Task A_wrong_key_is_refused_and_counted_apart(string key)
    {
        var answer = (await _server.SendAsync(Bodies.Batch(), key)).Refused(HttpStatusCode.Unauthorized, "keyUnknown");
        Assert.Contains(answer.Headers.WwwAuthenticate, static challenge => challenge.Scheme == "Bearer");
        var counters = await _server.GetAsync("/v1/intake/counters", _server.Group.AdminKey);
        Assert.Equal(
            1,
            counters.Json.GetProperty("unidentified").GetProperty("refused").GetProperty("keyUnknown").GetInt64()
        );
        Assert.Equal(0, await _server.RefusedAsync("keyUnknown"));
    }

    [Fact]
    public async Task A_key_longer_than_any_is_refused() =>
        (await _server.SendAsync(Bodies.Batch(), new string('k', 4000))).Refused(
            HttpStatusCode.Unauthorized,
            "keyUnknown"
        );

    [Fact]
    public async Task A_read_key_does_not_write_and_an_ingest_key_does_not_read()
    {
        (await _server.SendAsync(Bodies.Batch(), _server.Group.ReadKey)).Refused(HttpStatusCode.Forbidden, "keyRole");
        (await _server.GetAsync("/v1/intake/counters", _server.Group.IngestKey)).Refused(
            HttpStatusCode.Forbidden,
            "keyRole"
        );
        (await _server.GetAsync("/v1/intake/counters")).Refused(HttpStatusCode.Unauthorized, "keyMissing");
        Assert.Equal(HttpStatusCode.OK, (await _server.GetAsync("/v1/intake/counters", _server.Group.ReadKey)).Status);
    }

    [Fact]
    public async Task A_running_server_takes_a_new_key_and_refuses_a_revoked_one_within_seconds()
    {
        var group = _server.Group.Group.Id;
        var made = await _server.Keys.CreateAsync(group, KeyRole.Ingest, "second page", RunningServer.Stop);
        var body = Bodies.Batch();
        await Eventually.HoldsAsync(async () =>
            (await _server.SendAsync(body, made.Token)).Status == HttpStatusCode.Accepted
        );

        await _server.Keys.RevokeAsync(group, made.Key.Id, RunningServer.Stop);
        await Eventually.HoldsAsync(async () =>
            (await _server.SendAsync(body, made.Token)).Status == HttpStatusCode.Unauthorized
        );
        (await _server.SendAsync(body)).Accepted(repeated: true);
    }

    [Fact]
    public async Task A_page_of_another_origin_is_refused_and_a_program_without_one_is_not()
    {
        (await _server.SendAsync(Bodies.Batch(), r => r.Headers.Add("Origin", "https://evil.example"))).Refused(
            HttpStatusCode.Forbidden,
            "originNotAllowed"
        );
        var page = await _server.SendAsync(Bodies.Batch(), r => r.Headers.Add("Origin", "https://desk.example"));
        Assert.Equal("https://desk.example", page.Accepted().Headers.GetValues("Access-Control-Allow-Origin").Single());
        (await _server.SendAsync(Bodies.Batch(sequence: 1))).Accepted();
    }

    [Theory]
    [InlineData("https://desk.example", true)]
    [InlineData("https://evil.example", false)]
    public async Task A_preflight_needs_no_key(string origin, bool allowed)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/v1/batches");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type,content-encoding");
        using var response = await _server.Http.SendAsync(request, RunningServer.Stop);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(allowed, response.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Equal(allowed, response.Headers.Contains("Access-Control-Allow-Headers"));
    }

    [Theory]
    [InlineData("application/json", true)]
    [InlineData("application/json; charset=utf-8", true)]
    [InlineData("text/plain;charset=\"UTF-8\"", true)]
    [InlineData("application/json; charset=utf-16", false)]
    [InlineData("application/xml", false)]
    [InlineData("application/x-www-form-urlencoded", false)]
    public async Task Json_and_plain_text_in_utf8_are_taken(string type, bool taken)
    {
        var answer = await _server.SendAsync(
            Bodies.Batch(),
            r =>
            {
                r.Content!.Headers.Remove("Content-Type");
                r.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            }
        );
        if (taken)
        {
            answer.Accepted();
        }
        else
        {
            answer.Refused(HttpStatusCode.UnsupportedMediaType, "contentType");
        }
    }

    [Fact]
    public async Task A_key_that_sends_too_much_is_told_when_to_come_back()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await RunningServer.StartAsync(
            settings: """{"rateLimit":{"batchesPerSecond":1,"burst":2}}""",
            time: time
        );
        (await server.SendAsync(Bodies.Batch(sequence: 0))).Accepted();
        (await server.SendAsync(Bodies.Batch(sequence: 1))).Accepted();
        var answer = (await server.SendAsync(Bodies.Batch(sequence: 2))).Refused(
            HttpStatusCode.TooManyRequests,
            "rateLimited"
        );
        Assert.Equal(TimeSpan.FromSeconds(1), answer.RetryAfter);
        Assert.Equal(1, await server.RefusedAsync("rateLimited"));

        time.Advance(TimeSpan.FromSeconds(1));
        (await server.SendAsync(Bodies.Batch(sequence: 2))).Accepted();
    }
}
