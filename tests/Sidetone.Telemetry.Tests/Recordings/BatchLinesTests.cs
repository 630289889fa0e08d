using System.Text;
using Sidetone.Telemetry.Packing;
using Sidetone.Telemetry.Recordings;
using Sidetone.Telemetry.Wire;

namespace Sidetone.Telemetry.Tests.Recordings;

/// <summary>Our own JSON Lines: a batch a line.</summary>
public sealed class BatchLinesTests
{
    private static readonly Batch Whole = Reading
        .Read(
            new InternalsDump()
                .Times("IT01A10", "inbound-rtp", 0, 6)
                .With("IT01A10", "kind", "inbound-rtp", 0, "audio", "audio", "audio", "audio", "audio", "audio")
                .With("IT01A10", "packetsReceived", "inbound-rtp", 0, 50, 100, 150, 200, 250, 300)
                .With("IT01A10", "jitter", "inbound-rtp", 0, 0.001, 0.002, 0.003, 0.004, 0.005, 0.006)
                .Log(InternalsDump.Start, "iceconnectionstatechange", "connected")
                .Log(InternalsDump.Start + 6000, "close", "")
                .ToString(),
            new RecordingOptions
            {
                ContactId = "contact",
                Session = "session",
                Agent = "agent",
            }
        )
        .Batch;

    private static List<string> Lines(int samplesPerBatch = 2) =>
        [
            .. BatchSplitter
                .Split(Whole, samplesPerBatch)
                .Select(batch => Encoding.UTF8.GetString(BatchWriter.ToUtf8(batch))),
        ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Batches_in_any_order_and_repeated_give_the_call_again(bool isShuffled)
    {
        var lines = Lines();
        Assert.Equal(3, lines.Count);
        var text = string.Join('\n', isShuffled ? [lines[2], lines[0], lines[2], lines[1]] : lines);
        var recording = Reading.Read(text);
        Assert.Equal("sidetone", recording.Format);
        var track = recording.Track(TrackKind.Inbound);
        Assert.Equal(Whole.Tracks[0].Key, track.Key);
        Assert.Equal(Whole.Tracks[0].Times(), track.Times());
        Assert.Equal(Whole.Tracks[0].Column(Inbound.Jitter), track.Column(Inbound.Jitter));
        Assert.Equal(["iceState:connected", "connected", "ended"], recording.Told());
        Assert.Equal(
            ("contact", "session", "agent"),
            (recording.Batch.ContactId, recording.Batch.Session, recording.Batch.Agent)
        );
        Assert.Equal(Whole.Facts!.Browser, recording.Batch.Facts!.Browser);
        Assert.Empty(recording.LeftOut);
    }

    [Fact]
    public void A_line_cut_off_or_of_another_contact_is_left_out_and_said()
    {
        var lines = Lines();
        var other = lines[1].Replace("\"contact\"", "\"other\"", StringComparison.Ordinal);
        var recording = Reading.Read(string.Join('\n', lines[0], other, lines[2][..80]));
        Assert.Equal([50, 100], recording.Track(TrackKind.Inbound).Column(Inbound.PacketsReceived));
        Assert.Equal(
            ["Line 3 left out: it is cut off.", "Batches left out that are not of contact contact: 1."],
            recording.LeftOut
        );
    }

    [Fact]
    public void A_file_without_one_whole_batch_is_refused_with_its_place() =>
        Assert.StartsWith(
            "No line is a batch; the first: $",
            Reading.Refuse("""{"version":1,"contactId":5}""").Message,
            StringComparison.Ordinal
        );
}
