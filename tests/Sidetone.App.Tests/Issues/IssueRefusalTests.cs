using System.Net;
using System.Text;
using Sidetone.Telemetry.Wire;
using Sidetone.Tests.Intake;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Issues;

/// <summary>An issue comes in by the same entrance as a batch; here is what is an issue's own.</summary>
public sealed class IssueRefusalTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() =>
        _server = await RunningServer.StartAsync(settings: """{"allowedOrigins":["https://desk.example"]}""");

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_mistake_is_named_with_its_place_and_counted()
    {
        var body = Encoding.UTF8.GetString(IssueWriter.ToUtf8(Reports.Of(Reports.NewId())));
        var broken = body.Replace("\"cpuUtilization\":23.09", "\"cpuUtilization\":\"a lot\"", StringComparison.Ordinal);
        var answer = await _server.ReportAsync(Encoding.UTF8.GetBytes(broken), _server.Group.IngestKey);

        answer.Refused(HttpStatusCode.BadRequest, "bodyWrongType");
        Assert.Equal("$.machine.cpuUtilization", answer.Path);
        Assert.Equal(1, await _server.RefusedAsync("bodyWrongType"));
    }

    [Fact]
    public async Task A_report_needs_a_key_that_may_send()
    {
        var body = IssueWriter.ToUtf8(Reports.Of(Reports.NewId()));
        (await _server.ReportAsync(body, key: null)).Refused(HttpStatusCode.Unauthorized, "keyMissing");
        (await _server.ReportAsync(body, key: "nonsense")).Refused(HttpStatusCode.Unauthorized, "keyUnknown");
        (await _server.ReportAsync(body, _server.Group.ReadKey)).Refused(HttpStatusCode.Forbidden, "keyRole");
        var read = await _server.GetAsync("/v1/issues", _server.Group.IngestKey);
        read.Refused(HttpStatusCode.Forbidden, "keyRole");
    }

    [Fact]
    public async Task A_page_may_report_from_the_groups_origins_alone_and_may_read_the_answer()
    {
        var body = IssueWriter.ToUtf8(Reports.Of(Reports.NewId()));
        var foreign = await _server.ReportAsync(
            body,
            _server.Group.IngestKey,
            request => request.Headers.Add("Origin", "https://other.example")
        );
        foreign.Refused(HttpStatusCode.Forbidden, "originNotAllowed");
        var own = await _server.ReportAsync(
            body,
            _server.Group.IngestKey,
            request => request.Headers.Add("Origin", "https://desk.example")
        );
        own.Accepted();
        Assert.Equal("https://desk.example", own.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    [Fact]
    public async Task A_preflight_is_answered_without_a_key()
    {
        foreach (var path in new[] { "/v1/issues", "/v1/desk" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Options, path);
            request.Headers.Add("Origin", "https://desk.example");
            using var response = await _server.Http.SendAsync(request, RunningServer.Stop);
            Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
            Assert.Contains("POST", response.Headers.GetValues("Access-Control-Allow-Methods").Single());
        }
    }

    [Fact]
    public async Task A_body_that_expands_beyond_the_bound_is_refused()
    {
        var bomb = Bodies.Gzip(new byte[9 << 20]);
        var answer = await _server.ReportAsync(bomb, _server.Group.IngestKey);
        answer.Refused(HttpStatusCode.RequestEntityTooLarge, "expandedBodyTooLarge");
    }

    [Fact]
    public async Task A_report_from_the_future_is_refused()
    {
        var issue = Reports.Of(Reports.NewId(), ago: TimeSpan.FromDays(-2));
        (await _server.ReportAsync(issue)).Refused(HttpStatusCode.UnprocessableEntity, "timeInFuture");
    }
}
