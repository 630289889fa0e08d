using Microsoft.Playwright;

namespace Sidetone.Browser.Tests.Sdk;

/// <summary>The customer's end of a call, when it is not another page of the agent's browser. The call disposes of it.</summary>
internal interface IFarEnd : IAsyncDisposable
{
    /// <summary>Opens the customer's page.</summary>
    Task<IPage> OpenAsync(IPlaywright playwright, string folder);

    /// <summary>What the customer is told of the agent's offer.</summary>
    string PassOffer(string sdp);

    /// <summary>What the agent is told of the customer's answer.</summary>
    string PassAnswer(string sdp);
}
