using System.Text.Json;
using System.Text.RegularExpressions;
using Sidetone.Bus.Tests.Rigs;
using Sidetone.Tests.Cli;
using Sidetone.Tests.Serving;
using Sidetone.Tests.Sqs;

namespace Sidetone.Tests.Bus;

/// <summary>
/// The whole way: a call ends, its CallSummary lands on the group's bus, a rule that boto3 put there sends it to an HTTP
/// receiver and a queue, and what a failing receiver would not take ends in a dead letter queue.
/// </summary>
public sealed partial class RuleToTargetsTests
{
    private const string Account = "000000000000";

    private const string Rules = """
        import boto3, json, sys
        endpoint, group, receiver = sys.argv[1:4]
        events = boto3.client("events", endpoint_url=endpoint)
        bus = f"aws.partner/operata.com/{group}/sidetone"
        connection = events.create_connection(Name="crm", AuthorizationType="API_KEY",
            AuthParameters={"ApiKeyAuthParameters": {"ApiKeyName": "X-Api-Key", "ApiKeyValue": "k3y"}})["ConnectionArn"]
        def destination(name, path):
            return events.create_api_destination(Name=name, ConnectionArn=connection, HttpMethod="POST",
                InvocationEndpoint=receiver + path)["ApiDestinationArn"]
        good, bad = destination("good", "/good/*"), destination("bad", "/bad")
        events.put_rule(Name="summaries", EventBusName=bus, EventPattern=json.dumps({"detail-type": ["CallSummary"]}))
        put = events.put_targets(Rule="summaries", EventBusName=bus, Targets=[
            {"Id": "good", "Arn": good, "HttpParameters": {"PathParameterValues": ["calls"]},
             "InputTransformer": {"InputPathsMap": {"contact": "$.detail.context.callContactId", "type": "$.detail-type"},
                                  "InputTemplate": '{"type": <type>}'}},
            {"Id": "queue", "Arn": "arn:aws:sqs:us-east-1:000000000000:calls"},
            {"Id": "bad", "Arn": bad, "RetryPolicy": {"MaximumRetryAttempts": 2, "MaximumEventAgeInSeconds": 60},
             "DeadLetterConfig": {"Arn": "arn:aws:sqs:us-east-1:000000000000:dead"}}])
        assert put["FailedEntryCount"] == 0, put
        print("done")
        """;

    [Fact]
    public async Task A_call_reaches_an_http_receiver_and_a_queue_and_a_failing_receiver_leaves_a_dead_letter()
    {
        using var folder = new TemporaryFolder();
        await using var queues = await SqsServer.StartAsync();
        await using var receiver = await HttpReceiver.StartAsync();
        receiver.Answer = call => call.Path.StartsWith("/bad", StringComparison.Ordinal) ? 503 : 200;
        var made = await SidetoneProcess.RunAsync("group", "create", "desk", "--data", folder.Path, "--json");
        var group = JsonDocument.Parse(made.Out).RootElement;
        var groupId = group.GetProperty("groupId").GetString()!;
        var settings = new Dictionary<string, string>
        {
            ["Bus__Sqs__Endpoint"] = queues.Url,
            ["Bus__Invocations__FirstRetryDelay"] = "00:00:00.010",
            ["Bus__Invocations__LongestRetryDelay"] = "00:00:00.050",
        };
        using var server = SidetoneProcess.Start(
            settings,
            "serve",
            "--data",
            folder.Path,
            "--urls",
            "http://127.0.0.1:0"
        );
        try
        {
            var address = await ListeningAsync(server.StandardError);
            var run = await AwsTools.PythonAsync(Rules, null, $"{address}/bus", groupId, receiver.Url);
            Assert.True(run.ExitCode == 0, run.Error);

            await EndACallAsync(address, group.GetProperty("ingestKey").GetString()!);
            var dead = queues.Queue(Account, "dead");
            var calls = queues.Queue(Account, "calls");
            await Eventually.HoldsAsync(() => Task.FromResult(dead.Messages.Count > 0 && calls.Messages.Count > 0));
            await Eventually.HoldsAsync(() => Task.FromResult(receiver.Calls.Any(call => call.Path == "/good/calls")));

            var good = Assert.Single(receiver.Calls, call => call.Path == "/good/calls");
            Assert.Equal("""{"type": "CallSummary"}""", good.Body);
            Assert.Equal("k3y", good.Headers["X-Api-Key"]);
            Assert.Equal(3, receiver.Calls.Count(call => call.Path == "/bad"));
            var queued = Assert.Single(calls.Messages);
            var letter = Assert.Single(dead.Messages);
            Assert.Equal(queued.Body, letter.Body);
            var summary = JsonDocument.Parse(letter.Body).RootElement;
            Assert.Equal("CallSummary", summary.GetProperty("detail-type").GetString());
            Assert.Equal("MaximumRetryAttempts", letter.Attributes["EXHAUSTED_RETRY_CONDITION"]);
            Assert.Equal("2", letter.Attributes["RETRY_ATTEMPTS"]);
            Assert.EndsWith("/sidetone/summaries", letter.Attributes["RULE_ARN"], StringComparison.Ordinal);
            Assert.Contains(":api-destination/bad/", letter.Attributes["TARGET_ARN"], StringComparison.Ordinal);
            Assert.NotEmpty(letter.Attributes["ERROR_CODE"]);
            Assert.Contains("503", letter.Attributes["ERROR_MESSAGE"], StringComparison.Ordinal);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task EndACallAsync(string address, string ingestKey)
    {
        const string Batch = """
            {
              "version": 1, "contactId": "8c1f0c5e-6b0e-4c57-9d0c-5d6f7c1a2b3c", "agent": "agent.seven", "session": "s1",
              "sequence": 0,
              "happenings": [
                {"at": 1790000000000, "type": "connected"},
                {"at": 1790000060000, "type": "ended", "endedBy": "Customer", "lastSequence": 0}
              ]
            }
            """;
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{address}/v1/batches")
        {
            Content = new StringContent(Batch, System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", ingestKey);
        using var answer = await http.SendAsync(request, RunningServer.Stop);
        Assert.Equal(System.Net.HttpStatusCode.Accepted, answer.StatusCode);
    }

    private static async Task<string> ListeningAsync(StreamReader output)
    {
        while (await output.ReadLineAsync(RunningServer.Stop) is { } line)
        {
            if (Address().Match(line) is { Success: true } match)
            {
                _ = output.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return match.Groups[1].Value;
            }
        }

        throw new InvalidOperationException("The server ended before it listened.");
    }

    [GeneratedRegex("^Listening on (http://127[.]0[.]0[.]1:[0-9]+)")]
    private static partial Regex Address();
}
