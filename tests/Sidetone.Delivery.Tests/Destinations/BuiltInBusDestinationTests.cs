using System.Data.Common;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Sidetone.Bus.Log;
using Sidetone.Delivery.Destinations;
using Sidetone.Delivery.Tests.Rigs;
using Sidetone.Storage;

namespace Sidetone.Delivery.Tests.Destinations;

public sealed class BuiltInBusDestinationTests : DestinationSuite
{
    private protected override Task<Place> OpenAsync() => Task.FromResult<Place>(new BusPlace());

    private sealed class BusPlace : Place
    {
        private readonly Trouble _trouble = new();

        public override string Kind => "bus-in-trouble";

        public override bool ExactlyOnce => true;

        public override void Register(IServiceCollection services) =>
            services.AddSingleton<IDestinationKind>(provider => new BusInTrouble(
                new BuiltInBusDestinationKind(provider.GetRequiredService<BusLog>(), "ap-southeast-2"),
                _trouble
            ));

        public override async Task<IReadOnlyList<string>> ReceivedAsync(DeliveryRig rig)
        {
            var page = await rig.Get<BusLog>()
                .ReadAfterAsync(
                    DeliveryRig.Group,
                    0,
                    new HashSet<string>(),
                    100,
                    TestContext.Current.CancellationToken
                );
            return [.. page.Events.Select(logged => Encoding.UTF8.GetString(logged.Envelope.Span))];
        }

        public override Task TroubleAsync(DeliveryRig rig)
        {
            _trouble.On = true;
            return Task.CompletedTask;
        }

        public override Task MendAsync(DeliveryRig rig)
        {
            _trouble.On = false;
            return Task.CompletedTask;
        }

        public override Func<Task<bool>> WasTriedInTroubleAsync(DeliveryRig rig) =>
            () => Task.FromResult(_trouble.Met > 1);
    }

    private sealed class Trouble
    {
        public volatile bool On;
        public volatile int Met;
    }

    /// <summary>The real joining class, on a store that is too busy at times after the events were appended.</summary>
    private sealed class BusInTrouble(BuiltInBusDestinationKind real, Trouble trouble) : IDestinationKind
    {
        public string Name => "bus-in-trouble";

        public IDestination Open(DestinationRecord record) =>
            new Destination((ITransactionalDestination)real.Open(record), trouble);

        private sealed class Destination(ITransactionalDestination real, Trouble trouble) : ITransactionalDestination
        {
            public int BatchMax => real.BatchMax;

            public async Task AppendAsync(
                DbTransaction transaction,
                IReadOnlyList<OutgoingEvent> events,
                CancellationToken cancellation
            )
            {
                await real.AppendAsync(transaction, events, cancellation);
                if (trouble.On)
                {
                    trouble.Met++;
                    throw new StoreBusyException("The store is busy.");
                }
            }

            public Task CommittedAsync(CancellationToken cancellation) => real.CommittedAsync(cancellation);

            public ValueTask DisposeAsync() => real.DisposeAsync();
        }
    }
}
