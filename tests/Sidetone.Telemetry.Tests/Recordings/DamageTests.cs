using System.IO.Compression;
using System.Text;
using Sidetone.Telemetry.Recordings;

namespace Sidetone.Telemetry.Tests.Recordings;

/// <summary>Whatever a file holds, reading it answers and never throws.</summary>
public sealed class DamageTests
{
    private static readonly byte[][] Samples =
    [
        Encoding.UTF8.GetBytes(
            new InternalsDump()
                .Times("IT01A10", "inbound-rtp", 0, 3)
                .With("IT01A10", "kind", "inbound-rtp", 0, "audio", "audio", "audio")
                .With("IT01A10", "packetsReceived", "inbound-rtp", 0, 1, 2, 3)
                .With("T01", "selectedCandidatePairId", "transport", 0, "CP", "CP")
                .With("CP", "currentRoundTripTime", "candidate-pair", 0, 0.1, 0.2)
                .With("ssrc_10_recv", "packetsLost", null, 0, "1", "2")
                .Log("1/2/2023, 1:00:00 AM", "iceconnectionstatechange", "connected")
                .Media(new() { ["audio_track_info"] = """{"id":"t","label":"Headset"}""" })
                .ToString()
        ),
        """
        ["connectionInfo",null,{"userAgent":"Firefox/118.0","url":"https://a.example/"},1700000000000]
        ["getstats","PC_0",{"I":{"timestamp":0,"type":"inbound-rtp","ssrc":10,"kind":"audio","packetsReceived":5,"jitter":1e300},"timestamp":1700000001000},1700000001000]
        ["getstats","PC_0",{"I":{"packetsReceived":9},"timestamp":1700000002000},1700000002000]
        ["oniceconnectionstatechange","PC_0","connected",1700000002500]
        ["close","PC_0",null,1700000003000]
        """u8.ToArray(),
        """
        RTCStatsDump
        {"fileFormat":3}
        ["create","1-1",{},"https://a.example/",1700000000000]
        ["g","1-1",{"t":1700000001000,"0":{"type":1,"10":10,"11":"audio","14":50}},1000]
        ["navigator.mediaDevices.getUserMediaOnSuccess",null,[["audio","i","l"]],1]
        """u8.ToArray(),
    ];

    [Fact]
    public void A_file_cut_off_anywhere_is_answered()
    {
        foreach (var sample in Samples)
        {
            for (var length = 0; length <= sample.Length; length++)
            {
                Answer(sample.AsMemory(0, length), $"cut at {length}");
            }
        }
    }

    [Fact]
    public void A_file_with_any_bytes_changed_is_answered()
    {
        foreach (var sample in Samples)
        {
            for (var seed = 0; seed < 4_000; seed++)
            {
                var random = new Random(seed);
                var damaged = sample.ToArray();
                for (var i = random.Next(1, 6); i > 0; i--)
                {
                    damaged[random.Next(damaged.Length)] =
                        random.Next(2) == 0 ? (byte)random.Next(256) : "{}[]\",:-0919e.n"u8[random.Next(15)];
                }

                Answer(damaged, $"seed {seed}");
            }
        }
    }

    [Fact]
    public void A_compressed_file_reads_as_its_content_does_and_a_damaged_one_as_far_as_it_goes()
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Samples[1]);
        }

        var compressed = bytes.ToArray();
        var plain = Reading.Read(Samples[1]);
        var unpacked = Reading.Read(compressed);
        Assert.Equal(plain.Batch.ContactId, unpacked.Batch.ContactId);
        Assert.Empty(unpacked.LeftOut);
        for (var length = 2; length < compressed.Length; length++)
        {
            Answer(compressed.AsMemory(0, length), $"compressed, cut at {length}");
        }
    }

    [Fact]
    public void Deep_nesting_is_answered() =>
        Answer(Encoding.UTF8.GetBytes("{\"PeerConnections\":" + new string('[', 100_000)), "deep");

    private static void Answer(ReadOnlyMemory<byte> content, string how)
    {
        try
        {
            Assert.NotNull(RecordingReader.Read(content));
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"{how}: {exception}");
        }
    }
}
