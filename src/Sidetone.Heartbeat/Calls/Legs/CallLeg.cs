using System.Net;
using Sidetone.Heartbeat.Signals;
using Sidetone.Sip.Media;
using Sidetone.Sip.Media.Figures;
using Sidetone.Sip.Sdp;

namespace Sidetone.Heartbeat.Calls.Legs;

/// <summary>The audio of one end of a test call: its ports, its signal, and what it hears.</summary>
internal sealed class CallLeg : IAsyncDisposable
{
    // Twice the usual: a test call is short, and a round trip needs two reports.
    private static readonly MediaSettings s_settings = new() { ReportInterval = TimeSpan.FromSeconds(1) };

    private readonly MediaPort _port;
    private AudioCallMedia? _media;

    /// <exception cref="IOException">No port is free.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The address is not one of this machine.</exception>
    public CallLeg(IPAddress address, SignalVoice voice, TimeSpan longest)
    {
        _port = MediaPort.Open(address);
        Signal = new SwitchedSignal(voice);
        Ear = new CallEar(longest);
    }

    public SwitchedSignal Signal { get; }

    public CallEar Ear { get; }

    /// <summary>What an offer or an answer says of this end.</summary>
    public LocalAudio Local => new(_port.Rtp, _port.Rtcp);

    /// <summary>Null before the answer.</summary>
    public AudioCallMedia? Media => _media;

    public MediaStatistics? Statistics() => _media?.Statistics();

    public void Start(NegotiatedAudio audio) => _media = AudioCallMedia.Start(_port, audio, Signal, Ear, s_settings);

    /// <summary>Stops sending, and goes on hearing for a moment.</summary>
    public Task StopAsync(TimeSpan linger) => _media?.StopAsync(linger) ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_media is not null)
        {
            await _media.DisposeAsync();
        }

        _port.Dispose();
    }
}
