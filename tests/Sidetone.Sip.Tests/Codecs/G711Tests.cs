using Sidetone.Sip.Codecs;
using Sidetone.Sip.Sdp;

namespace Sidetone.Sip.Tests.Codecs;

public sealed class G711Tests
{
    // ITU-T G.711 table 2a: the ends of the segments of µ-law, in 14 bits; ours are 16.
    [Theory]
    [InlineData(0xFF, 0)]
    [InlineData(0xFE, 2)]
    [InlineData(0xEF, 33)]
    [InlineData(0xDF, 99)]
    [InlineData(0xCF, 231)]
    [InlineData(0xBF, 495)]
    [InlineData(0xAF, 1_023)]
    [InlineData(0x9F, 2_079)]
    [InlineData(0x8F, 4_191)]
    [InlineData(0x80, 8_031)]
    public void Mu_law_has_the_quantised_values_of_the_table(int code, int value)
    {
        Assert.Equal(value * 4, Decode(AudioCodec.Pcmu, (byte)code));
        Assert.Equal(-value * 4, Decode(AudioCodec.Pcmu, (byte)(code & 0x7F)));
    }

    // ITU-T G.711 table 1a, in 13 bits with the even bits inverted as on the line.
    [Theory]
    [InlineData(0x80, 1)]
    [InlineData(0x81, 3)]
    [InlineData(0x90, 33)]
    [InlineData(0xA0, 66)]
    [InlineData(0xB0, 132)]
    [InlineData(0xC0, 264)]
    [InlineData(0xD0, 528)]
    [InlineData(0xE0, 1_056)]
    [InlineData(0xF0, 2_112)]
    [InlineData(0xFF, 4_032)]
    public void A_law_has_the_quantised_values_of_the_table(int upright, int value)
    {
        Assert.Equal(value * 8, Decode(AudioCodec.Pcma, (byte)(upright ^ 0x55)));
        Assert.Equal(-value * 8, Decode(AudioCodec.Pcma, (byte)((upright & 0x7F) ^ 0x55)));
    }

    // A sample on a decision value belongs to the upper interval; a negative one is compared as its one's complement.
    [Theory]
    [InlineData(AudioCodec.Pcmu, 0, 0xFF)]
    [InlineData(AudioCodec.Pcmu, 3, 0xFF)]
    [InlineData(AudioCodec.Pcmu, 4, 0xFE)]
    [InlineData(AudioCodec.Pcmu, -1, 0x7F)]
    [InlineData(AudioCodec.Pcmu, -5, 0x7E)]
    [InlineData(AudioCodec.Pcmu, 124, 0xEF)]
    [InlineData(AudioCodec.Pcmu, 123, 0xF0)]
    [InlineData(AudioCodec.Pcmu, 32_767, 0x80)]
    [InlineData(AudioCodec.Pcmu, -32_768, 0x00)]
    [InlineData(AudioCodec.Pcma, 0, 0xD5)]
    [InlineData(AudioCodec.Pcma, -1, 0x55)]
    [InlineData(AudioCodec.Pcma, 15, 0xD5)]
    [InlineData(AudioCodec.Pcma, 16, 0xD4)]
    [InlineData(AudioCodec.Pcma, 511, 0xCA)]
    [InlineData(AudioCodec.Pcma, 512, 0xF5)]
    [InlineData(AudioCodec.Pcma, 32_767, 0xAA)]
    [InlineData(AudioCodec.Pcma, -32_768, 0x2A)]
    public void A_sample_falls_into_the_interval_of_the_table(AudioCodec codec, int sample, int code) =>
        Assert.Equal((byte)code, Encode(codec, (short)sample));

    [Theory]
    [InlineData(AudioCodec.Pcmu)]
    [InlineData(AudioCodec.Pcma)]
    public void Every_code_comes_back(AudioCodec codec)
    {
        for (var code = 0; code < 256; code++)
        {
            // µ-law has two zeros, and the negative one decodes to the sample 0.
            var expected = codec == AudioCodec.Pcmu && code == 0x7F ? 0xFF : code;
            Assert.Equal((byte)expected, Encode(codec, Decode(codec, (byte)code)));
        }
    }

    [Theory]
    [InlineData(AudioCodec.Pcmu)]
    [InlineData(AudioCodec.Pcma)]
    public void A_louder_sample_never_becomes_a_quieter_one(AudioCodec codec)
    {
        var before = int.MinValue;
        for (var sample = (int)short.MinValue; sample <= short.MaxValue; sample++)
        {
            var after = Decode(codec, Encode(codec, (short)sample));
            Assert.True(after >= before, $"{sample} becomes {after} after {before}");
            Assert.True(Math.Abs(after - sample) <= 8 + (Math.Abs(sample) / 16), $"{sample} becomes {after}");
            before = after;
        }
    }

    private static byte Encode(AudioCodec codec, short sample)
    {
        Span<byte> encoded = stackalloc byte[1];
        G711.Encode(codec, [sample], encoded);
        return encoded[0];
    }

    private static short Decode(AudioCodec codec, byte value)
    {
        Span<short> samples = stackalloc short[1];
        G711.Decode(codec, [value], samples);
        return samples[0];
    }
}
