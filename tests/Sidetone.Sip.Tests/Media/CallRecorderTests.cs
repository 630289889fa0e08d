using System.Buffers.Binary;
using Sidetone.Sip.Media;
using Sidetone.Sip.Media.Recording;
using Sidetone.Tests.Impairments;

namespace Sidetone.Sip.Tests.Media;

public sealed class CallRecorderTests
{
    [Fact]
    public async Task A_recording_has_what_was_said_left_and_what_was_heard_right()
    {
        var recorder = new CallRecorder(new Constant(4_000), Silence.Instance, TimeSpan.FromSeconds(60));
        await using (
            var call = CallPair.Start(
                Impairment.None,
                Impairment.None,
                (recorder, recorder),
                (new Constant(-1_000), Silence.Instance)
            )
        )
        {
            await Until.TrueAsync(() => call.Near.Statistics().Heard.Frames > 50);
            await call.StopAsync();
        }

        var (left, right) = await SaveAsync(recorder);
        Assert.Equal(recorder.Length.TotalSeconds * 8_000, left.Length, 1.0);
        Assert.InRange(left[4_000], 3_900, 4_100);
        Assert.InRange(right.Count(sample => sample is > -1_050 and < -950), 4_000, left.Length);
    }

    [Fact]
    public async Task A_recording_ends_at_its_length_and_a_gap_is_silence()
    {
        var recorder = new CallRecorder(new Constant(500), Silence.Instance, TimeSpan.FromSeconds(1));
        var frame = new short[160];
        recorder.Read(0, frame);
        recorder.Read(7_840, frame);
        recorder.Read(7_841, frame);
        recorder.Read(1_000_000_000_000, frame);
        Assert.Equal(TimeSpan.FromSeconds(1), recorder.Length);
        var (left, right) = await SaveAsync(recorder);
        Assert.Equal((8_000, (short)0), (left.Length, left[4_000]));
        Assert.InRange(left[7_999], 480, 520);
        Assert.All(right, sample => Assert.Equal(0, sample));
    }

    private static async Task<(short[] Left, short[] Right)> SaveAsync(CallRecorder recorder)
    {
        using var file = new MemoryStream();
        await recorder.SaveAsync(file, TestContext.Current.CancellationToken);
        var bytes = file.ToArray();
        Assert.Equal("RIFF"u8.ToArray(), bytes[..4]);
        Assert.Equal(bytes.Length - 8, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4)));
        Assert.Equal((2, 8_000), (bytes[22], BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(24))));
        Assert.Equal(bytes.Length - 44, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(40)));
        var samples = (bytes.Length - 44) / 4;
        var (left, right) = (new short[samples], new short[samples]);
        for (var i = 0; i < samples; i++)
        {
            left[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(44 + (4 * i)));
            right[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(46 + (4 * i)));
        }

        return (left, right);
    }

    private sealed class Constant(short value) : IAudioSource
    {
        public void Read(long position, Span<short> frame) => frame.Fill(value);
    }
}
