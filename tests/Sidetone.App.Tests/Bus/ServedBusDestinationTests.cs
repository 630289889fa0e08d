using Sidetone.Delivery.Tests.Destinations;

namespace Sidetone.Tests.Bus;

/// <summary>What delivery promises, when the EventBridge that it delivers to is the server's own bus.</summary>
public sealed class ServedBusDestinationTests : EventBridgeSuite
{
    private const string File = "calls.jsonl";

    private protected override async Task<EventBridgeEndpoint> OpenEndpointAsync()
    {
        var served = await ServedBus.StartAsync();
        var endpoint = new ServedEndpoint(served);
        await served.AddBusAsync(endpoint.Bus);
        await served.AddFileAsync(endpoint.Bus, File);
        await endpoint.ReceivedAsync();
        return endpoint;
    }

    /// <summary>Its trouble is that it is gone; single entries it has no reason to refuse.</summary>
    private sealed class ServedEndpoint(ServedBus served) : EventBridgeEndpoint
    {
        public override string Url => served.Url;

        public override string Region => ServedBus.Region;

        public override string AccessKeyId => served.Key.Id;

        public override string SecretAccessKey => served.Key.Secret;

        public override bool IsAwayInTrouble => true;

        public override TimeSpan? Step => TimeSpan.FromMilliseconds(100);

        public override Task<IReadOnlyList<string>> ReceivedAsync() => served.WrittenAsync(Bus, File);

        public override Task TroubleAsync()
        {
            served.Kill();
            return Task.CompletedTask;
        }

        public override Task MendAsync() => served.ResumeAsync();

        public override ValueTask DisposeAsync() => served.DisposeAsync();
    }
}
