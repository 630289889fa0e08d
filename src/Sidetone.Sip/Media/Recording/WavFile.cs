using System.Buffers.Binary;

namespace Sidetone.Sip.Media.Recording;

/// <summary>A RIFF/WAVE file of 16-bit PCM at 8,000 samples a second, one channel or two.</summary>
internal static class WavFile
{
    public const int HeaderBytes = 44;

    private const int SampleRate = 8_000;
    private const int SampleBytes = 2;

    /// <summary>The header of a file.</summary>
    /// <param name="channels">1 or 2</param>
    /// <param name="audioBytes">bytes of samples after the header</param>
    public static byte[] Header(int channels, int audioBytes)
    {
        var header = new byte[HeaderBytes];
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), HeaderBytes - 8 + audioBytes);
        "WAVEfmt "u8.CopyTo(header.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(22), (short)channels);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(24), SampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(28), SampleRate * channels * SampleBytes);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(32), (short)(channels * SampleBytes));
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(34), 8 * SampleBytes);
        "data"u8.CopyTo(header.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(40), audioBytes);
        return header;
    }
}
