using Sidetone.Tailing;

namespace Sidetone.Tests.Tailing;

public sealed class EventReadingsTests
{
    private const string Call = """
        {"version":"0","id":"1","detail-type":"CallSummary","source":"s","account":"000000000000",
         "time":"2026-03-02T09:00:00Z","region":"us-east-1","resources":[],"detail":{
         "contact":{"id":{"current":"c-1"}},
         "webRTCSession":{"metrics":{
           "inbound":{"packetsReceived":9700,"packetsLost":320,"packetsLostPercentage":3.19},
           "outbound":{"packetsSent":10000,"packetsLostPercentage":0},
           "rtt":{"avg":95},"jitter":{"avg":24},"mos":{"avg":4.08}}},
         "serviceAgent":{"username":"ada","friendlyName":"Ada",
           "interaction":{"totalDurationSec":200,"onHoldDurationSec":65,"onMuteDurationSec":0}}}}
        """;

    private const string Insights = """
        {"version":"0","id":"2","detail-type":"InsightsSummary","source":"s","account":"000000000000",
         "time":"2026-03-02T09:00:00Z","region":"us-east-1","resources":[],"detail":{
         "contact":{"id":{"current":"c-1"}},
         "insights":{"count":2,"tags":[{"description":"Very High Packet Loss"},{"description":"High Jitter"}]}}}
        """;

    [Fact]
    public void A_call_is_a_sentence_with_its_figures()
    {
        var reading = new EventReadings().Read(Call);

        Assert.Equal("CallSummary", reading.DetailType);
        Assert.Equal("c-1", reading.ContactId);
        Assert.Equal(
            "Ada's call of 3 min 20 s: MOS 4.1, 3.2 % lost inbound, 0 % outbound, jitter 24 ms, round trip 95 ms, "
                + "1 min 5 s on hold",
            reading.Sentence
        );
    }

    [Fact]
    public void Insights_name_the_call_when_its_summary_was_seen_and_the_contact_otherwise()
    {
        var readings = new EventReadings();
        Assert.Equal("The call c-1: Very High Packet Loss, High Jitter", readings.Read(Insights).Sentence);

        readings.Read(Call);

        Assert.Equal("Ada's call of 3 min 20 s: Very High Packet Loss, High Jitter", readings.Read(Insights).Sentence);
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("{}")]
    [InlineData("""{"detail-type":"SomethingElse","detail":{}}""")]
    public void Whatever_it_is_there_is_a_line_for_it(string json)
    {
        var reading = new EventReadings().Read(json);

        Assert.StartsWith("Not an event of the catalog.", reading.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', reading.Sentence);
    }

    [Fact]
    public void The_published_events_all_have_a_reading()
    {
        foreach (var file in Directory.EnumerateFiles(SharedCases.Folder("catalog"), "*.json"))
        {
            var reading = new EventReadings().Read(File.ReadAllText(file));

            Assert.DoesNotContain("Not an event", reading.Sentence, StringComparison.Ordinal);
            Assert.False(reading.Sentence.Contains('?', StringComparison.Ordinal), $"{file}: {reading.Sentence}");
        }
    }

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(59.4, "59 s")]
    [InlineData(60, "1 min")]
    [InlineData(200, "3 min 20 s")]
    [InlineData(3_900, "1 h 5 min")]
    public void Durations_are_said_as_people_say_them(double seconds, string said) =>
        Assert.Equal(said, Wording.Duration(seconds));
}
