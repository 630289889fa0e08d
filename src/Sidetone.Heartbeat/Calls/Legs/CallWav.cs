using System.Buffers.Binary;
using Sidetone.Heartbeat.Signals;

namespace Sidetone.Heartbeat.Calls.Legs;

/// <summary>Writes what was heard as a WAV file: 16-bit PCM at 8,000 samples a second, one channel for each ear.</summary>
internal static class CallWav
{
    private const int HeaderBytes = 44;
    private const int SampleBytes = 2;
    private const short Pcm = 1;

    /// <summary>Writes a file; the first ear is the left channel. The ears are put beside each other by their clock.</summary>
    public static async Task WriteAsync(string file, IReadOnlyList<HeardCall> ears, CancellationToken cancellation)
    {
        var first = ears.Min(ear => ear.PlayedFrom);
        var offsets = ears.Select(ear => (int)Math.Round((ear.PlayedFrom - first) * TestSignal.SampleRate)).ToArray();
        var frames = ears.Select((ear, i) => offsets[i] + ear.Played.Length).Max();
        var bytes = new byte[HeaderBytes + (frames * ears.Count * SampleBytes)];
        WriteHeader(bytes, ears.Count);
        for (var channel = 0; channel < ears.Count; channel++)
        {
            var played = ears[channel].Played.Span;
            for (var i = 0; i < played.Length; i++)
            {
                var at = HeaderBytes + ((((offsets[channel] + i) * ears.Count) + channel) * SampleBytes);
                BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(at), played[i]);
            }
        }

        await File.WriteAllBytesAsync(file, bytes, cancellation);
    }

    private static void WriteHeader(Span<byte> bytes, int channels)
    {
        "RIFF"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], bytes.Length - 8);
        "WAVEfmt "u8.CopyTo(bytes[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(bytes[20..], Pcm);
        BinaryPrimitives.WriteInt16LittleEndian(bytes[22..], (short)channels);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[24..], TestSignal.SampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[28..], TestSignal.SampleRate * channels * SampleBytes);
        BinaryPrimitives.WriteInt16LittleEndian(bytes[32..], (short)(channels * SampleBytes));
        BinaryPrimitives.WriteInt16LittleEndian(bytes[34..], SampleBytes * 8);
        "data"u8.CopyTo(bytes[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[40..], bytes.Length - HeaderBytes);
    }
}
