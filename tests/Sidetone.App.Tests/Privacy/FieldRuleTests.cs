using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Sidetone.Catalog;
using Sidetone.Privacy;
using Sidetone.Storage.Log;
using Sidetone.Telemetry;
using Sidetone.Telemetry.Packing;
using Sidetone.Tests.Intake;
using Sidetone.Tests.Issues;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Privacy;

public sealed class FieldRuleTests
{
    private const string Facts = """
        {"callerId":"+61391234567","friendlyName":"Marjolein Q","queueName":"Palliative","mediaIpAddress":"192.0.2.77",
        "softphoneUrl":"https://phone.example/ccp?u=marjo#token-9f8e7d","softphoneContextUrl":"https://desk.example/case/4711",
        "mediaEndpoint":{"fqdn":"turn.private.example","privateIp":"10.9.8.7"},
        "devices":[{"kind":"audioinput","label":"Marjolein's Headset","deviceId":"dev-abc","groupId":"grp-abc"}]}
        """;

    private static readonly string[] Personal =
    [
        "+61391234567",
        "Marjolein",
        "Palliative",
        "192.0.2.77",
        "token-9f8e7d",
        "u=marjo",
        "4711",
        "turn.private",
        "10.9.8.7",
        "dev-abc",
        "grp-abc",
        "m.quist",
        "said a name",
        "203.0.113.9",
        "SN-4711-0815",
        "Marjoleins Jabra",
        "unspeakable words",
        "softphone said who",
    ];

    private static readonly byte[] Issue = Encoding.UTF8.GetBytes(
        $$"""
        {"version":1,"id":"72f456d5ead0e9a2701fb03530ff3799","at":{{Bodies.Now}},"agent":"m.quist","category":"Something else",
        "message":"unspeakable words","softphoneError":{"type":"other","message":"softphone said who"} }
        """
    );

    private static byte[] Body() =>
        Bodies.Batch(
            agent: "m.quist",
            facts: Facts,
            happenings: $"[{{\"at\":{Bodies.Now},\"type\":\"softphoneError\",\"message\":\"said a name\"}}]",
            extra: ",\"headset\":[{\"device\":{\"name\":\"Marjoleins Jabra\",\"serial\":\"SN-4711-0815\"},\"events\":["
                + $"{{\"at\":{Bodies.Now},\"type\":\"volumeUp\"}}]}}]"
        );

    private static string Settings(string rule) =>
        "{\"headset\":true,\"fieldRules\":{"
        + string.Join(",", FieldName.All.Select(name => $"\"{name}\":\"{(name == FieldName.Agent ? "hash" : rule)}\""))
        + "}}";

    private static Task<RunningServer> StartAsync(string settings) =>
        RunningServer.StartAsync(static options => options with { TrustedProxies = ["127.0.0.1"] }, settings);

    private static Task<Answer> SendAsync(RunningServer server, byte[] body) =>
        server.SendAsync(body, static request => request.Headers.Add("X-Forwarded-For", "203.0.113.9"));

    [Theory]
    [InlineData("drop", false)]
    [InlineData("hash", false)]
    [InlineData("keep", true)]
    public async Task No_file_of_the_store_holds_what_a_rule_takes_out(string rule, bool found)
    {
        await using var server = await StartAsync(rule == "keep" ? """{"headset":true}""" : Settings(rule));
        (await SendAsync(server, Body())).Accepted();
        (await server.ReportAsync(Issue, server.Group.IngestKey)).Accepted();
        var events = await server.EventsAsync(DetailTypes.AgentReportedIssue, 1);
        await server.Host.StopAsync(RunningServer.Stop);
        byte[] bytes =
        [
            .. await BytesOfAsync(server.Folder),
            .. await StoredValues.OfAsync(server.Folder),
            .. Encoding.UTF8.GetBytes(events[0].GetRawText()),
        ];
        foreach (var text in Personal)
        {
            // Kept as the control: without it, looking in the wrong place would prove anything.
            Assert.True(found == (bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0), $"{rule}: '{text}'");
        }
    }

    [Fact]
    public async Task A_hash_is_the_same_within_a_group_and_another_in_the_next()
    {
        var settings = """{"fieldRules":{"callerId":"hash"}}""";
        await using var server = await StartAsync(settings);
        var other = await server.Groups.CreateAsync(
            "other",
            "000000000000",
            Sidetone.Groups.GroupSettings.Default,
            RunningServer.Stop
        );
        await server.Groups.ChangeSettingsAsync(other.Group.Id, settings, RunningServer.Stop);
        await server.Host.Services.GetRequiredService<Sidetone.Groups.KeyRing>().RefreshAsync(RunningServer.Stop);
        var body = Bodies.Batch(facts: Facts);
        (await server.SendAsync(body)).Accepted();
        (await server.SendAsync(Bodies.Batch(facts: Facts, contact: "second", session: "second"))).Accepted();
        (await server.SendAsync(body, other.IngestKey)).Accepted();

        var first = (await StoredAsync(server, server.Group.Group.Id, "contact-1")).Facts?.CallerId;
        Assert.Equal(32, first?.Length);
        Assert.Equal(first, (await StoredAsync(server, server.Group.Group.Id, "second")).Facts?.CallerId);
        Assert.NotEqual(first, (await StoredAsync(server, other.Group.Id, "contact-1")).Facts?.CallerId);
    }

    [Theory]
    [InlineData("+61391234567", "+********567")]
    [InlineData("911", "***")]
    [InlineData("sip:ann@example.com", "***:***@*******.***")]
    public void A_masked_number_keeps_its_shape_and_three_digits(string number, string masked) =>
        Assert.Equal(masked, Masks.Number(number));

    [Theory]
    [InlineData("192.0.2.77", "192.0.2.0")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1::")]
    [InlineData("turn.private.example", "*.private.example")]
    public void A_masked_address_keeps_its_network(string address, string masked) =>
        Assert.Equal(masked, Masks.Address(address));

    [Theory]
    [InlineData("https://user:pw@phone.example:8443/ccp?u=marjo#token", "https://phone.example:8443/")]
    [InlineData("not a url", "*")]
    public void A_masked_url_keeps_its_host(string url, string masked) => Assert.Equal(masked, Masks.Url(url));

    [Theory]
    [InlineData("Marjolein", "M***")]
    [InlineData("😀 face", "😀***")]
    public void Masked_text_keeps_its_first_character(string text, string masked) =>
        Assert.Equal(masked, Masks.Text(text));

    private static async Task<Batch> StoredAsync(RunningServer server, Guid group, string contact)
    {
        var log = server.Host.Services.GetRequiredService<ITelemetryLog>();
        var call = await log.ReadAsync(CallKey.Of(group, contact, "agent-1"), RunningServer.Stop);
        return BatchCodec.Decode(Assert.Single(call.Entries).Body.Span);
    }

    private static async Task<byte[]> BytesOfAsync(string folder)
    {
        using var all = new MemoryStream();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (Path.GetFileName(file) == "server.lock")
            {
                continue;
            }

            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            await stream.CopyToAsync(all, RunningServer.Stop);
        }

        return all.ToArray();
    }
}
