using Sidetone.Delivery.Destinations;
using Sidetone.Outgoing;

namespace Sidetone.Delivery.Files;

/// <summary>Appends one envelope per line; delivered means on disk.</summary>
internal sealed class FileDestination(LineFile file, SemaphoreSlim turn) : IRemoteDestination
{
    public int BatchMax => 500;

    public int ConcurrentSends => 1;

    public TimeSpan LongestSend => TimeSpan.FromSeconds(10);

    public async Task<IReadOnlyList<DeliveryOutcome>> SendAsync(
        IReadOnlyList<OutgoingEvent> events,
        CancellationToken cancellation
    )
    {
        await turn.WaitAsync(cancellation);
        try
        {
            await file.AppendAsync([.. events.Select(Envelope.Write)], cancellation);
            return [.. events.Select(_ => new DeliveryOutcome.Delivered())];
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return [.. events.Select(_ => new DeliveryOutcome.RetryLater(trouble.Message))];
        }
        finally
        {
            turn.Release();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
