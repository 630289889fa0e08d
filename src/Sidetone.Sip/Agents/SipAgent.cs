using System.Net;
using System.Threading.Channels;
using Sidetone.Sip.Addresses;
using Sidetone.Sip.Calls;
using Sidetone.Sip.Messages;
using Sidetone.Sip.Registrations;
using Sidetone.Sip.Sdp;
using Sidetone.Sip.Transactions;
using Sidetone.Sip.Transports;

namespace Sidetone.Sip.Agents;

/// <summary>
/// A user agent (RFC 3261): owns its sockets, dials and takes calls, keeps registrations. Disposing it hangs up, waits
/// a moment for the answers, and leaves neither socket nor timer.
/// </summary>
public sealed class SipAgent : IAsyncDisposable
{
    // Guarded by the engine's gate: the calls that are not over, by Call-ID and our tag.
    private readonly Dictionary<(string CallId, string Tag), SipCall> _calls = [];
    private readonly HashSet<Registration> _registrations = [];
    private readonly Channel<IncomingCall> _incoming;
    private bool _isClosed;

    private SipAgent(SipAgentOptions options, TimeProvider time, IEnumerable<ISipTransport> transports)
    {
        Engine = new SipEngine(options, time, transports);
        Engine.Transactions.User = new AgentServer(this);
        _incoming = Channel.CreateBounded<IncomingCall>(
            new BoundedChannelOptions(options.WaitingCalls) { FullMode = BoundedChannelFullMode.Wait }
        );
    }

    /// <summary>What has been seen since the start.</summary>
    public SipCounters Counters => Engine.Counters;

    internal SipEngine Engine { get; }

    internal int Calls
    {
        get
        {
            lock (Engine.Gate)
            {
                return _calls.Count;
            }
        }
    }

    /// <summary>Binds the sockets and begins to hear.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">An address cannot be bound.</exception>
    /// <exception cref="ArgumentException">No transport is wanted.</exception>
    public static Task<SipAgent> StartAsync(SipAgentOptions options, TimeProvider time) =>
        StartAsync(options, time, SipEngine.Transports(options, time));

    internal static async Task<SipAgent> StartAsync(
        SipAgentOptions options,
        TimeProvider time,
        IEnumerable<ISipTransport> transports
    )
    {
        var agent = new SipAgent(options, time, transports);
        try
        {
            agent.Engine.Start();
            return agent;
        }
        catch
        {
            await agent.Engine.DisposeAsync();
            throw;
        }
    }

    /// <summary>The bound address of a transport; null when the agent has none of that kind.</summary>
    public IPEndPoint? LocalEndPoint(SipProtocol protocol) => Engine.LocalEndPoint(protocol);

    /// <summary>Dials. The call is on its way when this comes back; how it fares is the call's to say.</summary>
    /// <exception cref="ArgumentException">A header field of the options is none.</exception>
    public OutgoingCall Call(SipUri target, OutgoingCallOptions options)
    {
        foreach (var (name, value) in options.Headers)
        {
            if (!SipScanner.IsToken(name) || !SipText.IsOneLine(value))
            {
                throw new ArgumentException($"`{name}` cannot be a header field.", nameof(options));
            }
        }

        lock (Engine.Gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            var call = new OutgoingCall(this, target, options);
            if (_calls.Count >= Engine.Options.Calls)
            {
                Counters.RefusedOne();
                call.Note(new CallOver.Failed(Engine.Now, "this agent has as many calls as it may have"));
                return call;
            }

            _calls[(call.CallId, call.LocalTag)] = call;
            call.Start();
            return call;
        }
    }

    /// <summary>Registers an address of record and keeps it registered until the registration, or the agent, is disposed.</summary>
    public Registration Register(RegistrationOptions options)
    {
        lock (Engine.Gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            var registration = new Registration(this, options);
            _registrations.Add(registration);
            registration.Start();
            return registration;
        }
    }

    /// <summary>The next call that comes in. It may be over already when its caller was impatient.</summary>
    /// <exception cref="ChannelClosedException">The agent was disposed.</exception>
    public ValueTask<IncomingCall> NextCallAsync(CancellationToken token = default) =>
        _incoming.Reader.ReadAsync(token);

    /// <summary>Ends all calls and closes the sockets.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] farewells;
        lock (Engine.Gate)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
            farewells =
            [
                .. _calls.Values.ToArray().Select(static call => call.Leave()),
                .. _registrations.ToArray().Select(static registration => registration.Leave()),
            ];
        }

        _incoming.Writer.TryComplete();
        using var patience = new CancellationTokenSource(Engine.Options.Farewell, Engine.Clock.Time);
        try
        {
            await Task.WhenAll(farewells).WaitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // Whoever does not answer will find out by itself.
        }

        lock (Engine.Gate)
        {
            foreach (var registration in _registrations.ToArray())
            {
                registration.Remove();
            }
        }

        await Engine.DisposeAsync();
    }

    internal void Forget(Registration registration) => _registrations.Remove(registration);

    internal void Forget(SipCall call) => _calls.Remove((call.CallId, call.LocalTag));

    internal SipCall? Find(SipRequest request) =>
        request.To!.Tag is { } tag ? _calls.GetValueOrDefault((request.CallId!, tag)) : null;

    internal IncomingCall? Find(ServerTransaction invite) =>
        _calls.Values.OfType<IncomingCall>().FirstOrDefault(call => call.Is(invite));

    /// <summary>Takes a new call, unless there are too many.</summary>
    internal bool TryTake(ServerTransaction invite, SessionDescription? offer)
    {
        if (_isClosed || _calls.Count >= Engine.Options.Calls || _incoming.Reader.Count >= Engine.Options.WaitingCalls)
        {
            return false;
        }

        var call = new IncomingCall(this, invite, offer);
        _calls[(call.CallId, call.LocalTag)] = call;
        invite.Respond(100);
        return _incoming.Writer.TryWrite(call);
    }

    /// <summary>Answers a request that is about no session: OPTIONS, or what we do not do.</summary>
    internal void AnswerOutside(ServerTransaction transaction)
    {
        var request = transaction.Request;
        var status = request.Method switch
        {
            SipMethods.Options => 200,
            SipMethods.Bye or SipMethods.Update => 481,
            _ => 405,
        };
        var answer = SipResponse.Answering(request, status, TransactionLayer.StatelessTag(request));
        answer.Headers.Add(HeaderNames.Allow, SipMethods.Allowed);
        if (status == 200)
        {
            answer.Headers.Add(HeaderNames.Accept, "application/sdp");
            answer.Headers.Add(HeaderNames.Supported, "timer");
            answer.Headers.Add(HeaderNames.Contact, $"<{Engine.ContactFor(transaction.Source).ToWire()}>");
        }

        transaction.Respond(answer);
    }
}
