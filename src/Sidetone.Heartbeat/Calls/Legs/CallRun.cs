using Sidetone.Heartbeat.Accounts;
using Sidetone.Heartbeat.Definitions;
using Sidetone.Heartbeat.Signals;
using Sidetone.Sip.Addresses;
using Sidetone.Sip.Agents;
using Sidetone.Sip.Calls;
using Sidetone.Sip.Media.Pacing;
using SipProgress = Sidetone.Sip.Calls.CallProgress;

namespace Sidetone.Heartbeat.Calls.Legs;

/// <summary>One test call from dialling to its record.</summary>
/// <remarks>
/// <code>
///   dial ──▶ rings ──▶ answered ──▶ steps ──▶ signal both ways ──▶ a moment for what is on the way ──▶ hang up ──▶ measure
/// </code>
/// </remarks>
internal sealed class CallRun(
    CallPlan plan,
    SipUri target,
    SipAgent agent,
    CallLeg leg,
    VirtualReceiver? receiver,
    IProgress<CallProgress> progress,
    long began,
    TimeProvider time
)
{
    private const int NotAuthorized = 401;
    private const int ProxyNotAuthorized = 407;
    private const int WithdrawnStatus = 487;
    private const int TimedOutStatus = 408;
    private const int AnsweredStatus = 200;
    private static readonly TimeSpan s_keyDown = TimeSpan.FromMilliseconds(160);

    // What was said last is still on the way: satellites and their buffers together stay below.
    private static readonly TimeSpan s_underWay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_tellEvery = TimeSpan.FromSeconds(1);

    private DateTimeOffset _dialledAt;
    private bool _takesKeys;
    private bool _isComplete;

    public async Task<CallRecord> RunAsync(CancellationToken cancellation)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var answering = receiver?.AnswerAsync(over.Token) ?? Task.CompletedTask;
        try
        {
            return await DialAsync(cancellation);
        }
        finally
        {
            await over.CancelAsync();
            await answering;
        }
    }

    private async Task<CallRecord> DialAsync(CancellationToken cancellation)
    {
        _dialledAt = time.GetUtcNow();
        Tell(CallPhase.Dialling, target.ToString());
        // Not disposed here: that waits for a peer that may be gone. The agent's end is the call's.
        var call = agent.Call(target, Options());
        var record = await FollowAsync(call, cancellation);
        Tell(CallPhase.Ended, "", record);
        return record;
    }

    private async Task<CallRecord> FollowAsync(OutgoingCall call, CancellationToken cancellation)
    {
        try
        {
            return await SettledAsync(call, cancellation) is SipProgress.Answered answered
                ? await TalkAsync(call, answered, cancellation)
                : Unanswered(Noted(call), await call.Over);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await call.HangUpSoonAsync(time);
            return Noted(call) with { Trouble = CallTrouble.Cancelled, Reason = "The call was stopped." };
        }
    }

    private OutgoingCallOptions Options() =>
        new()
        {
            Audio = leg.Local,
            From = plan.Dialler is { } from ? LocalRoute.AddressOf(from) : null,
            DisplayName = plan.Dialler is { DisplayName.Length: > 0 } named ? named.DisplayName : null,
            Credentials = plan.Dialler is { } account ? SipCallPlacer.CredentialsOf(account) : null,
            Proxy = plan.Dialler is { } through ? LocalRoute.ServerOf(through) : null,
            RingTimeout = plan.RingTimeout,
            Headers = new Dictionary<string, string> { [VirtualReceiver.JobHeader] = plan.CallName },
        };

    // The answer, or the end without one. Ringing is told on the way, so that nothing is told out of order.
    private async Task<SipProgress> SettledAsync(OutgoingCall call, CancellationToken cancellation)
    {
        await foreach (var step in call.WatchAsync(cancellation))
        {
            switch (step)
            {
                case SipProgress.Ringing ringing:
                    Tell(CallPhase.Ringing, LocalRoute.Text($"{ringing.Status}"));
                    break;
                case SipProgress.Answered or CallOver:
                    return step;
            }
        }

        return await call.Over;
    }

    private async Task<CallRecord> TalkAsync(
        OutgoingCall call,
        SipProgress.Answered answered,
        CancellationToken cancellation
    )
    {
        leg.Start(answered.Audio);
        _takesKeys = answered.Audio.EventsPayloadType is not null;
        Tell(CallPhase.Answered, LocalRoute.Text($"{answered.Audio.Codec}, {answered.Audio.PacketMs} ms"));
        using var live = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var testing = TestAsync(call, live.Token);
        await Task.WhenAny(testing, call.Over);
        var endedBy = call.Over.IsCompleted ? CallEnd.Receiver : CallEnd.Dialler;
        await live.CancelAsync();
        var (trouble, reason) = await testing;
        if (cancellation.IsCancellationRequested)
        {
            (trouble, reason) = (CallTrouble.Cancelled, "The call was stopped.");
        }

        await QuietenAsync();
        await call.HangUpSoonAsync(time);
        var record = Noted(call) with
        {
            SipStatus = AnsweredStatus,
            TalkMs = (time.GetUtcNow() - answered.At).TotalMilliseconds,
            Trouble = trouble,
            Reason = reason,
            EndedBy = endedBy,
            SignalCompleted = _isComplete,
        };
        return await MeasuredAsync(record);
    }

    private async Task<(CallTrouble Trouble, string Reason)> TestAsync(OutgoingCall call, CancellationToken live)
    {
        try
        {
            if (await StepAsync(live) is { Length: > 0 } failed)
            {
                return (CallTrouble.StepFailed, failed);
            }

            await MeasureAsync(call, live);
            _isComplete = true;
            return (CallTrouble.None, "");
        }
        catch (OperationCanceledException)
        {
            return (CallTrouble.None, "The other side hung up before the signal was over.");
        }
    }

    // Empty when every step came true, else why one did not.
    private async Task<string> StepAsync(CancellationToken live)
    {
        foreach (var step in plan.Steps)
        {
            switch (step)
            {
                case CallStep.Wait wait:
                    await Task.Delay(wait.For, time, live);
                    break;
                case CallStep.Dtmf when !_takesKeys:
                    return "The other side takes no keys (telephone-event, RFC 4733).";
                case CallStep.Dtmf keys:
                    foreach (var key in keys.Digits)
                    {
                        await leg.Media!.SendDtmfAsync(key, s_keyDown).WaitAsync(live);
                    }

                    break;
                case CallStep.ExpectAudio expected when !await HearsAsync(expected.Within, live):
                    return LocalRoute.Text($"Nothing was heard within {expected.Within.TotalSeconds:0} s.");
            }
        }

        return "";
    }

    private async Task<bool> HearsAsync(TimeSpan within, CancellationToken live)
    {
        try
        {
            await leg.Ear.HearsAsync().WaitAsync(within, time, live);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task MeasureAsync(OutgoingCall call, CancellationToken live)
    {
        leg.Signal.Begin();
        var from = time.GetTimestamp();
        while (time.GetElapsedTime(from) is var spent && spent < plan.Signal)
        {
            Tell(CallPhase.Measuring, "", SoFar(call));
            // Whole milliseconds, upwards: a timer cuts them off, and would come too early again and again.
            var rest = TimeSpan.FromMilliseconds(Math.Ceiling((plan.Signal - spent).TotalMilliseconds));
            await Task.Delay(rest < s_tellEvery ? rest : s_tellEvery, time, live);
        }
    }

    // Both stop speaking, say how much they have sent, and hear what is still on the way.
    private Task QuietenAsync()
    {
        leg.Signal.Stop();
        receiver?.Leg.Signal.Stop();
        return Task.WhenAll(leg.StopAsync(s_underWay), receiver?.Leg.StopAsync(s_underWay) ?? Task.CompletedTask);
    }

    private async Task<CallRecord> MeasuredAsync(CallRecord record)
    {
        // One clock for both ends: the dialler's media began it.
        var clock = leg.Media!.StartedAt;
        var dialler = Ended(leg, clock);
        var agentEnd = receiver is { Leg.Media: not null } ? Ended(receiver.Leg, clock) : null;
        record = agentEnd is null
            ? CallMeasures.OfDialler(record, dialler)
            : CallMeasures.OfBoth(record, dialler, agentEnd);
        if (plan.RecordingFile is not { } file)
        {
            return record;
        }

        HeardCall[] ears = agentEnd is null ? [dialler.Heard] : [dialler.Heard, agentEnd.Heard];
        await CallWav.WriteAsync(file, ears, CancellationToken.None);
        return record with { RecordingFile = file };
    }

    private static EndedLeg Ended(CallLeg ended, long clock)
    {
        var started = Pacer.Shared.Time.GetElapsedTime(clock, ended.Media!.StartedAt).TotalSeconds;
        return new EndedLeg(ended.Media.Statistics(), ended.Ear.Listener.Heard(clock), ended.Signal.Said(started));
    }

    private CallRecord SoFar(OutgoingCall call)
    {
        var own = leg.Media!.Statistics();
        return Noted(call) with
        {
            RoundTripMs = CallMeasures.RoundTrip(own),
            ToCustomer = CallMeasures.Counted(own),
            ToAgent = receiver?.Leg.Statistics() is { } other ? CallMeasures.Counted(other) : new DirectionRecord(),
        };
    }

    private CallRecord Noted(OutgoingCall call)
    {
        double? ringAfter = null;
        double? answerAfter = null;
        foreach (var step in call.Progress)
        {
            var after = Math.Max(0, (step.At - _dialledAt).TotalMilliseconds);
            ringAfter ??= step is SipProgress.Ringing ? after : null;
            answerAfter ??= step is SipProgress.Answered ? after : null;
        }

        return new CallRecord
        {
            RingAfterMs = ringAfter,
            AnswerAfterMs = answerAfter,
            ReceiverRejected = receiver?.HasRejected ?? false,
            DiallerCallId = call.CallId,
            ReceiverCallId = receiver?.Call?.CallId ?? "",
        };
    }

    private CallRecord Unanswered(CallRecord record, CallOver over) =>
        over switch
        {
            CallOver.Rejected { Status: NotAuthorized or ProxyNotAuthorized } refused => record with
            {
                SipStatus = refused.Status,
                Trouble = CallTrouble.AccountRefused,
                Reason = LocalRoute.Text(
                    $"The server did not take the account{Quoted(plan.Dialler)}: {refused.Status} {refused.Reason}."
                ),
            },
            CallOver.Rejected refused => record with
            {
                SipStatus = refused.Status,
                Reason = LocalRoute.Text($"{refused.Status} {refused.Reason}"),
            },
            CallOver.Cancelled { RangTooLong: true } => record with
            {
                SipStatus = WithdrawnStatus,
                Trouble = CallTrouble.RingTimeout,
                Reason = LocalRoute.Text($"It rang for {plan.RingTimeout.TotalSeconds:0} s."),
            },
            CallOver.TimedOut => record with
            {
                SipStatus = TimedOutStatus,
                Trouble = CallTrouble.Unreachable,
                Reason = "Nobody answered at all.",
            },
            CallOver.Failed failed => record with { Trouble = CallTrouble.Unreachable, Reason = failed.Reason },
            _ => record with { Trouble = CallTrouble.Cancelled, Reason = "The call was stopped." },
        };

    private static string Quoted(SipAccount? account) => account is null ? "" : $" '{account.Name}'";

    private void Tell(CallPhase phase, string note, CallRecord? record = null) =>
        progress.Report(new CallProgress(phase, time.GetElapsedTime(began), note, record));
}
