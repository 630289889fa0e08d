using Sidetone.Telemetry.Packing;
using Sidetone.Telemetry.Tests.Cases;

namespace Sidetone.Telemetry.Tests.Packing;

public sealed class RecordingCodecTests
{
    [Fact]
    public void What_was_packed_is_unpacked_as_the_same_sessions()
    {
        for (var seed = 0; seed < 150; seed++)
        {
            var sessions = SessionAssembler.Assemble(AnyCall.Batches(seed));

            var unpacked = RecordingCodec.Unpack(RecordingCodec.Pack(sessions));

            Assert.True(
                Shown.Of(sessions) == Shown.Of(unpacked),
                $"Seed {seed}:\n{Shown.Of(sessions)}\n{Shown.Of(unpacked)}"
            );
        }
    }

    [Fact]
    public void No_session_is_packed_and_unpacked_too() => Assert.Empty(RecordingCodec.Unpack(RecordingCodec.Pack([])));

    [Fact]
    public void A_recording_of_version_1_is_still_unpacked()
    {
        // Packed by the version that knew no headsets.
        var recording = Convert.FromHexString(
            "015128B52FFD24518902000101730000010C060CF3030C002A0000000000000001000807537570706F7274010600F4B383C59868"
                + "04686F6C64000100010E02000602048CAC83C59868D00F046464010104C03ED00F01010101010101FBBDDC2E"
        );

        var session = Assert.Single(RecordingCodec.Unpack(recording));

        Assert.Equal("Support", session.Facts.QueueName);
        Assert.Equal(100, Assert.Single(session.Tracks)[1, Inbound.PacketsReceived]);
        Assert.Empty(session.Headset);
    }

    [Fact]
    public void Equal_sessions_give_equal_bytes()
    {
        var batches = AnyCall.Batches(11);

        var first = RecordingCodec.Pack(SessionAssembler.Assemble(batches));
        var second = RecordingCodec.Pack(SessionAssembler.Assemble(Enumerable.Reverse(batches)));

        Assert.Equal(first, second);
    }

    [Fact]
    public void A_call_of_an_hour_takes_at_most_30_bytes_a_sample()
    {
        var call = BelievableCall.Sessions(seed: 1, seconds: 3_600, withMachine: false);

        var recording = RecordingCodec.Pack(call);

        Assert.Equal(Shown.Of(call), Shown.Of(RecordingCodec.Unpack(recording)));
        Assert.InRange(recording.Length / 3_600.0, 5, 30);
    }

    [Fact]
    public void A_cut_or_damaged_recording_is_refused()
    {
        var recording = RecordingCodec.Pack(SessionAssembler.Assemble(AnyCall.Batches(5)));
        var expected = Shown.Of(RecordingCodec.Unpack(recording));
        for (var position = 0; position < recording.Length; position += 1 + (position / 20))
        {
            var cut = recording.AsMemory(0, position);
            var damaged = recording.ToArray();
            damaged[position] ^= (byte)(1 << (position % 8));

            Assert.Throws<InvalidDataException>(() => RecordingCodec.Unpack(cut.Span));
            // A bit of the frame's header that nothing depends on may change without changing what it holds.
            try
            {
                Assert.Equal(expected, Shown.Of(RecordingCodec.Unpack(damaged)));
            }
            catch (InvalidDataException)
            {
                // It was seen.
            }
        }
    }
}
