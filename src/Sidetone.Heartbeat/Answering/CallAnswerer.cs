using System.Net;
using System.Threading.Channels;
using Sidetone.Heartbeat.Calls.Legs;
using Sidetone.Heartbeat.Signals;
using Sidetone.Sip.Agents;
using Sidetone.Sip.Calls;
using Sidetone.Sip.Media;
using Sidetone.Sip.Sdp;
using Sidetone.Sip.Transports;

namespace Sidetone.Heartbeat.Answering;

/// <summary>Takes calls at an address: a receiver that any dialler can be pointed at. How many at once the agent bounds.</summary>
public sealed class CallAnswerer : IAsyncDisposable
{
    private readonly SipAgent _agent;
    private readonly AnswererSettings _settings;
    private readonly TimeProvider _time;
    private readonly HashSet<Task> _calls = [];

    private CallAnswerer(SipAgent agent, AnswererSettings settings, TimeProvider time) =>
        (_agent, _settings, _time) = (agent, settings, time);

    /// <summary>Where it takes calls.</summary>
    public IPEndPoint LocalEndPoint => _agent.LocalEndPoint(SipProtocol.Udp)!;

    /// <summary>Opens it.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The address cannot be bound.</exception>
    public static async Task<CallAnswerer> OpenAsync(AnswererSettings settings, TimeProvider time)
    {
        var options = new SipAgentOptions
        {
            Udp = settings.Listen,
            Tcp = settings.Listen,
            User = "answer",
        };
        return new CallAnswerer(await SipAgent.StartAsync(options, time), settings, time);
    }

    /// <summary>Takes calls until it is cancelled.</summary>
    /// <param name="over">Told of each call that is over; from any thread, one at a time.</param>
    /// <param name="cancellation">Hangs up every call, and ends.</param>
    public async Task RunAsync(Action<AnsweredCall> over, CancellationToken cancellation)
    {
        var gate = new Lock();
        try
        {
            while (true)
            {
                var call = await _agent.NextCallAsync(cancellation);
                _calls.RemoveWhere(task => task.IsCompletedSuccessfully);
                _calls.Add(TakeAsync(call, gate, over, cancellation));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or ChannelClosedException)
        {
            // Stopping is how it ends.
        }

        await Task.WhenAll(_calls);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _agent.DisposeAsync();

    private async Task TakeAsync(
        IncomingCall call,
        Lock gate,
        Action<AnsweredCall> over,
        CancellationToken cancellation
    )
    {
        if (_settings.RejectWith is { } status)
        {
            call.Reject(status);
            Tell(Report(call, null, TimeSpan.Zero, $"rejected with {status}"));
            return;
        }

        using var port = MediaPort.Open(AddressFor(call));
        if (await call.AcceptAsync(new LocalAudio(port.Rtp, port.Rtcp)) is not CallProgress.Answered answered)
        {
            Tell(Report(call, null, TimeSpan.Zero, "ended before it was answered"));
            return;
        }

        var began = _time.GetTimestamp();
        var echo = new EchoAudio();
        IAudioSource said = _settings.SaysSignal ? new TestSignalSource(SignalVoice.Agent) : echo;
        await using var media = AudioCallMedia.Start(port, answered.Audio, said, echo);
        var end = await EndAsync(call, media, cancellation);
        await media.StopAsync(TimeSpan.Zero);
        Tell(Report(call, media, _time.GetElapsedTime(began), end));

        void Tell(AnsweredCall answeredCall)
        {
            lock (gate)
            {
                over(answeredCall);
            }
        }
    }

    // A caller that vanished says no BYE: when nothing arrives any more, we do.
    private async Task<string> EndAsync(IncomingCall call, AudioCallMedia media, CancellationToken cancellation)
    {
        try
        {
            await Task.WhenAny(call.Over, media.Ended).WaitAsync(cancellation);
            if (call.Over.IsCompleted)
            {
                return "the caller hung up";
            }

            await call.HangUpSoonAsync(_time);
            return "nothing arrived any more";
        }
        catch (OperationCanceledException)
        {
            await call.HangUpSoonAsync(_time);
            return "stopped here";
        }
    }

    private IPAddress AddressFor(IncomingCall call)
    {
        var bound = LocalEndPoint.Address;
        var isAny = bound.Equals(IPAddress.Any) || bound.Equals(IPAddress.IPv6Any);
        // The address that the caller used is one of ours, unless something between has put in another.
        return isAny && call.RequestUri.Address is { } asked ? asked : bound;
    }

    private static AnsweredCall Report(IncomingCall call, AudioCallMedia? media, TimeSpan talk, string end)
    {
        var figures = media?.Statistics();
        return new AnsweredCall(
            call.ReceivedAt,
            call.From?.ToString() ?? "",
            call.CallId,
            talk,
            figures?.Received.Packets ?? 0,
            figures?.Received.LossPercent ?? 0,
            figures?.Received.JitterMeanMs ?? 0,
            figures?.KeysReceived ?? "",
            end
        );
    }
}
