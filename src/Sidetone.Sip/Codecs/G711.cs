using Sidetone.Sip.Sdp;

namespace Sidetone.Sip.Codecs;

/// <summary>Both laws of ITU-T G.711 over spans: 8,000 samples a second, one byte each.</summary>
public static class G711
{
    /// <summary>Samples in a second; also the clock of RTP timestamps for both laws (RFC 3551 §4.5.14).</summary>
    public const int SampleRate = 8_000;

    private static readonly short[] s_muLaw = Table(MuLaw.Decode);
    private static readonly short[] s_aLaw = Table(ALaw.Decode);

    /// <summary>Writes one byte for each sample.</summary>
    /// <param name="codec">the law</param>
    /// <param name="samples">linear PCM, 16 bits</param>
    /// <param name="encoded">at least as long as <paramref name="samples"/></param>
    public static void Encode(AudioCodec codec, ReadOnlySpan<short> samples, Span<byte> encoded)
    {
        if (codec == AudioCodec.Pcmu)
        {
            for (var i = 0; i < samples.Length; i++)
            {
                encoded[i] = MuLaw.Encode(samples[i]);
            }
        }
        else
        {
            for (var i = 0; i < samples.Length; i++)
            {
                encoded[i] = ALaw.Encode(samples[i]);
            }
        }
    }

    /// <summary>Writes one sample for each byte.</summary>
    /// <param name="codec">the law</param>
    /// <param name="encoded">bytes of the law</param>
    /// <param name="samples">at least as long as <paramref name="encoded"/></param>
    public static void Decode(AudioCodec codec, ReadOnlySpan<byte> encoded, Span<short> samples)
    {
        var table = codec == AudioCodec.Pcmu ? s_muLaw : s_aLaw;
        for (var i = 0; i < encoded.Length; i++)
        {
            samples[i] = table[encoded[i]];
        }
    }

    private static short[] Table(Func<byte, short> decode)
    {
        var table = new short[256];
        for (var value = 0; value < table.Length; value++)
        {
            table[value] = decode((byte)value);
        }

        return table;
    }
}
