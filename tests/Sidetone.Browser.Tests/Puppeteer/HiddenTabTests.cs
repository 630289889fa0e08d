using Sidetone.Browser.Tests.Sdk;

namespace Sidetone.Browser.Tests.Puppeteer;

/// <summary>A call whose tab is hidden behind another one, where browsers slow timers down.</summary>
public sealed class HiddenTabTests
{
    [Theory]
    [InlineData(ObservedCall.Chromium)]
    [InlineData(DrivenCall.Firefox)]
    public async Task A_call_in_a_hidden_tab_is_sampled_every_second_and_loses_nothing(string browser)
    {
        DrivenCall.SkipUnlessInstalled(browser);
        await using var pages = await SoftphonePages.StartAsync();
        await using var server = await SdkServer.StartAsync(pages.Origin);
        pages.Observe(server);
        var contactId = Guid.CreateVersion7().ToString();
        await using var driven = await DrivenCall.MakeAsync(pages, browser, contactId, packets: 500, hidden: true);
        var call = driven.Account;

        Assert.Equal("hidden", call.Visibility);
        Assert.InRange(call.SampledAt.Count, 8, 14);
        Assert.All(
            call.SampledAt.Zip(call.SampledAt.Skip(1)),
            pair => Assert.InRange(pair.Second - pair.First, 1, 2000)
        );
        Assert.Empty(call.Complaints);
        Assert.Equal(call.Counted, ObservedCall.Totals(await server.SummaryAsync(contactId)));
    }
}
