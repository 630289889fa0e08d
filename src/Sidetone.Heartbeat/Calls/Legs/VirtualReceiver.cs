using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Sidetone.Heartbeat.Accounts;
using Sidetone.Heartbeat.Definitions;
using Sidetone.Heartbeat.Signals;
using Sidetone.Sip.Addresses;
using Sidetone.Sip.Agents;
using Sidetone.Sip.Authentication;
using Sidetone.Sip.Calls;
using Sidetone.Sip.Registrations;

namespace Sidetone.Heartbeat.Calls.Legs;

/// <summary>The agent that this process plays in a test call: registers or listens, and answers by its rule.</summary>
/// <remarks>It takes one call, the one of its job; others that come meanwhile are told that it is busy.</remarks>
internal sealed class VirtualReceiver : IAsyncDisposable
{
    /// <summary>The header that tells a job's call from others on the same account.</summary>
    public const string JobHeader = "X-Sidetone-Job";

    private const int Busy = 486;
    private static readonly TimeSpan s_registering = TimeSpan.FromSeconds(10);

    private readonly SipAgent _agent;
    private readonly AnswerRule _rule;
    private readonly string _job;
    private readonly TimeProvider _time;

    private VirtualReceiver(SipAgent agent, CallLeg leg, AnswerRule rule, string job, TimeProvider time)
    {
        (_agent, Leg, _rule, _job, _time) = (agent, leg, rule, job, time);
    }

    /// <summary>Its audio.</summary>
    public CallLeg Leg { get; }

    /// <summary>The call, once it came.</summary>
    public IncomingCall? Call { get; private set; }

    /// <summary>Whether it was offered the call and refused it.</summary>
    public bool HasRejected { get; private set; }

    /// <summary>Opens it; calls reach it when this returns.</summary>
    /// <exception cref="ReceiverUnavailableException">It cannot listen or register.</exception>
    public static async Task<VirtualReceiver> OpenAsync(
        CallPlan plan,
        Receiver.Virtual receiver,
        SipUri target,
        ServerTrust trust,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        SipAgent? agent = null;
        try
        {
            var (options, media) = await OptionsAsync(plan, receiver, target, trust, cancellation);
            agent = await SipAgent.StartAsync(options, time);
            if (plan.ReceiverAccount is { } account)
            {
                await RegisterAsync(agent, account, time, cancellation);
            }

            var leg = new CallLeg(media, SignalVoice.Agent, SipCallPlacer.KeptOf(plan));
            return new VirtualReceiver(agent, leg, receiver.Answer, plan.CallName, time);
        }
        catch (RegistrationException fault)
        {
            await CloseAsync(agent);
            var account = plan.ReceiverAccount!.Name;
            throw new ReceiverUnavailableException(
                $"The receiver's account '{account}' is not registered: {trust.ReasonFor(fault.Message)}",
                fault
            );
        }
        catch (Exception fault) when (fault is SocketException or IOException)
        {
            await CloseAsync(agent);
            throw new ReceiverUnavailableException(fault.Message, fault);
        }
        catch (OperationCanceledException fault) when (!cancellation.IsCancellationRequested)
        {
            await CloseAsync(agent);
            throw new ReceiverUnavailableException("The registrar did not answer in time.", fault);
        }
        catch
        {
            await CloseAsync(agent);
            throw;
        }
    }

    /// <summary>Takes the job's call and answers it by the rule; ends when it is cancelled or closed.</summary>
    public async Task AnswerAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                var call = await _agent.NextCallAsync(cancellation);
                if (Call is not null || call.Header(JobHeader) is { } other && other != _job)
                {
                    call.Reject(Busy);
                    continue;
                }

                Call = call;
                await AnswerAsync(call, cancellation);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or ChannelClosedException)
        {
            // The test is over.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Leg.DisposeAsync();
        await _agent.DisposeAsync();
    }

    private async Task AnswerAsync(IncomingCall call, CancellationToken cancellation)
    {
        call.Ring();
        switch (_rule)
        {
            case AnswerRule.Accept accept:
                await Task.Delay(accept.After, _time, cancellation);
                if (await call.AcceptAsync(Leg.Local) is Sip.Calls.CallProgress.Answered answered)
                {
                    Leg.Start(answered.Audio);
                    Leg.Signal.Begin();
                }

                break;
            case AnswerRule.Reject reject:
                await Task.Delay(reject.After, _time, cancellation);
                HasRejected = true;
                call.Reject(reject.Code);
                break;
        }
    }

    private static async Task<(SipAgentOptions Options, IPAddress Media)> OptionsAsync(
        CallPlan plan,
        Receiver.Virtual receiver,
        SipUri target,
        ServerTrust trust,
        CancellationToken cancellation
    )
    {
        if (plan.ReceiverAccount is { } account)
        {
            var server = LocalRoute.ServerOf(account);
            var local = await LocalRoute.TowardAsync(server.Host, cancellation);
            return (LocalRoute.Options(new IPEndPoint(local, 0), account.Transport, account.User, trust), local);
        }

        var endPoint = receiver.Listen is { } listen ? IPEndPoint.Parse(listen) : LocalRoute.EndPointOf(target);
        if (endPoint is null)
        {
            throw new IOException($"It has no account, and {target} is no address that it could listen at.");
        }

        var media =
            endPoint.Address.Equals(IPAddress.Any) || endPoint.Address.Equals(IPAddress.IPv6Any)
                ? await LocalRoute.TowardAsync(target.Host, cancellation)
                : endPoint.Address;
        return (LocalRoute.Listening(endPoint, target.User ?? "agent"), media);
    }

    private static async Task RegisterAsync(
        SipAgent agent,
        SipAccount account,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var registration = agent.Register(
            new RegistrationOptions
            {
                Address = LocalRoute.AddressOf(account),
                Registrar = SipUri.Parse($"sip:{account.Domain}"),
                Proxy = LocalRoute.ServerOf(account),
                Credentials = SipCallPlacer.CredentialsOf(account),
            }
        );
        using var patience = new CancellationTokenSource(s_registering, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        await registration.WhenActiveAsync(either.Token);
    }

    private static ValueTask CloseAsync(SipAgent? agent) => agent?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>There is no agent to answer: the receiver can neither listen nor register.</summary>
internal sealed class ReceiverUnavailableException(string message, Exception inner) : Exception(message, inner);
