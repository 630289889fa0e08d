using System.Text;

namespace Sidetone.Catalog.Tests;

public class ConsumerGuideTests
{
    [Theory]
    [InlineData(nameof(Payloads.InsightsSummary), "Call ac7a6a89-43ff-4dce-8aa2-1e659475d24e: High Packet Loss.\n")]
    [InlineData(nameof(Payloads.AgentReportedIssue), "andy reports 'Softphone would not work'.\n")]
    [InlineData(
        nameof(Payloads.HeartbeatWorkflow),
        "Test 7ac7ba31-1111-2222-3333-6796c5d0f2e5: Call Not Accepted by Agent.\n"
    )]
    [InlineData(nameof(Payloads.HeadsetSummary), "")]
    [InlineData(nameof(Payloads.CallSummary), "")]
    [InlineData(nameof(Payloads.CallSummary2025), "")]
    public async Task The_sample_function_takes_every_event(string name, string line) =>
        Assert.Equal(line, await RunAsync(Payloads.Of(name)));

    [Fact]
    public async Task The_sample_function_says_which_call_sounded_poor()
    {
        var poor = Payloads.CallSummary.Replace("\"avg\": 4.25", "\"avg\": 3.10");

        Assert.Equal(
            "Call ac7a6a89-1111-2222-3333-1e659475d24e of andy sounded poor: MOS 3.10.\n",
            await RunAsync(poor)
        );
    }

    [Fact]
    public async Task The_sample_function_says_which_boom_arm_moved() =>
        Assert.Equal(
            "The boom arm of Jabra PanaCast 20 A0000052B691 left its place 3 times.\n",
            await RunAsync(
                Payloads.HeadsetSummary.Replace("\"misalignedBoomArmCount\": 0", "\"misalignedBoomArmCount\": 3")
            )
        );

    [Fact]
    public async Task The_sample_function_refuses_what_is_no_event()
    {
        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => RunAsync("{}"));

        Assert.StartsWith("$['detail-type']: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_guide_quotes_the_sample_as_it_is()
    {
        var folder = Path.Combine(Checkout(), "docs", "using");
        var guide = File.ReadAllText(Path.Combine(folder, "consume-events.md"));
        var sample = Lines(File.ReadAllText(Path.Combine(folder, "LambdaConsumer", "Function.cs")));

        var quotes = guide.Split("```csharp\n").Skip(1).Select(static rest => Lines(rest.Split("```")[0])).ToList();

        Assert.Equal(3, quotes.Count);
        Assert.All(quotes, quote => Assert.Contains(quote, sample, StringComparison.Ordinal));
    }

    [Fact]
    public void The_guide_names_nothing_that_is_not_there()
    {
        var guide = File.ReadAllText(Path.Combine(Checkout(), "docs", "using", "consume-events.md"));

        Assert.Contains("`$.detail.billing.durationRoundedMin: The catalog has a number here; this is a text.`", guide);
        var json = Payloads.CallSummary.Replace("\"durationRoundedMin\": 1", "\"durationRoundedMin\": \"1\"");
        Assert.False(EventCatalog.TryParse(Encoding.UTF8.GetBytes(json), out _, out var problem));
        Assert.Equal(
            "$.detail.billing.durationRoundedMin: The catalog has a number here; this is a text.",
            $"{problem}"
        );
    }

    private static async Task<string> RunAsync(string json)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(json));
        await new LambdaConsumer.Function(output).HandleAsync(input);
        return output.ToString();
    }

    private static string Lines(string code) =>
        string.Join('\n', code.Trim().Split('\n').Select(static line => line.Trim()));

    private static string Checkout()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Sidetone.slnx")))
        {
            folder =
                folder.Parent ?? throw new InvalidOperationException("The tests do not run from within a checkout.");
        }

        return folder.FullName;
    }
}
