using System.Text;
using Sidetone.Telemetry.Wire;

namespace Sidetone.Telemetry.Tests.Wire;

public sealed class BatchReaderTests
{
    private const string Envelope = """ "version":1,"contactId":"c","agent":"a","session":"s","sequence":3 """;

    [Fact]
    public void Every_number_of_a_sample_lands_in_its_column_in_its_unit()
    {
        var batch = Read(
            """
            {"version":1,"contactId":"c","agent":"a","session":"s","sequence":3,"clockOffsetMs":-250.5,"samples":[
              {"at":1790000000000.4,"connection":"pc-1",
               "inbound":[{"ssrc":4294967295,"packetsReceived":1,"packetsLost":-2,"bytesReceived":3,"jitter":0.0000045,
                 "audioLevel":0.1,"concealedSamples":5,"silentConcealedSamples":6,"totalSamplesReceived":7,
                 "jitterBufferDelay":8.5e3,"jitterBufferEmittedCount":9.0,"packetsDiscarded":10}],
               "outbound":[{"ssrc":2,"packetsSent":1,"bytesSent":2,"audioLevel":1,
                 "remote":{"packetsLost":-4,"jitter":0.0049999,"roundTripTime":0.052,"totalRoundTripTime":1.5,
                   "roundTripTimeMeasurements":8}}],
               "transport":{"currentRoundTripTime":0.031,"selectedCandidatePairChanges":2},
               "machine":{"cpuUtilization":30.115,"memoryUtilization":100}}]}
            """
        );

        // Keys are ordered: the machine belongs to no connection.
        Assert.Equal(["", "pc-1", "pc-1", "pc-1"], batch.Tracks.Select(track => track.Key.Connection));
        Assert.Equal(
            [TrackKind.Machine, TrackKind.Inbound, TrackKind.Outbound, TrackKind.Transport],
            batch.Tracks.Select(track => track.Key.Kind)
        );
        Assert.Equal([3012, 10_000], Columns(batch.Tracks[0]));
        Assert.Equal([1, -2, 3, 5, 3276, 5, 6, 7, 8_500_000_000, 9, 10], Columns(batch.Tracks[1]));
        Assert.Equal([1, 2, 32_767, -4, 5_000, 52_000, 1_500_000, 8], Columns(batch.Tracks[2]));
        Assert.Equal([31_000, 2], Columns(batch.Tracks[3]));
        Assert.Equal(uint.MaxValue, batch.Tracks[1].Key.Ssrc);
        Assert.All(batch.Tracks, track => Assert.Equal((1_789_999_999_749, 3), (track.Time(0), track.Sequence(0))));
    }

    [Fact]
    public void A_member_that_is_absent_or_null_is_missing_and_not_0()
    {
        var batch = Read($$"""{{{Envelope}}, "samples":[{"at":1790000000000,"inbound":[{"ssrc":1,"jitter":null}]}]}""");

        Assert.All(Columns(batch.Tracks[0]), value => Assert.Equal(Track.Missing, value));
    }

    [Fact]
    public void Minus_zero_is_0()
    {
        var batch = Read(
            $$"""{{{Envelope}}, "samples":[{"at":1790000000000,"inbound":[{"ssrc":1,"packetsReceived":-0,"jitter":-0.0}]}]}"""
        );

        Assert.Equal((0, 0), (batch.Tracks[0][0, Inbound.PacketsReceived], batch.Tracks[0][0, Inbound.Jitter]));
    }

    [Fact]
    public void Members_of_a_newer_sender_are_skipped_at_every_level()
    {
        var batch = Read(
            $$"""
            {"new":{"a":[1,{"b":null}]}, {{Envelope}}, "facts":{"new":[[]],"direction":"Inbound","browser":{"new":1,"name":"B"} },
             "samples":[{"new":{},"at":1790000000000,"inbound":[{"new":"x","ssrc":1,"packetsReceived":5}],"transport":{"new":0} }],
             "happenings":[{"at":1790000000000,"new":true,"type":"hold"}]}
            """
        );

        Assert.Equal("Inbound", batch.Facts!.Direction);
        Assert.Equal("B", batch.Facts.Browser!.Name);
        Assert.Equal(5, batch.Tracks[0][0, Inbound.PacketsReceived]);
        Assert.Equal("hold", batch.Happenings.Single().Type);
    }

    [Fact]
    public void Members_may_stand_in_any_order_and_be_spelled_with_escapes()
    {
        const string Samples =
            """ "samples":[{"machine":{"cpuUtilization":1},"inbound":[{"jitter":1,"ssrc":1}],"\u0061t":1790000000000,"connection":"p"}] """;
        const string Others =
            """ "happenings":[{"type":"hold","at":1790000000000}],"facts":{"enqueuedAt":1790000000000} """;

        var first = Read($$"""{"clockOffsetMs":1000,{{Envelope}},{{Samples}},{{Others}}}""");
        var last = Read($$"""{{{Samples}},{{Others}},{{Envelope}},"clockOffsetMs":1000}""");

        Assert.Equal(Cases.Shown.Of(first), Cases.Shown.Of(last));
        Assert.Equal((1_790_000_001_000, 3), (last.Tracks[0].Time(0), last.Tracks[0].Sequence(0)));
        Assert.Equal(1_790_000_001_000, last.Facts!.EnqueuedAt);
        Assert.Equal(1_790_000_001_000, last.Happenings.Single().At);
    }

    [Fact]
    public void The_key_is_found_without_the_rest_being_sound()
    {
        Assert.Equal("k", BatchReader.FindKey("""{"version":9,"samples":[{"key":"no"}],"key":"k","sequence":"x"}"""u8));
        Assert.Equal("k", BatchReader.FindKey("""{"key":"k", then nothing sensible"""u8));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"samples":[{"key":"k"}]}""")]
    [InlineData("""{"key":""}""")]
    [InlineData("""{"key":7}""")]
    [InlineData("""{"key":null}""")]
    [InlineData("""{"key":"\ud800"}""")]
    [InlineData("""{"samples":[1,2""")]
    public void Where_there_is_no_key_none_is_found(string body) =>
        Assert.Null(BatchReader.FindKey(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void A_reader_is_as_good_as_new_after_a_refusal_and_after_taking_rows_back()
    {
        var reader = new BatchReader();
        var body = Encoding.UTF8.GetBytes(
            $$"""{{{Envelope}}, "samples":[{"at":1790000000000,"inbound":[{"ssrc":1,"packetsReceived":5}]}]}"""
        );
        var refused = Encoding.UTF8.GetBytes(
            $$"""{{{Envelope}}, "samples":[{"at":1790000000000,"inbound":[{"ssrc":9,"packetsReceived":5}]},7]}"""
        );

        Assert.True(reader.TryRead(body, out var first, out _));
        var expected = Cases.Shown.Of(first);
        reader.Recycle(first);
        Assert.False(reader.TryRead(refused, out _, out _));
        Assert.True(reader.TryRead(body, out var second, out _));

        Assert.Equal(expected, Cases.Shown.Of(second));
    }

    [Fact]
    public void What_reading_allocates_does_not_grow_with_the_samples()
    {
        var reader = new BatchReader();
        var few = AllocatedBy(reader, samples: 10);
        var many = AllocatedBy(reader, samples: 100);

        Assert.True(few < 1_500, $"{few} bytes for 10 samples.");
        Assert.Equal(few, many);
    }

    private static long AllocatedBy(BatchReader reader, int samples)
    {
        var body = Cases.UsualBatch.Utf8(samples);
        var allocated = 0L;
        for (var round = 0; round < 3; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.True(reader.TryRead(body, out var batch, out var problem), $"{problem}");
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            reader.Recycle(batch);
        }

        return allocated;
    }

    private static Batch Read(string json)
    {
        Assert.True(
            new BatchReader().TryRead(Encoding.UTF8.GetBytes(json), out var batch, out var problem),
            $"{problem}"
        );
        return batch;
    }

    private static IEnumerable<long> Columns(Track track) =>
        Enumerable.Range(0, track.ColumnCount).Select(column => track[0, column]);
}
