using Sidetone.Tests.EventBridge;

namespace Sidetone.Delivery.Tests.Destinations;

public sealed class EventBridgeDestinationTests : EventBridgeSuite
{
    private protected override async Task<EventBridgeEndpoint> OpenEndpointAsync() =>
        new ReceiverEndpoint(await EventBridgeReceiver.StartAsync());

    private sealed class ReceiverEndpoint(EventBridgeReceiver receiver) : EventBridgeEndpoint
    {
        public override string Url => receiver.Url;

        public override string AccessKeyId => EventBridgeReceiver.Key.Id;

        public override string SecretAccessKey => EventBridgeReceiver.Key.Secret;

        public override bool CanReject => true;

        public override Task<IReadOnlyList<string>> ReceivedAsync() =>
            Task.FromResult<IReadOnlyList<string>>([
                .. receiver.Taken.Select(taken => taken.Envelope("000000000000", Region)),
            ]);

        public override Task TroubleAsync()
        {
            receiver.Usual = Misbehaviour.Throttles;
            return Task.CompletedTask;
        }

        public override Task MendAsync()
        {
            receiver.Usual = Misbehaviour.None;
            receiver.Accept();
            return Task.CompletedTask;
        }

        public override void Reject(string contact) =>
            receiver.Refuse($"\"{contact}\"", "NotAuthorizedForDetailTypeException", "Not for you.");

        public override ValueTask DisposeAsync() => receiver.DisposeAsync();
    }
}
