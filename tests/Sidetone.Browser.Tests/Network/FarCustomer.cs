using System.Net;
using Microsoft.Playwright;
using Sidetone.Browser.Tests.Sdk;
using Sidetone.RecordCall;

namespace Sidetone.Browser.Tests.Network;

/// <summary>A customer's browser at the other end of a road, whose media takes the way through a relay.</summary>
internal sealed class FarCustomer(LossyRoad road, DelayingRelay relay) : IFarEnd
{
    private IBrowserContext? _browser;
    private IPEndPoint? _agent;

    public async Task<IPage> OpenAsync(IPlaywright playwright, string folder)
    {
        var home = Path.Combine(folder, "customer");
        _browser = await Browsers.StartAsync(playwright, ObservedCall.Chromium, road.CustomerNamespace, home, voice: 2);
        var page = await _browser.NewPageAsync();
        // No site can be reached from there, and a browser trusts this address with a microphone.
        const string Address = "https://customer.example/";
        await page.RouteAsync(
            Address,
            static route =>
                route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/html", Body = SoftphonePages.Call })
        );
        await page.GotoAsync(Address);
        return page;
    }

    public string PassOffer(string sdp)
    {
        _agent = Candidates.EndOf(sdp, road.AgentAddress);
        return Candidates.Behind(sdp, road.AgentAddress, relay.CustomerSide);
    }

    public string PassAnswer(string sdp)
    {
        relay.Join(_agent!, Candidates.EndOf(sdp, road.CustomerAddress));
        return Candidates.Behind(sdp, road.CustomerAddress, relay.AgentSide);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }
    }
}
