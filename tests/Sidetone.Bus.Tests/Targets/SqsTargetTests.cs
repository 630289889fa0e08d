using Amazon.Runtime;
using Amazon.SQS;
using Amazon.SQS.Model;
using Sidetone.Bus.Rules;
using Sidetone.Bus.Tests.Rigs;
using Sidetone.Tests.Sqs;

namespace Sidetone.Bus.Tests.Targets;

public sealed class SqsTargetTests : TargetSuite
{
    private const string Arn = "arn:aws:sqs:eu-west-1:111122223333:work";

    private SqsServer? _server;

    private SqsQueue Queue => _server!.Queue("111122223333", "work");

    private protected override async Task<EngineRig> OpenAsync()
    {
        _server = await SqsServer.StartAsync();
        return await EngineRig.OpenAsync(Engine.Sqlite, ("Bus:Sqs:Endpoint", _server.Url));
    }

    private protected override Task<TargetRecord> TargetAsync(EngineRig rig)
    {
        _ = Queue;
        return Task.FromResult(EngineRig.Target(Arn));
    }

    private protected override Task<TargetRecord> UnusableAsync(EngineRig rig) =>
        Task.FromResult(EngineRig.Target("arn:aws:sqs:eu-west-1:111122223333:nowhere"));

    private protected override Task<IReadOnlyList<string>> ReceivedAsync(EngineRig rig) =>
        Task.FromResult<IReadOnlyList<string>>([.. Queue.Messages.Select(message => message.Body)]);

    private protected override Task<bool> TryFailAsync(EngineRig rig, bool fails)
    {
        _server!.Failing = fails ? 503 : null;
        return Task.FromResult(true);
    }

    private protected override bool TrySlow(Task gate)
    {
        _server!.Gate = gate;
        return true;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_fifo_queue_has_the_message_group_and_takes_a_repeat_once()
    {
        await using var rig = await OpenAsync();
        var queue = _server!.Queue("111122223333", "work.fifo");
        var target = EngineRig.Target($"{Arn}.fifo") with { SqsParameters = new SqsParametersRecord("calls") };
        await rig.PutRuleAsync("""{"source":["org.example"]}""", [target]);
        await rig.PutEventsAsync("""{"n":1}""", """{"n":1}""");
        await rig.WorkAsync();

        Assert.Equal(["calls", "calls"], queue.Messages.Select(message => message.Group));
    }

    [Fact]
    public async Task Without_an_endpoint_the_reason_names_the_setting()
    {
        await using var rig = await EngineRig.OpenAsync(Engine.Sqlite);
        await rig.PutRuleAsync("""{"source":["org.example"]}""", [EngineRig.Target(Arn)]);
        await rig.PutEventsAsync("""{"n":1}""");
        await rig.WorkAsync();

        var failed = Assert.Single(await rig.Failures.ListAsync(rig.Group, null, 10, Stop));
        Assert.Contains("Bus:Sqs:Endpoint", failed.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_server_of_these_tests_speaks_to_the_SDK()
    {
        await using var server = await SqsServer.StartAsync();
        server.Queue("000000000000", "q");
        using var client = new AmazonSQSClient(
            new BasicAWSCredentials("a", "b"),
            new AmazonSQSConfig { ServiceURL = server.Url, AuthenticationRegion = "eu-west-1" }
        );
        var url = (await client.GetQueueUrlAsync("q", Stop)).QueueUrl;
        await client.SendMessageAsync(
            new SendMessageRequest(url, "größer")
            {
                MessageAttributes = new Dictionary<string, MessageAttributeValue>
                {
                    ["A"] = new() { DataType = "String", StringValue = "ä" },
                },
            },
            Stop
        );

        var received = await client.ReceiveMessageAsync(url, Stop);
        Assert.Equal("größer", Assert.Single(received.Messages).Body);
        await client.DeleteMessageAsync(url, received.Messages[0].ReceiptHandle, Stop);
        Assert.Empty(server.Queue("000000000000", "q").Messages);
        await Assert.ThrowsAsync<QueueDoesNotExistException>(() => client.GetQueueUrlAsync("nowhere", Stop));
    }
}
