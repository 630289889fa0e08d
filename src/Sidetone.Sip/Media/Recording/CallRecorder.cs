using System.Buffers.Binary;
using Sidetone.Sip.Codecs;

namespace Sidetone.Sip.Media.Recording;

/// <summary>
/// Records a call in memory, both directions on the same time, up to a length: stands between the call and its source and sink. What
/// comes after the length is not kept. One byte of µ-law a sample and direction: an hour is 58 MB, a minute 1 MB.
/// </summary>
public sealed class CallRecorder : IAudioSource, IAudioSink
{
    private const int FirstSamples = 10 * G711.SampleRate;

    // µ-law of the sample 0.
    private const byte Quiet = 0xFF;

    private readonly IAudioSource _source;
    private readonly IAudioSink _sink;
    private readonly int _samplesMax;

    // Guards everything below: the pacing thread writes, whoever saves reads.
    private readonly Lock _gate = new();
    private byte[] _said = [];
    private byte[] _heard = [];
    private int _length;
    private long? _heardFrom;

    /// <param name="source">what is said</param>
    /// <param name="sink">where it is heard</param>
    /// <param name="longest">1 s…1 h</param>
    public CallRecorder(IAudioSource source, IAudioSink sink, TimeSpan longest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(longest, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(longest, TimeSpan.FromHours(1));
        (_source, _sink) = (source, sink);
        _samplesMax = (int)(longest.TotalSeconds * G711.SampleRate);
    }

    /// <summary>How long the recording is.</summary>
    public TimeSpan Length
    {
        get
        {
            lock (_gate)
            {
                return TimeSpan.FromSeconds((double)_length / G711.SampleRate);
            }
        }
    }

    /// <inheritdoc/>
    public void Read(long position, Span<short> frame)
    {
        _source.Read(position, frame);
        lock (_gate)
        {
            Keep(ref _said, position, frame);
        }
    }

    /// <inheritdoc/>
    public void Received(ArrivedAudio audio) => _sink.Received(audio);

    /// <inheritdoc/>
    public void Played(PlayedAudio audio)
    {
        _sink.Played(audio);
        lock (_gate)
        {
            // What is heard begins half a frame after what is said, less than an ear tells apart.
            _heardFrom ??= audio.PlayedAt;
            var seconds = Pacing.Pacer.Shared.Time.GetElapsedTime(_heardFrom.Value, audio.PlayedAt).TotalSeconds;
            Keep(ref _heard, (long)Math.Round(seconds * G711.SampleRate), audio.Samples);
        }
    }

    /// <summary>Writes a WAV file: 16-bit PCM at 8,000 samples a second, left what was said and right what was heard.</summary>
    public async Task SaveAsync(Stream stream, CancellationToken token)
    {
        byte[] said;
        byte[] heard;
        lock (_gate)
        {
            (said, heard) = (Copy(_said), Copy(_heard));
        }

        await stream.WriteAsync(WavFile.Header(channels: 2, 4 * said.Length), token).ConfigureAwait(false);
        var block = new byte[4 * G711.SampleRate];
        for (var from = 0; from < said.Length; from += G711.SampleRate)
        {
            var samples = Math.Min(G711.SampleRate, said.Length - from);
            for (var i = 0; i < samples; i++)
            {
                BinaryPrimitives.WriteInt16LittleEndian(block.AsSpan(4 * i), MuLaw.Decode(said[from + i]));
                BinaryPrimitives.WriteInt16LittleEndian(block.AsSpan((4 * i) + 2), MuLaw.Decode(heard[from + i]));
            }

            await stream.WriteAsync(block.AsMemory(0, 4 * samples), token).ConfigureAwait(false);
        }
    }

    private void Keep(ref byte[] line, long at, ReadOnlySpan<short> samples)
    {
        var end = at + samples.Length;
        if (end > _samplesMax)
        {
            return;
        }

        if (line.Length < end)
        {
            var before = line.Length;
            Array.Resize(ref line, (int)Math.Min(_samplesMax, Math.Max(end, Math.Max(2L * before, FirstSamples))));
            line.AsSpan(before).Fill(Quiet);
        }

        for (var i = 0; i < samples.Length; i++)
        {
            line[at + i] = MuLaw.Encode(samples[i]);
        }

        _length = Math.Max(_length, (int)end);
    }

    private byte[] Copy(byte[] line)
    {
        var copy = new byte[_length];
        copy.AsSpan().Fill(Quiet);
        line.AsSpan(0, Math.Min(line.Length, _length)).CopyTo(copy);
        return copy;
    }
}
