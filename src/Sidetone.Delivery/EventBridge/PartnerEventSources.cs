using Sidetone.Delivery.Aws;
using Sidetone.Delivery.Destinations;
using Sidetone.Outgoing;

namespace Sidetone.Delivery.EventBridge;

/// <summary>What a registered partner does with the event source of a destination, beside sending to it.</summary>
public sealed class PartnerEventSources(OutgoingAddressPolicy policy, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly EventBridgeDestinationKind _kind = new(policy, time);

    /// <summary>
    /// Makes the partner event source for the customer's account; its ARN. Events wait until the customer makes an
    /// event bus of it.
    /// </summary>
    /// <exception cref="DestinationSettingsException">Its settings cannot be used.</exception>
    /// <exception cref="PartnerEventSourceException">It is no partner's destination, or AWS refused.</exception>
    public Task<string> CreateAsync(DestinationRecord record, CancellationToken cancellation) =>
        CallAsync(
            record,
            async (client, account, stop) =>
            {
                var made = await client.CreatePartnerEventSourceAsync(record.Source, account, stop);
                return made.CreatedArn ?? "";
            },
            cancellation
        );

    /// <summary>Whether the customer has made an event bus of the source.</summary>
    /// <exception cref="DestinationSettingsException">Its settings cannot be used.</exception>
    /// <exception cref="PartnerEventSourceException">It is no partner's destination, or AWS refused.</exception>
    public Task<ProbeFinding> StatusAsync(DestinationRecord record, CancellationToken cancellation) =>
        CallAsync(
            record,
            async (client, account, stop) =>
            {
                await client.DescribePartnerEventSourceAsync(record.Source, stop);
                var accounts = await client.ListPartnerEventSourceAccountsAsync(record.Source, stop);
                return PartnerSourceState.Of(record.Source, account, accounts);
            },
            cancellation
        );

    /// <summary>Removes the partner event source: the customer's bus of it gets nothing any more.</summary>
    /// <exception cref="DestinationSettingsException">Its settings cannot be used.</exception>
    /// <exception cref="PartnerEventSourceException">It is no partner's destination, or AWS refused.</exception>
    public Task RemoveAsync(DestinationRecord record, CancellationToken cancellation) =>
        CallAsync(
            record,
            async (client, account, stop) =>
            {
                await client.DeletePartnerEventSourceAsync(record.Source, account, stop);
                return true;
            },
            cancellation
        );

    /// <inheritdoc/>
    public void Dispose() => _kind.Dispose();

    private async Task<T> CallAsync<T>(
        DestinationRecord record,
        Func<EventBridgeClient, string, CancellationToken, Task<T>> call,
        CancellationToken cancellation
    )
    {
        if (record.Kind != EventBridgeDestinationKind.KindName)
        {
            throw new PartnerEventSourceException($"The destination '{record.Name}' is not one of EventBridge.");
        }

        var (client, settings) = _kind.Connect(record);
        using (client)
        {
            if (settings.PartnerAccount is not { } account)
            {
                throw new PartnerEventSourceException($"The destination '{record.Name}' is not a partner's.");
            }

            using var end = new CancellationTokenSource(Timeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellation);
            try
            {
                return await call(client, account, either.Token);
            }
            catch (AwsException refused)
            {
                throw new PartnerEventSourceException(refused.Message, refused);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                throw new PartnerEventSourceException($"No answer within {Timeout.TotalSeconds:0} s.");
            }
        }
    }
}

/// <summary>Something could not be done with a partner event source; the message says why.</summary>
public sealed class PartnerEventSourceException(string message, Exception? inner = null) : Exception(message, inner);
