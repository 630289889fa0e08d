using Sidetone.Heartbeat.Accounts;
using Sidetone.Heartbeat.Definitions;
using Sidetone.Heartbeat.Reading;
using Sidetone.Heartbeat.Workflows;

namespace Sidetone.Heartbeat.Tests.Definitions;

public sealed class DefinitionJsonTests
{
    private const string Whole = """
        {"name":"front door","enabled":true,"schedule":{"cron":"*/15 8-18 * * 1-5","timeZone":"Europe/Vienna"},"jitterSeconds":30,"to":"\u002B43123456","account":"carrier","receiver":{"kind":"virtual","agentId":"kanchan","account":"agent-1","answer":{"rule":"reject","code":486,"afterSeconds":3}},"steps":[{"waitSeconds":2},{"dtmf":"1#"},{"expectAudioSeconds":10}],"signalSeconds":20,"ringTimeoutSeconds":45,"record":true,"routingProfileId":"rp","workflows":["alarm"]}
        """;

    [Fact]
    public void What_is_written_is_what_was_read() =>
        Assert.Equal(Whole.Trim(), DefinitionJson.ToJson(DefinitionJson.Parse(Whole)).ToJsonString());

    [Theory]
    [InlineData("""{"name":"a","to":"sip:a@b.example","receiver":{"kind":"human"}}""")]
    [InlineData("""{"name":"a","to":"sip:127.0.0.1:5070","receiver":{"kind":"virtual","listen":"127.0.0.1:5070"}}""")]
    [InlineData(
        """{"name":"a","to":"sip:a@b.example","schedule":{"everySeconds":900},"receiver":{"kind":"human","agentId":""}}"""
    )]
    [InlineData(
        """{"name":"a","to":"sip:a@b.example","schedule":{"cron":"@hourly"},"receiver":{"kind":"virtual","answer":{"rule":"ignore"}}}"""
    )]
    public void Little_is_needed(string json)
    {
        var text = DefinitionJson.ToJson(DefinitionJson.Parse(json)).ToJsonString();
        Assert.Equal(text, DefinitionJson.ToJson(DefinitionJson.Parse(text)).ToJsonString());
    }

    [Theory]
    [InlineData("[]", "$")]
    [InlineData("{", "$")]
    [InlineData("""{"name":"a","name":"b"}""", "$")]
    [InlineData("""{"to":"sip:a@b.example","receiver":{"kind":"human"}}""", "$.name")]
    [InlineData("""{"name":"a","receiver":{"kind":"human"}}""", "$.to")]
    [InlineData("""{"name":"a","to":"http://x","receiver":{"kind":"human"}}""", "$.to")]
    [InlineData("""{"name":"a","to":"sip:a@b.example"}""", "$.receiver")]
    [InlineData("""{"name":"a","to":"sip:a@b.example","receiver":{"kind":"robot"}}""", "$.receiver.kind")]
    [InlineData("""{"name":"a","to":"+43 1","receiver":{"kind":"human"}}""", "$.account")]
    [InlineData("""{"name":"a","to":"sip:a@b.example","receiver":{"kind":"human"},"colour":1}""", "$.colour")]
    [InlineData("""{"name":"a","to":"sip:a@b.example","receiver":{"kind":"human"},"enabled":"yes"}""", "$.enabled")]
    [InlineData(
        """{"name":"a","to":"sip:a@b.example","receiver":{"kind":"human"},"signalSeconds":1}""",
        "$.signalSeconds"
    )]
    [InlineData("""{"name":"a","to":"sip:a@b.example","receiver":{"kind":"human"},"schedule":{}}""", "$.schedule")]
    [InlineData(
        """{"name":"a","to":"sip:a@b.example","receiver":{"kind":"human"},"schedule":{"everySeconds":5}}""",
        "$.schedule.everySeconds"
    )]
    [InlineData(
        """{"name":"a","to":"sip:a@b.example","receiver":{"kind":"human"},"schedule":{"cron":"99 * * * *"}}""",
        "$.schedule.cron"
    )]
    [InlineData(
        """{"name":"a","to":"sip:a@b.example","receiver":{"kind":"human"},"schedule":{"cron":"* * * * *","timeZone":"Mars"}}""",
        "$.schedule.timeZone"
    )]
    [InlineData(
        """{"name":"a","to":"sip:a@b.example","receiver":{"kind":"human"},"schedule":{"everySeconds":60},"jitterSeconds":60}""",
        "$.jitterSeconds"
    )]
    [InlineData(
        """{"name":"a","to":"sip:a@b.example","receiver":{"kind":"human"},"steps":[{"waitSeconds":1},{"dtmf":"12x"}]}""",
        "$.steps[1].dtmf"
    )]
    [InlineData(
        """{"name":"a","to":"sip:a@b.example","receiver":{"kind":"human"},"steps":[{"waitSeconds":1},{}]}""",
        "$.steps[1]"
    )]
    [InlineData(
        """{"name":"a","to":"sip:a@b.example","receiver":{"kind":"virtual","answer":{"rule":"reject","code":200}}}""",
        "$.receiver.answer.code"
    )]
    [InlineData(
        """{"name":"a","to":"sip:a@b.example","receiver":{"kind":"virtual","listen":"here"}}""",
        "$.receiver.listen"
    )]
    [InlineData(
        """{"name":"a","to":"sip:a@b.example","receiver":{"kind":"human"},"workflows":[""]}""",
        "$.workflows[0]"
    )]
    public void A_mistake_is_named_by_its_path(string json, string path)
    {
        var wrong = Assert.Throws<DefinitionException>(() => DefinitionJson.Parse(json));
        Assert.Equal(path, Assert.Single(wrong.Problems).Path);
    }

    [Fact]
    public void Every_mistake_is_named_at_once()
    {
        var wrong = Assert.Throws<DefinitionException>(() =>
            DefinitionJson.Parse("""{"to":"x","signalSeconds":0,"receiver":{"kind":"human","agentId":7}}""")
        );
        Assert.Equal(
            ["$.name", "$.receiver.agentId", "$.signalSeconds", "$.to"],
            wrong.Problems.Select(problem => problem.Path).Order()
        );
    }

    [Theory]
    [InlineData("""{"name":"w","trigger":{}}""", "$.trigger")]
    [InlineData("""{"name":"w"}""", "$.trigger")]
    [InlineData("""{"name":"w","trigger":{"statuses":["Sad"]}}""", "$.trigger.statuses[0]")]
    [InlineData("""{"name":"w","trigger":{"cxBelow":11}}""", "$.trigger.cxBelow")]
    [InlineData("""{"name":"w","trigger":{"cxBelow":6,"inARow":0}}""", "$.trigger.inARow")]
    public void A_workflows_mistake_is_named_by_its_path(string json, string path)
    {
        var wrong = Assert.Throws<DefinitionException>(() => Workflow.Parse(json, Guid.Empty));
        Assert.Equal(path, Assert.Single(wrong.Problems).Path);
    }

    [Theory]
    [InlineData("""{"name":"a","server":"pbx.example:5060/x","user":"u"}""", "$.server")]
    [InlineData("""{"name":"a","server":"pbx.example","user":"u>\r"}""", "$.user")]
    [InlineData("""{"name":"a","server":"pbx.example","user":"u@x"}""", "$.user")]
    [InlineData("""{"name":"a","server":"pbx.example","user":"u","transport":"sctp"}""", "$.transport")]
    public void An_accounts_mistake_is_named_by_its_path(string json, string path)
    {
        var wrong = Assert.Throws<DefinitionException>(() => SipAccount.Parse(json));
        Assert.Equal(path, Assert.Single(wrong.Problems).Path);
    }
}
