using Microsoft.Extensions.DependencyInjection;
using Sidetone.Groups;
using Sidetone.Groups.BusKeys;
using Sidetone.Serving;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Bus;

/// <summary>The bus as boto3 finds it, with signatures checked.</summary>
public sealed class Boto3Tests
{
    private const string Prelude = """
        import boto3, datetime, json, sys, time
        from botocore.exceptions import ClientError
        events = boto3.client("events", endpoint_url=sys.argv[1])

        def refused(code, call, **kw):
            try:
                call(**kw)
            except ClientError as e:
                assert e.response["Error"]["Code"] == code, e.response
                return e.response["Error"]["Message"]
            raise AssertionError("not refused")

        def until(what):
            for _ in range(600):
                found = what()
                if found:
                    return found
                time.sleep(0.05)
            raise AssertionError("not in time")

        """;

    [Fact]
    public async Task A_bus_a_rule_an_archive_and_a_replay_live()
    {
        const string Program =
            Prelude
            + """
                arn = events.create_event_bus(Name="shop", Tags=[{"Key": "a", "Value": "b"}])["EventBusArn"]
                assert events.list_tags_for_resource(ResourceARN=arn)["Tags"] == [{"Key": "a", "Value": "b"}]
                pattern = json.dumps({"source": ["shop"]})
                archive = events.create_archive(ArchiveName="all", EventSourceArn=arn, EventPattern=pattern)
                rules = events.list_rules(EventBusName="shop")["Rules"]
                assert [r["Name"] for r in rules] == ["Events-Archive-all"], rules
                assert json.loads(rules[0]["EventPattern"]) == {"source": ["shop"], "replay-name": [{"exists": False}]}
                refused("ManagedRuleException", events.delete_rule, Name="Events-Archive-all", EventBusName="shop")
                events.put_rule(Name="orders", EventBusName="shop", EventPattern=pattern)
                target = {"Id": "1", "Arn": "arn:sidetone:bus:us-east-1:000000000000:file/orders.jsonl",
                          "InputTransformer": {"InputPathsMap": {"n": "$.detail.n"}, "InputTemplate": '{"n": <n>}'},
                          "RetryPolicy": {"MaximumRetryAttempts": 2, "MaximumEventAgeInSeconds": 60}}
                assert events.put_targets(Rule="orders", EventBusName="shop", Targets=[target])["FailedEntryCount"] == 0
                assert events.list_targets_by_rule(Rule="orders", EventBusName="shop")["Targets"] == [target]
                now = datetime.datetime.now(datetime.timezone.utc)
                put = events.put_events(Entries=[
                    {"Source": "shop", "DetailType": "Order", "Detail": json.dumps({"n": n}), "EventBusName": bus, "Time": now}
                    for n, bus in enumerate(["shop", arn, "nowhere"])])
                assert put["FailedEntryCount"] == 1, put
                assert put["Entries"][2]["ErrorMessage"] == "Event bus nowhere does not exist.", put
                until(lambda: events.describe_archive(ArchiveName="all")["EventCount"] == 2)
                hour = datetime.timedelta(hours=1)
                replay = events.start_replay(ReplayName="again", EventSourceArn=archive["ArchiveArn"],
                    EventStartTime=now - hour, EventEndTime=now + hour, Destination={"Arn": arn})
                assert replay["State"] == "STARTING"
                until(lambda: events.describe_replay(ReplayName="again")["State"] == "COMPLETED")
                assert refused("IllegalStatusException", events.cancel_replay, ReplayName="again")
                print("done")
                """;
        const string Farewell =
            Prelude
            + """
                message = refused("ValidationException", events.delete_rule, Name="orders", EventBusName="shop")
                assert message == "Rule can't be deleted since it has targets.", message
                events.remove_targets(Rule="orders", EventBusName="shop", Ids=["1"])
                events.delete_rule(Name="orders", EventBusName="shop")
                events.delete_archive(ArchiveName="all")
                events.delete_event_bus(Name="shop")
                print("done")
                """;
        await using var server = await RunningServer.StartAsync(Signed);
        var run = await PlayAsync(server, Program);
        Assert.Equal("done\n", run);
        string[] lines = [];
        await Eventually.HoldsAsync(async () =>
        {
            var text = await AwsCliTests.FileAsync(server, "orders.jsonl");
            lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return lines.Length >= 4;
        });
        Assert.Equal(
            ["""{"n": 0}""", """{"n": 0}""", """{"n": 1}""", """{"n": 1}"""],
            lines.Order(StringComparer.Ordinal)
        );
        Assert.Equal("done\n", await PlayAsync(server, Farewell));
    }

    [Fact]
    public async Task An_API_destination_and_a_partner_source_live()
    {
        const string Program =
            Prelude
            + """
                connection = events.create_connection(Name="crm", AuthorizationType="BASIC",
                    AuthParameters={"BasicAuthParameters": {"Username": "u", "Password": "p4ssw0rd-p4ssw0rd"}})
                destination = events.create_api_destination(Name="crm", ConnectionArn=connection["ConnectionArn"],
                    InvocationEndpoint="http://127.0.0.1:9/", HttpMethod="POST")
                assert destination["ApiDestinationState"] == "ACTIVE"
                assert events.deauthorize_connection(Name="crm")["ConnectionState"] == "DEAUTHORIZING"
                assert events.describe_api_destination(Name="crm")["ApiDestinationState"] == "INACTIVE"
                events.delete_api_destination(Name="crm")
                events.delete_connection(Name="crm")

                source = "aws.partner/example.com/shop/orders"
                events.create_partner_event_source(Name=source, Account="000000000000")
                assert events.describe_event_source(Name=source)["State"] == "PENDING"
                entry = {"Source": source, "DetailType": "Order", "Detail": "{}", "Time": datetime.datetime.now()}
                assert events.put_partner_events(Entries=[entry])["FailedEntryCount"] == 1
                refused("InvalidStateException", events.activate_event_source, Name=source)
                events.create_event_bus(Name=source, EventSourceName=source)
                assert events.describe_event_source(Name=source)["State"] == "ACTIVE"
                assert events.put_partner_events(Entries=[entry])["FailedEntryCount"] == 0
                events.deactivate_event_source(Name=source)
                assert events.describe_event_source(Name=source)["State"] == "PENDING"
                events.activate_event_source(Name=source)
                assert events.list_partner_event_source_accounts(EventSourceName=source)[
                    "PartnerEventSourceAccounts"][0]["State"] == "ACTIVE"
                assert len(events.list_partner_event_sources(NamePrefix="aws.partner/example.com/")["PartnerEventSources"]) == 1
                events.delete_partner_event_source(Name=source, Account="000000000000")
                assert events.describe_event_source(Name=source)["State"] == "DELETED"
                events.delete_event_bus(Name=source)
                refused("ResourceNotFoundException", events.describe_event_source, Name=source)
                print("done")
                """;
        await using var server = await RunningServer.StartAsync(Signed);
        Assert.Equal("done\n", await PlayAsync(server, Program));
    }

    [Fact]
    public async Task Who_does_not_sign_truly_is_refused()
    {
        const string Program =
            Prelude
            + """
                print(json.dumps(refused(sys.argv[2], events.list_event_buses)))
                """;
        await using var server = await RunningServer.StartAsync(Signed);
        var key = await KeyAsync(server, server.Group.Group);
        var endpoint = new Uri(server.Http.BaseAddress!, "/bus").ToString();
        var wrong = await AwsTools.PythonAsync(
            Program,
            key with
            {
                Secret = "another secret",
            },
            endpoint,
            "InvalidSignatureException"
        );
        Assert.Contains("does not match", wrong.Json().GetString(), StringComparison.Ordinal);
        var unknown = await AwsTools.PythonAsync(Program, null, endpoint, "UnrecognizedClientException");
        Assert.Equal("The security token included in the request is invalid.", unknown.Json().GetString());
    }

    private static ServerOptions Signed(ServerOptions options) => options with { BusSignatures = BusSignatures.Always };

    private static async Task<string> PlayAsync(RunningServer server, string program)
    {
        var endpoint = new Uri(server.Http.BaseAddress!, "/bus").ToString();
        var run = await AwsTools.PythonAsync(program, await KeyAsync(server, server.Group.Group), endpoint);
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Out;
    }

    internal static async Task<CreatedBusKey> KeyAsync(RunningServer server, AccountGroup group)
    {
        var made = await server
            .Host.Services.GetRequiredService<BusKeyStore>()
            .CreateAsync(group, "test", RunningServer.Stop);
        await server.Host.Services.GetRequiredService<KeyRing>().RefreshAsync(RunningServer.Stop);
        return made;
    }
}
