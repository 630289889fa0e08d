using System.Net;
using System.Text;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Intake;

/// <summary>Bodies that no sender should send. After each, the server takes a good one.</summary>
public sealed class BadBodyTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static string Good => Encoding.UTF8.GetString(Bodies.Batch());

    private static byte[] Changed(string from, string to)
    {
        Assert.Contains(from, Good, StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(Good.Replace(from, to, StringComparison.Ordinal));
    }

    private async Task RefusesAsync(byte[] body, HttpStatusCode status, string reason, string? path)
    {
        var answer = (await _server.SendAsync(body)).Refused(status, reason);
        if (path is not null)
        {
            Assert.Equal(path, answer.Path);
        }

        Assert.Equal(1, await _server.RefusedAsync(reason));
        (await _server.SendAsync(Bodies.Batch())).Accepted();
    }

    [Fact]
    public async Task Truncated_json_is_refused_at_every_length_and_names_a_place()
    {
        var whole = Bodies.Batch();
        for (var length = 0; length < whole.Length - 1; length += 7)
        {
            var answer = (await _server.SendAsync(whole[..length])).Refused(HttpStatusCode.BadRequest, "bodyMalformed");
            Assert.StartsWith("$", answer.Path, StringComparison.Ordinal);
        }

        (await _server.SendAsync(whole)).Accepted();
    }

    [Theory]
    [InlineData("\"sequence\":0", "\"sequence\":\"0\"", "bodyWrongType", "$.sequence")]
    [InlineData("\"contactId\":\"contact-1\"", "\"contactId\":7", "bodyWrongType", "$.contactId")]
    [InlineData("\"ssrc\":1", "\"ssrc\":[]", "bodyWrongType", "$.samples[0].inbound[0].ssrc")]
    [InlineData(
        "\"packetsReceived\":50",
        "\"packetsReceived\":\"NaN\"",
        "bodyWrongType",
        "$.samples[0].inbound[0].packetsReceived"
    )]
    [InlineData("\"packetsReceived\":50", "\"packetsReceived\":NaN", "bodyMalformed", null)]
    [InlineData(
        "\"packetsReceived\":50",
        "\"packetsReceived\":1e308",
        "bodyOutOfRange",
        "$.samples[0].inbound[0].packetsReceived"
    )]
    [InlineData(
        "\"packetsReceived\":50",
        "\"packetsReceived\":1e999",
        "bodyOutOfRange",
        "$.samples[0].inbound[0].packetsReceived"
    )]
    [InlineData("\"jitter\":0.001", "\"jitter\":-1", "bodyOutOfRange", "$.samples[0].inbound[0].jitter")]
    [InlineData("\"sequence\":0", "\"sequence\":-1", "bodyOutOfRange", "$.sequence")]
    [InlineData("\"sequence\":0", "\"sequence\":16777216", "bodyOutOfRange", "$.sequence")]
    [InlineData("\"contactId\":\"contact-1\",", "", "bodyMemberMissing", null)]
    [InlineData("\"sequence\":0", "\"sequence\":0,\"sequence\":0", "bodyMemberRepeated", "$.sequence")]
    [InlineData("\"happenings\":[]", "\"happenings\":[{\"at\":1700000000000}]", "bodyMemberMissing", null)]
    public async Task A_wrong_member_is_refused_by_its_path(string from, string to, string reason, string? path) =>
        await RefusesAsync(Changed(from, to), HttpStatusCode.BadRequest, reason, path);

    [Fact]
    public async Task A_text_with_a_null_character_never_reaches_the_store()
    {
        var answer = await _server.SendAsync(Changed("\"contactId\":\"contact-1\"", "\"contactId\":\"a\\u0000b\""));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("$.contactId", answer.Path);
    }

    [Fact]
    public async Task Minus_zero_is_zero() =>
        (await _server.SendAsync(Changed("\"packetsLost\":0", "\"packetsLost\":-0"))).Accepted();

    [Fact]
    public async Task Unknown_members_are_taken() =>
        (await _server.SendAsync(Bodies.Batch(extra: ",\"mood\":{\"colour\":[1,2,{\"deep\":null}]}"))).Accepted();

    [Fact]
    public async Task An_unknown_version_is_refused() =>
        await RefusesAsync(
            Changed("\"version\":1", "\"version\":2"),
            HttpStatusCode.UnprocessableEntity,
            "versionUnsupported",
            "$.version"
        );

    [Theory]
    [InlineData(-3650)]
    [InlineData(-91)]
    public async Task Samples_older_than_retention_are_refused(int days) =>
        await RefusesAsync(
            Bodies.Batch(at: Bodies.Now + (days * 86_400_000L)),
            HttpStatusCode.UnprocessableEntity,
            "timeTooOld",
            "$.samples"
        );

    [Theory]
    [InlineData(2)]
    [InlineData(3650)]
    public async Task Samples_from_the_future_are_refused_with_advice(int days)
    {
        var answer = await _server.SendAsync(Bodies.Batch(at: Bodies.Now + (days * 86_400_000L)));
        answer.Refused(HttpStatusCode.UnprocessableEntity, "timeInFuture");
        Assert.Contains("clockOffsetMs", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_years_off_is_taken_when_its_offset_was_measured()
    {
        var off = -20 * 365 * 86_400_000L;
        (await _server.SendAsync(Bodies.Batch(at: Bodies.Now + off, extra: $",\"clockOffsetMs\":{-off}"))).Accepted();
    }

    [Fact]
    public async Task A_clock_that_runs_backwards_is_taken()
    {
        (await _server.SendAsync(Bodies.Batch(sequence: 0))).Accepted();
        (await _server.SendAsync(Bodies.Batch(sequence: 1, at: Bodies.Now - 60_000))).Accepted();
    }

    [Fact]
    public async Task A_happening_out_of_time_is_refused_by_its_index()
    {
        var happenings = $"[{{\"at\":{Bodies.Now},\"type\":\"connected\"}},{{\"at\":946684800001,\"type\":\"hold\"}}]";
        await RefusesAsync(
            Bodies.Batch(happenings: happenings),
            HttpStatusCode.UnprocessableEntity,
            "timeTooOld",
            "$.happenings[1]"
        );
    }

    [Fact]
    public async Task What_is_not_json_at_all_is_refused()
    {
        var random = new Random(7);
        var noise = new byte[4096];
        random.NextBytes(noise);
        noise[0] = 0;
        (await _server.SendAsync(noise)).Refused(HttpStatusCode.BadRequest, "bodyMalformed");
        (await _server.SendAsync("[]"u8.ToArray())).Refused(HttpStatusCode.BadRequest, "bodyWrongType");
        (await _server.SendAsync([])).Refused(HttpStatusCode.BadRequest, "bodyMalformed");
        (await _server.SendAsync(Encoding.UTF8.GetBytes(new string('[', 100_000)))).Refused(
            HttpStatusCode.BadRequest,
            "bodyWrongType"
        );
    }
}
