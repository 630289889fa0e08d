using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Sidetone.Heartbeat.Accounts;
using Sidetone.Heartbeat.Calls.Legs;
using Sidetone.Heartbeat.Definitions;
using Sidetone.Sip.Addresses;
using Sidetone.Sip.Agents;
using Sidetone.Sip.Authentication;

namespace Sidetone.Heartbeat.Calls;

/// <summary>Places calls by SIP and RTP: a dialler of its own for each, and in the same process the receiver when it is virtual.</summary>
/// <param name="time">The clock.</param>
/// <param name="trustedRoots">Authorities that TLS trusts in place of the system's; null for the system's.</param>
public sealed class SipCallPlacer(TimeProvider time, X509Certificate2Collection? trustedRoots = null) : ICallPlacer
{
    private static readonly TimeSpan s_keptMax = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public async Task<CallRecord> PlaceAsync(
        CallPlan plan,
        IProgress<CallProgress> progress,
        CancellationToken cancellation
    )
    {
        var target = SipUri.Parse(plan.To.ToUri(plan.Dialler?.Domain ?? ""));
        var trust = new ServerTrust(trustedRoots);
        var began = time.GetTimestamp();
        try
        {
            progress.Report(new CallProgress(CallPhase.Registering, TimeSpan.Zero, ""));
            await using var receiver = plan.Receiver is Receiver.Virtual agent
                ? await VirtualReceiver.OpenAsync(plan, agent, target, trust, time, cancellation)
                : null;
            var first = plan.Dialler is { } account ? LocalRoute.ServerOf(account) : target;
            var local = await LocalRoute.TowardAsync(first.Host, cancellation);
            await using var dialler = await SipAgent.StartAsync(
                LocalRoute.Options(
                    new IPEndPoint(local, 0),
                    LocalRoute.TransportOf(first),
                    plan.Dialler?.User ?? "heartbeat",
                    trust
                ),
                time
            );
            await using var leg = new CallLeg(local, Signals.SignalVoice.Customer, KeptOf(plan));
            var run = new CallRun(plan, target, dialler, leg, receiver, progress, began, time);
            var record = await run.RunAsync(cancellation);
            return record.Trouble == CallTrouble.Unreachable
                ? record with
                {
                    Reason = trust.ReasonFor(record.Reason),
                }
                : record;
        }
        catch (ReceiverUnavailableException unavailable)
        {
            return new CallRecord { Trouble = CallTrouble.ReceiverUnavailable, Reason = unavailable.Message };
        }
        catch (Exception fault) when (fault is SocketException or IOException)
        {
            return new CallRecord { Trouble = CallTrouble.Unreachable, Reason = fault.Message };
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return new CallRecord { Trouble = CallTrouble.Cancelled, Reason = "The call was stopped." };
        }
    }

    internal static TimeSpan KeptOf(CallPlan plan) => plan.LongestCall < s_keptMax ? plan.LongestCall : s_keptMax;

    internal static SipCredentials? CredentialsOf(SipAccount account) =>
        account.Password is { } password ? new SipCredentials(account.AuthUser, password) : null;
}
