using System.Text;
using System.Text.Json;
using Sidetone.Browser.Tests.Sdk;
using Sidetone.Catalog;

namespace Sidetone.Browser.Tests.Privacy;

/// <summary>What a group's field rules take out is nowhere: not on the disk, on the bus, or in a log.</summary>
public sealed class PersonalDataTests(ITestOutputHelper output)
{
    private const string Agent = "marjolein.quist";

    /// <summary>Fields that may be dropped or masked; the agent tells calls apart and can only be hashed.</summary>
    private static readonly string[] s_fields =
    [
        "callerId",
        "deviceId",
        "deviceLabel",
        "friendlyName",
        "mediaEndpointAddress",
        "mediaIpAddress",
        "message",
        "queueName",
        "serialNumber",
        "softphoneContextUrl",
        "softphoneUrl",
    ];

    [Theory]
    [InlineData("drop")]
    [InlineData("mask")]
    [InlineData("hash")]
    [InlineData("keep")]
    public async Task A_pages_call_an_issue_and_a_headset_leave_nothing_that_a_rule_takes_out(string rule)
    {
        var settings = string.Join(",", s_fields.Select(field => $"\"{field}\":\"{rule}\""));
        var agentRule = rule == "keep" ? "keep" : "hash";
        await using var call = await ObservedCall.PrepareAsync(
            logLevel: "Debug",
            settings: ["headset=true", $$"""fieldRules={"agent":"{{agentRule}}",{{settings}}}"""]
        );
        call.Description = new
        {
            agent = Agent,
            facts = new
            {
                callerId = "+61391234567",
                friendlyName = "Marjolein Quist",
                queueName = "Palliative care",
                softphoneContextUrl = "https://desk.example/case-of-someone",
            },
        };
        await call.ConnectAsync();
        await call.Agent.EvaluateAsync(
            "call.happened({ type: 'softphoneError', value: 'other', message: 'Jan said no' })"
        );
        await call.TalkAsync(2);
        await call.EndAsync();
        var personal = await PersonalAsync(call);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await call.Server.PostAsync("v1/issues", Issue(now));
        await call.Server.PostAsync("v1/batches", Headset(now));

        var events = await EventsAsync(call.Server);
        call.Server.Kill();
        var places = new Dictionary<string, byte[]>
        {
            ["files"] = await StoreContent.FilesAsync(call.Server.Folder),
            ["values"] = await StoreContent.ValuesAsync(call.Server.Folder),
            ["events"] = Encoding.UTF8.GetBytes(string.Join('\n', events)),
            ["log"] = Encoding.UTF8.GetBytes(string.Join('\n', call.Server.Log)),
        };
        output.WriteLine(
            $"{rule}: {personal.Count} values in "
                + string.Join(", ", places.Select(place => $"{place.Value.Length:N0} bytes of {place.Key}"))
        );
        var found = places.ToDictionary(
            place => place.Key,
            place => personal.Where(text => place.Value.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0).ToList()
        );
        Assert.Empty(found["log"]);
        // That the log was looked at: it tells of requests at this level.
        Assert.True(places["log"].AsSpan().IndexOf("/v1/batches"u8) >= 0);
        if (rule == "keep")
        {
            // The control: what is kept is found by the same search, or looking in the wrong place would prove anything.
            Assert.Equal(personal.Order(), found["values"].Order());
            Assert.Contains("+61391234567", found["events"]);
            Assert.NotEmpty(found["files"]);
        }
        else
        {
            Assert.All(found.Values, Assert.Empty);
        }
    }

    /// <summary>Every personal value that the page and the posts told, as they told it.</summary>
    private static async Task<IReadOnlyList<string>> PersonalAsync(ObservedCall call)
    {
        const string Seen = """
            (async () => {
              const track = connection.getSenders()[0].track;
              const reports = [...(await connection.getStats()).values()];
              const pair = reports.find(stat => stat.id === reports.find(each => each.type === 'transport').selectedCandidatePairId);
              const local = reports.find(stat => stat.id === pair.localCandidateId);
              return [track.label, track.getSettings().deviceId, local.address, location.origin + location.pathname];
            })()
            """;
        var seen = await call.Agent.EvaluateAsync<string[]>(Seen);
        return
        [
            .. seen.Where(value => value is not "default"),
            Agent,
            "+61391234567",
            "Marjolein Quist",
            "Palliative care",
            "case-of-someone",
            "Jan said no",
            "the printer of Jan",
            "who was it",
            "SN-4711-0815",
            "Marjoleins Jabra",
        ];
    }

    private static string Issue(long now) =>
        $$"""
            {"version":1,"id":"{{Guid.CreateVersion7()}}","at":{{now}},"agent":"{{Agent}}","category":"Something else",
            "message":"the printer of Jan","softphoneError":{"type":"other","message":"who was it"} }
            """;

    private static string Headset(long now) =>
        $$"""
            {"version":1,"contactId":"{{Guid.CreateVersion7()}}","agent":"{{Agent}}","session":"headset","sequence":0,
            "happenings":[{"at":{{now - 5000}},"type":"connected"},{"at":{{now}},"type":"ended","lastSequence":0}],
            "headset":[{"device":{"name":"Marjoleins Jabra","serial":"SN-4711-0815"},
            "events":[{"at":{{now - 1000}},"type":"volumeUp"}]}]}
            """;

    /// <summary>The bus's events until there is one of each kind that the call, the issue and the headset make.</summary>
    private static async Task<IReadOnlyList<string>> EventsAsync(SdkServer server)
    {
        HashSet<string> missing = [DetailTypes.CallSummary, DetailTypes.AgentReportedIssue, DetailTypes.HeadsetSummary];
        var events = new List<string>();
        await foreach (var text in server.EventsAsync())
        {
            events.Add(text);
            using var envelope = JsonDocument.Parse(text);
            missing.Remove(envelope.RootElement.GetProperty("detail-type").GetString()!);
            if (
                missing.Count == 0
                && events.Count(each => each.Contains("\"CallSummary\"", StringComparison.Ordinal)) == 2
            )
            {
                break;
            }
        }

        return events;
    }
}
