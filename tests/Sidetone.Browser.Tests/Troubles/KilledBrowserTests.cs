using Sidetone.Browser.Tests.Sdk;
using Sidetone.Tests.Serving;

namespace Sidetone.Browser.Tests.Troubles;

/// <summary>A browser that is killed in mid-call.</summary>
public sealed class KilledBrowserTests
{
    /// <summary>What a page had not sent: a batch of three seconds, a sample, and some for a busy machine.</summary>
    private const long PacketsUnsentMax = 300;

    /// <summary>What a page had not written down: a sample, and some for a busy machine.</summary>
    private const long PacketsUnwrittenMax = 100;

    [Fact]
    public async Task A_killed_browsers_call_is_closed_by_silence_and_corrected_when_it_comes_back()
    {
        await using var call = await ObservedCall.StartAsync();
        var counted = await call.TalkAsync(8);
        await call.KillBrowserAsync();

        var silent = ObservedCall.Totals(await call.Server.SummaryAsync(call.ContactId));
        Assert.InRange(silent.Received, counted.Received - PacketsUnsentMax, counted.Received + PacketsUnwrittenMax);
        Assert.InRange(silent.Sent, counted.Sent - PacketsUnsentMax, counted.Sent + PacketsUnwrittenMax);

        await call.StartBrowserAsync();
        await call.MoveToNewPageAsync();
        await Eventually.HoldsAsync(async () =>
            ObservedCall.Totals(await call.Server.StoredSummaryAsync(call.ContactId)).Received
            >= counted.Received - PacketsUnwrittenMax
        );
        var stored = ObservedCall.Totals(await call.Server.StoredSummaryAsync(call.ContactId));
        Assert.InRange(stored.Received, silent.Received, counted.Received + PacketsUnwrittenMax);
        Assert.InRange(stored.Sent, counted.Sent - PacketsUnwrittenMax, counted.Sent + PacketsUnwrittenMax);
        var batches = Assert.Single(await call.Server.BatchesAsync(call.ContactId));
        Assert.Equal(Enumerable.Range(0, batches.Length), batches);
    }
}
