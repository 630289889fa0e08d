using System.Collections.Concurrent;
using System.Threading.Channels;
using Sidetone.Delivery.Destinations;

namespace Sidetone.Delivery.Tests.Rigs;

/// <summary>A destination outside, whose answers the test decides; it remembers what it was sent.</summary>
internal sealed class ScriptedDestination : IDestinationKind, IRemoteDestination
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<DeliveryOutcome>> _answers = new();
    private readonly Channel<OutgoingEvent> _sent = Channel.CreateBounded<OutgoingEvent>(1_000);

    public string Name { get; init; } = "scripted";

    public int BatchMax { get; init; } = 10;

    public int ConcurrentSends { get; init; } = 2;

    public TimeSpan LongestSend => TimeSpan.FromSeconds(10);

    public ConcurrentQueue<OutgoingEvent> Received { get; } = new();

    /// <summary>While set, sends wait for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public Exception? Mistake { get; set; }

    /// <summary>While set, it does not open.</summary>
    public string? Unusable { get; set; }

    /// <summary>What it answers, in turn, for the events of a contact and type; after that it takes them.</summary>
    public void Answers(string contact, string type, params DeliveryOutcome[] outcomes) =>
        _answers[$"{contact}/{type}"] = new ConcurrentQueue<DeliveryOutcome>(outcomes);

    public Task<OutgoingEvent> NextSendAsync() =>
        _sent
            .Reader.ReadAsync(TestContext.Current.CancellationToken)
            .AsTask()
            .WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

    public IDestination Open(DestinationRecord record) =>
        Unusable is null ? this : throw new DestinationSettingsException(Unusable);

    public async Task<IReadOnlyList<DeliveryOutcome>> SendAsync(
        IReadOnlyList<OutgoingEvent> events,
        CancellationToken cancellation
    )
    {
        foreach (var sent in events)
        {
            await _sent.Writer.WriteAsync(sent, cancellation);
        }

        await Gate;
        if (Mistake is not null)
        {
            throw Mistake;
        }

        return [.. events.Select(Answer)];
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private DeliveryOutcome Answer(OutgoingEvent sent)
    {
        var outcome =
            _answers.TryGetValue($"{sent.ContactId}/{sent.DetailType}", out var answers)
            && answers.TryDequeue(out var next)
                ? next
                : new DeliveryOutcome.Delivered($"ext-{sent.ContactId}");
        if (outcome is DeliveryOutcome.Delivered)
        {
            Received.Enqueue(sent);
        }

        return outcome;
    }
}
