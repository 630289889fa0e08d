using System.Text;

namespace Sidetone.Catalog.Tests;

public class HostileTextTests
{
    [Fact]
    public void A_text_that_ends_early_is_a_problem_at_every_byte()
    {
        foreach (var (name, json) in Payloads.All)
        {
            var bytes = Encoding.UTF8.GetBytes(json);
            for (var length = 0; length < bytes.Length; length++)
            {
                Assert.False(
                    EventCatalog.TryParse(bytes.AsSpan(0, length), out var read, out var problem),
                    $"{name} {length}"
                );
                Assert.Null(read);
                Assert.NotEqual("", problem.Reason);
            }
        }
    }

    [Fact]
    public void Changed_bytes_never_throw_and_what_can_be_read_can_be_written()
    {
        for (var seed = 0; seed < 4_000; seed++)
        {
            var random = new Random(seed);
            var bytes = Encoding.UTF8.GetBytes(Payloads.All[seed % Payloads.All.Count].Json);
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            ReadAndWrite(bytes, seed);
        }
    }

    [Fact]
    public void Random_bytes_never_throw()
    {
        for (var seed = 0; seed < 5_000; seed++)
        {
            var random = new Random(seed);
            var bytes = new byte[random.Next(64)];
            random.NextBytes(bytes);
            ReadAndWrite(bytes, seed);
        }
    }

    [Theory]
    [InlineData("", "$", "not JSON")]
    [InlineData("[", "$", "not JSON")]
    [InlineData("{} {}", "$", "not JSON")]
    [InlineData("42", "$", "this is a number")]
    [InlineData("null", "$", "this is null")]
    [InlineData("{}", "$['detail-type']", "missing")]
    [InlineData("{\"detail-type\": 3}", "$['detail-type']", "this is a number")]
    [InlineData("{\"detail-type\": \"Ping\"}", "$['detail-type']", "no event of the type 'Ping'")]
    [InlineData("{\"detail-type\": \"CallSummary\"}", "$.detail", "missing")]
    [InlineData("{\"detail-type\": \"CallSummary\", \"detail\": \"{}\"}", "$.detail", "an object here; this is a text")]
    [InlineData("{\"detail-type\": \"CallSummary\", \"detail\": {}, \"resources\": [1]}", "$.resources[0]", "a text")]
    [InlineData("[3]", "$[0]", "an object here; this is a number")]
    [InlineData("[{\"detail-type\": \"CallSummary\"}]", "$[0]", "no member of a heartbeat")]
    public void A_text_that_is_no_event_says_where_and_why(string json, string path, string reason)
    {
        Assert.False(EventCatalog.TryParse(Encoding.UTF8.GetBytes(json), out _, out var problem));

        Assert.Equal(path, problem.Path);
        Assert.Contains(reason, problem.Reason);
    }

    [Theory]
    [InlineData("\"current\": \"ac7a", "\"current\": 12, \"a\": \"ac7a", "$.detail.contact.id.current")]
    [InlineData("\"packetsLost\": 12", "\"packetsLost\": \"12\"", "$.detail.webRTCSession.metrics.inbound.packetsLost")]
    [InlineData("\"durationRoundedMin\": 1", "\"durationRoundedMin\": [1]", "$.detail.billing.durationRoundedMin")]
    [InlineData("\"kind\": \"audiooutput\"", "\"kind\": {}", "$.detail.webRTCSession.usedDevices[1].kind")]
    [InlineData(
        "\"utilizedPercentage\": {",
        "\"utilisedPercentage\": 3, \"x\": {",
        "$.detail.serviceAgent.machine.cpu.utilisedPercentage"
    )]
    [InlineData("\"account\": \"", "\"account\": 4, \"x\": \"", "$.account")]
    [InlineData("\"endedBy\": \"Agent\"", "\"endedBy\": \"Agent\", \"endedBy\": \"Agent\"", "$.detail.contact.endedBy")]
    [InlineData("\"endedBy\": \"Agent\"", "\"y\": 1, \"y\": 2", "$.detail.contact.y")]
    [InlineData("\"endedBy\": \"Agent\"", "\"endedBy\": \"\\ud83d\"", "$.detail.contact.endedBy")]
    [InlineData("\"endedBy\": \"Agent\"", "\"x\": [0, \"\\udc00\"]", "$.detail.contact.x[1]")]
    [InlineData("\"endedBy\": \"Agent\"", "\"endedBy\": Agent", "$.detail.contact.endedBy")]
    public void A_fault_inside_an_event_is_named_by_its_path(string found, string replacement, string path)
    {
        var at = Payloads.CallSummary.IndexOf(found, StringComparison.Ordinal);
        Assert.True(at > 0, $"The payload has no {found}.");
        var json = Payloads.CallSummary[..at] + replacement + Payloads.CallSummary[(at + found.Length)..];

        Assert.False(EventCatalog.TryParse(Encoding.UTF8.GetBytes(json), out _, out var problem));

        Assert.Equal(path, problem.Path);
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_a_problem()
    {
        var bytes = Encoding.UTF8.GetBytes(Payloads.CallSummary.Replace("Bcd Networks", "Bcd ~ Networks"));
        bytes[Array.IndexOf(bytes, (byte)'~')] = 0xFF;

        Assert.False(EventCatalog.TryParse(bytes, out _, out var problem));

        Assert.Contains("UTF-8", problem.Reason);
    }

    [Fact]
    public void A_byte_order_mark_does_no_harm()
    {
        Assert.True(
            EventCatalog.TryParse([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Payloads.InsightsSummary)], out _, out _)
        );
    }

    [Fact]
    public void Deep_nesting_is_refused_and_what_is_just_below_is_kept()
    {
        static string Nested(int levels) =>
            Payloads.InsightsSummary.Replace(
                "\"count\": 1",
                $"\"count\": 1, \"deep\": {new string('[', levels)}{new string(']', levels)}"
            );

        Assert.False(EventCatalog.TryParse(Encoding.UTF8.GetBytes(Nested(100_000)), out _, out var problem));
        Assert.StartsWith("$.detail.insights.deep[0]", problem.Path, StringComparison.Ordinal);
        Assert.Equal(JsonLines.Of(Nested(60)), JsonLines.Of(Payloads.WriteText(Payloads.Read(Nested(60)))));
    }

    [Fact]
    public void A_hundred_thousand_unknown_members_cost_no_more_than_their_number()
    {
        var members = string.Join(',', Enumerable.Range(0, 100_000).Select(static i => $"\"m{i}\":{i}"));
        var json = "{\"detail-type\":\"InsightsSummary\",\"detail\":{" + members + "}}";

        var read = (InsightsSummaryEvent)Payloads.Read(json);

        Assert.Equal(100_000, read.Detail.Unknown.Count);
        Assert.Equal(json, Payloads.WriteText(read));
    }

    private static void ReadAndWrite(byte[] bytes, int seed)
    {
        if (!EventCatalog.TryParse(bytes, out var read, out var problem))
        {
            Assert.True(problem.Path.StartsWith('$'), $"Seed {seed}");
            return;
        }

        Assert.True(
            EventCatalog.TryParse(CatalogWriter.Write(read), out var again, out problem),
            $"Seed {seed}: {problem}"
        );
        Assert.True(read == again, $"Seed {seed}");
    }
}
