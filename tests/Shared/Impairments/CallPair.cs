using System.Net;
using Sidetone.Sip.Media;
using Sidetone.Sip.Sdp;

namespace Sidetone.Tests.Impairments;

/// <summary>Two of our ends with a relay between them: near is forward's sender.</summary>
internal sealed class CallPair : IAsyncDisposable
{
    private CallPair(ImpairedRelay relay, AudioCallMedia near, AudioCallMedia far)
    {
        (Relay, Near, Far) = (relay, near, far);
    }

    public ImpairedRelay Relay { get; }

    public AudioCallMedia Near { get; }

    public AudioCallMedia Far { get; }

    public static NegotiatedAudio To(IPEndPoint rtp) =>
        new(rtp, new IPEndPoint(rtp.Address, rtp.Port + 1), AudioCodec.Pcmu, 0, 101, 20, Sends: true, Receives: true);

    public static CallPair Start(
        Impairment forward,
        Impairment backward,
        (IAudioSource Source, IAudioSink Sink) near,
        (IAudioSource Source, IAudioSink Sink) far,
        MediaSettings? settings = null
    )
    {
        settings ??= new MediaSettings { ReportInterval = TimeSpan.FromSeconds(1) };
        var relay = new ImpairedRelay(forward, backward, 7);
        var (nearPort, farPort) = (MediaPort.Open(IPAddress.Loopback), MediaPort.Open(IPAddress.Loopback));
        relay.Connect(nearPort.Rtp, farPort.Rtp);
        return new CallPair(
            relay,
            AudioCallMedia.Start(nearPort, To(relay.Near), near.Source, near.Sink, settings),
            AudioCallMedia.Start(farPort, To(relay.Far), far.Source, far.Sink, settings)
        );
    }

    /// <summary>Stops both: each goes on receiving until what the other sent is through the relay.</summary>
    public Task StopAsync() =>
        Task.WhenAll(Near.StopAsync(TimeSpan.FromSeconds(1)), Far.StopAsync(TimeSpan.FromSeconds(1)));

    public async ValueTask DisposeAsync()
    {
        await Near.DisposeAsync();
        await Far.DisposeAsync();
        await Relay.DisposeAsync();
    }
}
