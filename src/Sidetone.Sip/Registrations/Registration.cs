using System.Globalization;
using System.Runtime.CompilerServices;
using Sidetone.Sip.Addresses;
using Sidetone.Sip.Agents;
using Sidetone.Sip.Authentication;
using Sidetone.Sip.Messages;
using Sidetone.Sip.Transactions;
using Sidetone.Sip.Transports;

namespace Sidetone.Sip.Registrations;

/// <summary>
/// A binding at a registrar (RFC 3261 §10), kept alive until it is disposed. A failure shows in <see cref="State"/> and
/// in <see cref="WatchAsync"/> and is tried again, for ever; whoever cannot go on without asks
/// <see cref="WhenActiveAsync"/>.
/// </summary>
public sealed class Registration : IAsyncDisposable
{
    private readonly SipAgent _agent;
    private readonly RegistrationOptions _options;
    private readonly DigestSession _digests;
    private readonly GatedClock.SipTimer _next;
    private readonly string _callId = Tokens.New();
    private readonly string _tag = Tokens.New();

    // Guarded by the engine's gate.
    private TaskCompletionSource _changed = NewSource();
    private readonly TaskCompletionSource _removed = NewSource();
    private uint _sequence;
    private uint _expires;
    private int _failures;
    private bool _isLeaving;

    internal Registration(SipAgent agent, RegistrationOptions options)
    {
        _agent = agent;
        _options = options;
        _digests = new DigestSession(options.Credentials);
        _expires = (uint)Math.Clamp(options.Expires.TotalSeconds, 1, int.MaxValue);
        _next = Engine.Clock.Timer(Send);
        State = new RegistrationState.Pending(Engine.Now);
    }

    /// <summary>How it stands.</summary>
    public RegistrationState State { get; private set; }

    private SipEngine Engine => _agent.Engine;

    /// <summary>Comes when calls reach us.</summary>
    /// <exception cref="RegistrationException">The first try, or the one that is under way, failed.</exception>
    public async Task WhenActiveAsync(CancellationToken token = default)
    {
        await foreach (var state in WatchAsync(token))
        {
            switch (state)
            {
                case RegistrationState.Active:
                    return;
                case RegistrationState.Failing failing:
                    throw new RegistrationException(failing, failing.Reason);
                case RegistrationState.Removed:
                    throw new RegistrationException(state, "The registration was disposed.");
            }
        }
    }

    /// <summary>The state now and each later one; states that pass faster than they are read are left out.</summary>
    public async IAsyncEnumerable<RegistrationState> WatchAsync(
        [EnumeratorCancellation] CancellationToken token = default
    )
    {
        while (true)
        {
            RegistrationState state;
            Task changed;
            lock (Engine.Gate)
            {
                state = State;
                changed = _changed.Task;
            }

            yield return state;
            if (state is RegistrationState.Removed)
            {
                yield break;
            }

            await changed.WaitAsync(token);
        }
    }

    /// <summary>Takes the binding back, and waits until the registrar has taken note or time is up.</summary>
    public async ValueTask DisposeAsync()
    {
        Task removed;
        lock (Engine.Gate)
        {
            removed = Leave();
        }

        await removed;
    }

    /// <summary>Called under the gate.</summary>
    internal void Start() => Send();

    /// <summary>Takes the binding back; called under the gate.</summary>
    internal Task Leave()
    {
        if (_isLeaving)
        {
            return _removed.Task;
        }

        _isLeaving = true;
        _next.Stop();
        if (State is RegistrationState.Failing)
        {
            Remove();
        }
        else
        {
            Send();
        }

        return _removed.Task;
    }

    /// <summary>Forgets the binding without a word; called under the gate.</summary>
    internal void Remove()
    {
        _isLeaving = true;
        _next.Stop();
        _agent.Forget(this);
        Become(new RegistrationState.Removed(Engine.Now));
        _removed.TrySetResult();
    }

    private void Send()
    {
        var registrar = _options.Registrar ?? _options.Address.WithoutUser();
        Engine.Route(
            _options.Proxy ?? registrar,
            peer =>
                new ClientExchange(Engine, _digests, peer, () => Build(registrar, peer))
                {
                    Answered = (_, response) => Answered(response, peer),
                    Failed = failure =>
                        Fail(
                            null,
                            failure == ClientFailure.TimedOut
                                ? "the registrar does not answer"
                                : "the registrar cannot be reached"
                        ),
                }.Start(),
            reason => Fail(null, reason)
        );
    }

    private SipRequest Build(SipUri registrar, SipPeer peer)
    {
        var request = new SipRequest(SipMethods.Register, registrar.WithoutUser().AsTarget().ToWire());
        var headers = request.Headers;
        if (_options.Proxy is { } proxy)
        {
            headers.Add(HeaderNames.Route, proxy.IsLooseRouter ? $"<{proxy.ToWire()}>" : $"<{proxy.ToWire()};lr>");
        }

        headers.Add(HeaderNames.MaxForwards, "70");
        headers.Add(HeaderNames.From, NameAddress.Of(_options.Address, name: null, _tag).ToString());
        headers.Add(HeaderNames.To, NameAddress.Of(_options.Address).ToString());
        headers.Add(HeaderNames.CallId, _callId);
        headers.Add(HeaderNames.CSeq, new CSeq(++_sequence, SipMethods.Register).ToString());
        headers.Add(HeaderNames.Contact, $"<{Engine.ContactFor(peer).ToWire()}>");
        headers.Add(HeaderNames.Expires, (_isLeaving ? 0 : _expires).ToString(CultureInfo.InvariantCulture));
        headers.Add(HeaderNames.Allow, SipMethods.Allowed);
        headers.Add(HeaderNames.UserAgent, SipText.Wire(Engine.Options.Product));
        return request;
    }

    private void Answered(SipResponse response, SipPeer peer)
    {
        if (response.IsProvisional)
        {
            return;
        }

        if (_isLeaving)
        {
            Remove();
        }
        else if (response.IsSuccess)
        {
            Succeed(Granted(response, peer));
        }
        else if (
            response.Status == 423
            && response.Headers.Number(HeaderNames.MinExpires) is { } least
            && least > _expires
        )
        {
            _expires = least;
            Send();
        }
        else
        {
            Fail(response, $"the registrar answers {response.Status} {SipText.Readable(response.Reason)}");
        }
    }

    private void Succeed(uint seconds)
    {
        if (seconds == 0)
        {
            Fail(null, "the registrar took the request, but not the binding");
            return;
        }

        _failures = 0;
        Become(new RegistrationState.Active(Engine.Now, Engine.Now + TimeSpan.FromSeconds(seconds)));
        // In time for a request that is lost a few times (timer F), or halfway when that is sooner.
        _next.Start(TimeSpan.FromSeconds(Math.Max(seconds / 2.0, seconds - 32.0)));
    }

    private void Fail(SipResponse? response, string reason)
    {
        if (_isLeaving)
        {
            Remove();
            return;
        }

        var most = _options.RetryFirst * Math.Pow(2, Math.Min(_failures++, 30));
        var wait = (most < _options.RetryMost ? most : _options.RetryMost) * (0.5 + (Random.Shared.NextDouble() / 2));
        if (response?.Headers.Number(HeaderNames.RetryAfter) is { } asked && asked < _options.RetryMost.TotalSeconds)
        {
            wait = TimeSpan.FromSeconds(Math.Max(wait.TotalSeconds, asked));
        }

        Become(new RegistrationState.Failing(Engine.Now, response?.Status, reason, Engine.Now + wait));
        _next.Start(wait);
    }

    /// <summary>Seconds that the registrar gives our binding: its Contact's, else Expires, else what we asked.</summary>
    private uint Granted(SipResponse response, SipPeer peer)
    {
        var ours = Engine.ContactFor(peer);
        var contacts = response.Headers.Addresses(HeaderNames.Contact) ?? [];
        var mine = contacts.Find(contact =>
            contact.Uri is { } uri && uri.Host == ours.Host && uri.Port == ours.Port && uri.User == ours.User
        );
        if (mine is null)
        {
            // A registrar lists what it has bound (RFC 3261 §10.3): ours is not among it.
            return contacts.Count > 0 ? 0 : response.Headers.Number(HeaderNames.Expires) ?? _expires;
        }

        return uint.TryParse(mine.Parameters["expires"], NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? Math.Min(given, int.MaxValue)
            : response.Headers.Number(HeaderNames.Expires) ?? _expires;
    }

    private void Become(RegistrationState state)
    {
        State = state;
        var changed = _changed;
        _changed = NewSource();
        changed.TrySetResult();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
