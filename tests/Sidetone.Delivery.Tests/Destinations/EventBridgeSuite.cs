using Sidetone.Delivery.Tests.Rigs;

namespace Sidetone.Delivery.Tests.Destinations;

/// <summary>
/// The destination suite for whatever speaks EventBridge's API: a class that derives from it says where that is, how
/// to look what arrived there and how to make it fail.
/// </summary>
public abstract class EventBridgeSuite : DestinationSuite
{
    private protected abstract Task<EventBridgeEndpoint> OpenEndpointAsync();

    private protected override async Task<Place> OpenAsync() => new EventBridgePlace(await OpenEndpointAsync());

    private sealed class EventBridgePlace(EventBridgeEndpoint endpoint) : Place
    {
        public override string Kind => "eventbridge";

        public override string Settings =>
            $$"""{"bus":"{{endpoint.Bus}}","region":"{{endpoint.Region}}","endpoint":"{{endpoint.Url}}"}""";

        public override string Secrets =>
            $$"""{"accessKeyId":"{{endpoint.AccessKeyId}}","secretAccessKey":"{{endpoint.SecretAccessKey}}"}""";

        public override string SourcePrefix => "sidetone";

        public override bool GivesOwnIds => true;

        public override bool CanReject => endpoint.CanReject;

        public override Task<IReadOnlyList<string>> ReceivedAsync(DeliveryRig rig) => endpoint.ReceivedAsync();

        public override Task TroubleAsync(DeliveryRig rig) => endpoint.TroubleAsync();

        public override Task MendAsync(DeliveryRig rig) => endpoint.MendAsync();

        public override void Reject(string contact) => endpoint.Reject(contact);

        public override async ValueTask DisposeAsync()
        {
            await endpoint.DisposeAsync();
            await base.DisposeAsync();
        }
    }
}

/// <summary>A server that speaks EventBridge's API, with a bus of the account 000000000000.</summary>
internal abstract class EventBridgeEndpoint : IAsyncDisposable
{
    public abstract string Url { get; }

    public virtual string Bus => "calls";

    public virtual string Region => "ap-southeast-2";

    public abstract string AccessKeyId { get; }

    public abstract string SecretAccessKey { get; }

    /// <summary>Whether it can be made to refuse single entries.</summary>
    public virtual bool CanReject => false;

    /// <summary>The envelopes that a rule of the bus sees, in order.</summary>
    public abstract Task<IReadOnlyList<string>> ReceivedAsync();

    /// <summary>Makes it fail what is sent, for a while.</summary>
    public abstract Task TroubleAsync();

    /// <summary>Makes it take everything again.</summary>
    public abstract Task MendAsync();

    /// <summary>Makes it refuse entries about a contact for good.</summary>
    public virtual void Reject(string contact) { }

    public abstract ValueTask DisposeAsync();
}
