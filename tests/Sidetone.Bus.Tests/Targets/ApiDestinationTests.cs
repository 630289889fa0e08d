using Sidetone.Bus.Rules;
using Sidetone.Bus.Tests.Rigs;

namespace Sidetone.Bus.Tests.Targets;

public sealed class ApiDestinationTests : TargetSuite
{
    private const string All = """{"source":["org.example"]}""";

    private HttpReceiver? _receiver;

    private HttpReceiver Receiver => _receiver!;

    private protected override async Task<EngineRig> OpenAsync()
    {
        _receiver = await HttpReceiver.StartAsync();
        return await EngineRig.OpenAsync(Engine.Sqlite);
    }

    private protected override Task<TargetRecord> TargetAsync(EngineRig rig) =>
        ApiDestinations.PutAsync(rig, $"{Receiver.Url}/hook");

    private protected override Task<TargetRecord> UnusableAsync(EngineRig rig) =>
        Task.FromResult(EngineRig.Target("arn:aws:events:eu-west-1:111122223333:api-destination/nowhere/x"));

    private protected override Task<IReadOnlyList<string>> ReceivedAsync(EngineRig rig) =>
        Task.FromResult<IReadOnlyList<string>>([
            .. Receiver.Calls.Where(call => Receiver.Answer(call) == 200).Select(call => call.Body),
        ]);

    private protected override Task<bool> TryFailAsync(EngineRig rig, bool fails)
    {
        Receiver.Calls.Clear();
        Receiver.Answer = fails ? _ => 503 : _ => 200;
        return Task.FromResult(true);
    }

    private protected override bool TrySlow(Task gate)
    {
        Receiver.Gate = gate;
        return true;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_receiver is not null)
        {
            await _receiver.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_call_has_the_headers_that_AWS_sends_and_the_connections_authorization()
    {
        await using var rig = await OpenAsync();
        await rig.PutRuleAsync(All, [await TargetAsync(rig)]);
        await rig.PutEventsAsync("""{"n":1}""");
        await rig.WorkAsync();

        var call = Assert.Single(Receiver.Calls);
        Assert.Equal("POST", call.Method);
        Assert.Equal("Amazon/EventBridge/ApiDestinations", call.Headers["User-Agent"]);
        Assert.Equal("application/json; charset=utf-8", call.Headers["Content-Type"]);
        Assert.Equal("bytes=0-1048575", call.Headers["Range"]);
        Assert.Equal("gzip,deflate", call.Headers["Accept-Encoding"]);
        Assert.Equal("close", call.Headers["Connection"]);
        Assert.Equal($"Basic {Convert.ToBase64String("u:p"u8)}", call.Headers["Authorization"]);
    }

    [Fact]
    public async Task A_call_carries_the_parameters_of_its_connection_and_its_target()
    {
        await using var rig = await OpenAsync();
        const string Parameters = """
            {"ApiKeyAuthParameters":{"ApiKeyName":"X-Key","ApiKeyValue":"secret"},"InvocationHttpParameters":{
            "HeaderParameters":[{"Key":"X-Both","Value":"connection"}],
            "QueryStringParameters":[{"Key":"own","Value":"a b"}],
            "BodyParameters":[{"Key":"added","Value":"yes"}]}}
            """;
        var target = await ApiDestinations.PutAsync(rig, $"{Receiver.Url}/calls/*/of/*?fixed=1", Parameters);
        await rig.PutRuleAsync(
            All,
            [
                target with
                {
                    HttpParameters = new HttpParametersRecord(
                        ["$.detail.id", "x"],
                        new Dictionary<string, string> { ["X-Both"] = "target", ["X-Id"] = "$.detail.id" },
                        new Dictionary<string, string> { ["own"] = "target", ["n"] = "$.detail.n" }
                    ),
                    InputPath = "$.detail",
                },
            ]
        );
        await rig.PutEventsAsync("""{"id":"../a?b","n":7}""");
        await rig.WorkAsync();

        var call = Assert.Single(Receiver.Calls);
        Assert.Equal("/calls/..%2Fa%3Fb/of/x?fixed=1&n=7&own=a%20b", call.Path);
        Assert.Equal("connection", call.Headers["X-Both"]);
        Assert.Equal("../a?b", call.Headers["X-Id"]);
        Assert.Equal("secret", call.Headers["X-Key"]);
        Assert.Equal("""{"id":"../a?b","n":7,"added":"yes"}""", call.Body);
    }

    [Fact]
    public async Task A_token_is_asked_for_once_and_again_when_it_is_refused()
    {
        await using var rig = await OpenAsync();
        var parameters = """
            {"OAuthParameters":{"ClientParameters":{"ClientID":"me","ClientSecret":"hush"},
            "AuthorizationEndpoint":"URL/token","HttpMethod":"POST","OAuthHttpParameters":{
            "BodyParameters":[{"Key":"scope","Value":"calls"}]}}}
            """.Replace("URL", Receiver.Url, StringComparison.Ordinal);
        await rig.PutRuleAsync(All, [await ApiDestinations.PutAsync(rig, $"{Receiver.Url}/hook", parameters)]);
        await rig.PutEventsAsync("""{"n":1}""");
        await rig.WorkAsync();
        await rig.PutEventsAsync("""{"n":2}""");
        await rig.WorkAsync();
        Receiver.Answer = call => call.Headers["Authorization"] == "Bearer token-1" ? 401 : 200;
        await rig.PutEventsAsync("""{"n":3}""");
        await rig.WorkAsync();
        await rig.Bus.Store.AdvanceAsync(TimeSpan.FromSeconds(2));
        await rig.InvokeAsync();

        Assert.Equal(
            ["Bearer token-1", "Bearer token-1", "Bearer token-1", "Bearer token-2"],
            Receiver.Calls.Select(call => call.Headers["Authorization"])
        );
        Assert.Equal(
            "grant_type=client_credentials&client_id=me&client_secret=hush&scope=calls",
            Receiver.TokenCalls.First().Body
        );
        Assert.Equal(0, await rig.CountAsync("bus_invocation"));
    }

    [Theory]
    [InlineData(409, true)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    [InlineData(302, false)]
    [InlineData(400, false)]
    [InlineData(401, false)]
    [InlineData(403, false)]
    [InlineData(404, false)]
    [InlineData(410, false)]
    public async Task An_answer_is_tried_again_or_not_as_AWS_does(int status, bool again)
    {
        await using var rig = await OpenAsync();
        await rig.PutRuleAsync(All, [await TargetAsync(rig)]);
        Receiver.Answer = _ => status;
        Receiver.Location = status == 302 ? $"{Receiver.Url}/elsewhere" : null;
        await rig.PutEventsAsync("""{"n":1}""");
        await rig.WorkAsync();

        Assert.Equal(again ? 0 : 1, (await rig.Failures.ListAsync(rig.Group, null, 10, Stop)).Count);
        Assert.Equal(again ? 1 : 0, (await rig.Failures.ListRetryingAsync(rig.Group, null, 10, Stop)).Count);
        Assert.Single(Receiver.Calls);
    }

    [Fact]
    public async Task An_answer_that_asks_for_a_wait_gets_it()
    {
        await using var rig = await OpenAsync();
        await rig.PutRuleAsync(All, [await TargetAsync(rig)]);
        Receiver.Answer = _ => 429;
        Receiver.RetryAfter = "100";
        await rig.PutEventsAsync("""{"n":1}""");
        await rig.WorkAsync();
        Receiver.Answer = _ => 200;
        await rig.Bus.Store.AdvanceAsync(TimeSpan.FromSeconds(99));
        await rig.InvokeAsync();
        Assert.Single(Receiver.Calls);
        await rig.Bus.Store.AdvanceAsync(TimeSpan.FromSeconds(3));
        await rig.InvokeAsync();
        Assert.Equal(2, Receiver.Calls.Count);
    }

    [Fact]
    public async Task A_negative_wait_asks_for_no_more_calls()
    {
        await using var rig = await OpenAsync();
        await rig.PutRuleAsync(All, [await TargetAsync(rig)]);
        Receiver.Answer = _ => 503;
        Receiver.RetryAfter = "-1";
        await rig.PutEventsAsync("""{"n":1}""");
        await rig.WorkAsync();

        Assert.Single(await rig.Failures.ListAsync(rig.Group, null, 10, Stop));
    }

    [Fact]
    public async Task No_more_calls_begin_per_second_than_the_rate_allows()
    {
        await using var rig = await OpenAsync();
        await rig.PutRuleAsync(All, [await ApiDestinations.PutAsync(rig, $"{Receiver.Url}/hook", rate: 5)]);
        await rig.PutEventsAsync([.. Enumerable.Range(0, 12).Select(n => $$"""{"n":{{n}}}""")]);
        await rig.WorkAsync();
        await rig.InvokeAsync();
        Assert.Equal(5, Receiver.Calls.Count);
        await rig.Bus.Store.AdvanceAsync(TimeSpan.FromSeconds(1));
        await rig.InvokeAsync();
        Assert.Equal(10, Receiver.Calls.Count);
    }

    [Fact]
    public async Task An_endpoint_that_does_not_answer_is_given_up_after_five_seconds_and_tried_again()
    {
        await using var rig = await OpenAsync();
        var gate = new TaskCompletionSource();
        Receiver.Gate = gate.Task;
        await rig.PutRuleAsync(All, [await TargetAsync(rig)]);
        await rig.PutEventsAsync("""{"n":1}""");
        await rig.RouteAsync();
        var invoking = rig.InvokeAsync();
        while (!invoking.IsCompleted)
        {
            rig.Bus.Store.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(invoking, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Stop));
        }

        await invoking;
        gate.SetResult();
        var retrying = Assert.Single(await rig.Failures.ListRetryingAsync(rig.Group, null, 10, Stop));
        Assert.Equal("TIMEOUT", retrying.ErrorCode);
    }

    [Theory]
    [InlineData("https://127.0.0.1/hook")]
    [InlineData("https://localhost/hook")]
    [InlineData("https://10.0.0.7/hook")]
    [InlineData("https://192.168.1.1/hook")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://[::1]/hook")]
    [InlineData("https://[fd00::1]/hook")]
    [InlineData("http://example.com/hook")]
    public async Task A_server_that_others_reach_calls_nothing_private_and_nothing_in_the_clear(string url)
    {
        await using var rig = await OpenAsync();
        var node = rig.AddNode("wide", allowLoopback: false);
        await rig.PutRuleAsync(All, [await ApiDestinations.PutAsync(rig, url)]);
        await rig.PutEventsAsync("""{"n":1}""");
        await rig.RouteAsync(node);
        await rig.InvokeAsync(node);

        var failed = Assert.Single(await rig.Failures.ListAsync(rig.Group, null, 10, Stop));
        Assert.True(failed.ErrorCode is "NO_PERMISSIONS" or "INVALID_PARAMETER", failed.ErrorMessage);
    }

    [Fact]
    public async Task The_endpoint_of_tokens_is_guarded_too()
    {
        await using var rig = await OpenAsync();
        var node = rig.AddNode("wide", allowLoopback: false);
        const string Parameters = """
            {"OAuthParameters":{"ClientParameters":{"ClientID":"me","ClientSecret":"hush"},
            "AuthorizationEndpoint":"https://169.254.169.254/token","HttpMethod":"POST"}}
            """;
        await rig.PutRuleAsync(All, [await ApiDestinations.PutAsync(rig, "https://example.com/hook", Parameters)]);
        await rig.PutEventsAsync("""{"n":1}""");
        await rig.RouteAsync(node);
        await rig.InvokeAsync(node);

        var failed = Assert.Single(await rig.Failures.ListAsync(rig.Group, null, 10, Stop));
        Assert.Contains("169.254.169.254", failed.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_break_in_a_value_of_an_event_becomes_no_header()
    {
        await using var rig = await OpenAsync();
        var target = await TargetAsync(rig) with
        {
            HttpParameters = new HttpParametersRecord(
                null,
                new Dictionary<string, string> { ["X-Id"] = "$.detail.id" },
                null
            ),
        };
        await rig.PutRuleAsync(All, [target]);
        await rig.PutEventsAsync("""{"id":"a\r\nX-Evil: 1"}""");
        await rig.WorkAsync();

        Assert.Empty(Receiver.Calls);
        Assert.Single(await rig.Failures.ListAsync(rig.Group, null, 10, Stop));
    }
}
