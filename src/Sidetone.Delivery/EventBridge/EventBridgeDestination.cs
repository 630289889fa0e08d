using Sidetone.Delivery.Aws;
using Sidetone.Delivery.Destinations;

namespace Sidetone.Delivery.EventBridge;

/// <summary>Sends events to a bus in requests that respect both limits, and reads the outcome of every entry.</summary>
internal sealed class EventBridgeDestination : IRemoteDestination, IProbedDestination
{
    private readonly EventBridgeClient _client;
    private readonly EventBridgeSettings _settings;
    private readonly string _source;
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;

    /// <param name="client">The client; it is closed with this.</param>
    /// <param name="settings">The destination's settings.</param>
    /// <param name="source">The events' source; for a partner the name of the partner event source.</param>
    /// <param name="time">The clock of timeouts.</param>
    public EventBridgeDestination(
        EventBridgeClient client,
        EventBridgeSettings settings,
        string source,
        TimeProvider time
    )
    {
        _client = client;
        _settings = settings;
        _source = source;
        _time = time;
        _timeout = TimeSpan.FromSeconds(settings.TimeoutSeconds);
        BatchMax = settings.EntriesMax ?? EventBridgeSettingsRules.EntriesMost(settings);
    }

    public int BatchMax { get; }

    public int ConcurrentSends => _settings.ConcurrentRequests;

    // A request that is wrong as a whole is followed by requests of one entry each, all at once.
    public TimeSpan LongestSend => 2 * _timeout;

    public async Task<IReadOnlyList<DeliveryOutcome>> SendAsync(
        IReadOnlyList<OutgoingEvent> events,
        CancellationToken cancellation
    )
    {
        var entries = events.Select(sent => new EventBridgeEntry(sent, _source, _settings.Bus)).ToArray();
        var outcomes = new DeliveryOutcome[entries.Length];
        var sendable = new List<int>(entries.Length);
        for (var place = 0; place < entries.Length; place++)
        {
            if (entries[place].Refusal(_settings.RequestBytesMax) is { } reason)
            {
                outcomes[place] = new DeliveryOutcome.Rejected(reason);
            }
            else
            {
                sendable.Add(place);
            }
        }

        var requests = EntryRequests.Divide(
            sendable,
            place => entries[place].Bytes,
            BatchMax,
            _settings.RequestBytesMax
        );
        // At the same time: they hold one event of a contact at most, and one after the other could take too long.
        await Task.WhenAll(
            requests.Select(async places =>
            {
                var answers = await PutAsync([.. places.Select(place => entries[place])], cancellation);
                for (var i = 0; i < places.Count; i++)
                {
                    outcomes[places[i]] = answers[i];
                }
            })
        );
        return outcomes;
    }

    public async Task<ProbeFinding> ProbeAsync(CancellationToken cancellation)
    {
        if (!_settings.Probe)
        {
            return new ProbeFinding(true, "Nobody asks whether the bus is there: probe is off.");
        }

        try
        {
            return await InTimeAsync(
                stop => _settings.PartnerAccount is { } account ? ProbeSourceAsync(account, stop) : ProbeBusAsync(stop),
                cancellation
            );
        }
        catch (AwsException failed)
        {
            return new ProbeFinding(false, failed.Failure.ToString());
        }
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<ProbeFinding> ProbeBusAsync(CancellationToken cancellation)
    {
        var bus = await _client.DescribeEventBusAsync(_settings.Bus!, cancellation);
        return new ProbeFinding(true, $"The bus is there: {bus.Arn}");
    }

    private async Task<ProbeFinding> ProbeSourceAsync(string account, CancellationToken cancellation)
    {
        var accounts = await _client.ListPartnerEventSourceAccountsAsync(_source, cancellation);
        return PartnerSourceState.Of(_source, account, accounts);
    }

    private async Task<IReadOnlyList<DeliveryOutcome>> PutAsync(
        IReadOnlyList<EventBridgeEntry> entries,
        CancellationToken cancellation
    )
    {
        var answer = await PutOnceAsync(entries, cancellation);
        if (answer.Outcomes is { } outcomes)
        {
            return outcomes;
        }

        if (answer.Failure is { Fault: AwsFault.Refused } && entries.Count > 1)
        {
            // One bad entry spoils a request; each by itself, only the bad one is set aside.
            var alone = await Task.WhenAll(entries.Select(entry => PutOnceAsync([entry], cancellation)));
            return [.. alone.Select(each => each.Outcomes is [var one] ? one : EntryAnswer.Of(each.Failure!))];
        }

        return [.. entries.Select(_ => EntryAnswer.Of(answer.Failure!))];
    }

    /// <summary>Sends one request: an outcome for every entry, or the failure of all.</summary>
    private async Task<(IReadOnlyList<DeliveryOutcome>? Outcomes, AwsFailure? Failure)> PutOnceAsync(
        IReadOnlyList<EventBridgeEntry> entries,
        CancellationToken cancellation
    )
    {
        var body = EventBridgeEntry.Write(entries);
        try
        {
            var result = await InTimeAsync(
                stop =>
                    _settings.PartnerAccount is null
                        ? _client.PutEventsAsync(body, stop)
                        : _client.PutPartnerEventsAsync(body, stop),
                cancellation
            );
            return result.Entries is { } answers && answers.Count == entries.Count
                ? ([.. answers.Select(EntryAnswer.Of)], null)
                : (null, new AwsFailure(AwsFault.Unanswered, null, "The answer has not one outcome for each entry."));
        }
        catch (AwsException failed)
        {
            return (null, failed.Failure);
        }
    }

    private async Task<T> InTimeAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            return await call(either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            var late = new AwsFailure(AwsFault.Unanswered, null, $"No answer within {_settings.TimeoutSeconds} s.");
            throw new AwsException(late);
        }
    }
}
