namespace Sidetone.Sip.Media.Buffering;

/// <summary>
/// Holds what arrives until it is heard, as long as the unevenness of the last seconds asks for. Missing audio is silence: a test
/// call shows what was lost and covers nothing up. Guarded by the call's lock.
/// </summary>
/// <remarks>
/// <code>
///   position (8 a ms)   ──── heard ────┤ next      held or missing      ├ newest
///   delay = now − (base + next / 8);  base = least (arrival − position / 8) of the last while
/// </code>
/// </remarks>
internal sealed class JitterBuffer(TimeSpan least, TimeSpan most)
{
    /// <summary>Samples of a frame that is heard: 20 ms.</summary>
    public const int FrameSamples = 160;

    private const int Capacity = 1 << 14;
    private const double SamplesPerMs = 8;
    private const double FrameMs = 20;
    private const double MarginMs = 5;
    private const int LatePacketsMax = 25;

    private static readonly TimeSpan s_baseWindow = TimeSpan.FromSeconds(16);
    private static readonly TimeSpan s_excessWindow = TimeSpan.FromSeconds(8);

    private readonly bool[] _filled = new bool[Capacity];
    private readonly short[] _samples = new short[Capacity];
    private SlidingExtreme _base = new(s_baseWindow, isLeast: true);
    private SlidingExtreme _excess = new(s_excessWindow, isLeast: false);
    private bool _isBegun;
    private long _next;
    private int _lateInRow;
    private double _shrunkAtMs;
    private double _delaySumMs;

    /// <summary>Packets that came after their time.</summary>
    public long LateDiscards { get; private set; }

    /// <summary>Frames heard since the first packet.</summary>
    public long Frames { get; private set; }

    /// <summary>Frames of which a part or all was missing.</summary>
    public long Concealed { get; private set; }

    /// <summary>Frames of silence put in to wait longer.</summary>
    public long Inserted { get; private set; }

    /// <summary>Frames left out to wait less.</summary>
    public long Skipped { get; private set; }

    /// <summary>How often it began anew, because positions jumped.</summary>
    public int Restarts { get; private set; }

    /// <summary>What it adds to the fastest packet, as of the last frame.</summary>
    public double DelayMs { get; private set; }

    /// <summary>The most it added.</summary>
    public double DelayMaxMs { get; private set; }

    /// <summary>The mean over the frames.</summary>
    public double DelayMeanMs => Frames == 0 ? 0 : _delaySumMs / Frames;

    private double TargetMs =>
        double.IsNaN(_excess.Value)
            ? least.TotalMilliseconds
            : Math.Clamp(_excess.Value + MarginMs, least.TotalMilliseconds, most.TotalMilliseconds);

    /// <summary>Takes a packet.</summary>
    /// <param name="position">place of its first sample</param>
    /// <param name="audio">at most a second</param>
    /// <param name="arrivedMs">when it arrived</param>
    public void Write(long position, ReadOnlySpan<short> audio, double arrivedMs)
    {
        var transit = arrivedMs - (position / SamplesPerMs);
        _base.Add(arrivedMs, transit);
        _excess.Add(arrivedMs, transit - _base.Value);
        var end = position + audio.Length;
        if (!_isBegun || end > _next + Capacity)
        {
            Begin(position);
        }
        else if (end <= _next)
        {
            LateDiscards++;
            if (++_lateInRow < LatePacketsMax)
            {
                return;
            }

            // Half a second of nothing but late packets: the sender's time has moved, not the network's.
            Begin(position);
        }

        _lateInRow = 0;
        for (var at = Math.Max(position, _next); at < end; at++)
        {
            _samples[at & (Capacity - 1)] = audio[(int)(at - position)];
            _filled[at & (Capacity - 1)] = true;
        }
    }

    /// <summary>Gives the next frame.</summary>
    /// <returns>How many of its samples are missing; all of them before the first packet.</returns>
    public int Read(Span<short> frame, double nowMs)
    {
        frame.Clear();
        if (!_isBegun)
        {
            return frame.Length;
        }

        DelayMs = nowMs - (_base.Value + (_next / SamplesPerMs));
        Frames++;
        _delaySumMs += Math.Max(DelayMs, 0);
        DelayMaxMs = Math.Max(DelayMaxMs, DelayMs);
        if (DelayMs + FrameMs <= TargetMs)
        {
            Inserted++;
            return frame.Length;
        }

        if (DelayMs > TargetMs + (2 * FrameMs) && nowMs - _shrunkAtMs >= 1_000)
        {
            _shrunkAtMs = nowMs;
            Skipped++;
            Take(frame);
            frame.Clear();
        }

        var missing = Take(frame);
        Concealed += missing > 0 ? 1 : 0;
        return missing;
    }

    private int Take(Span<short> frame)
    {
        var missing = 0;
        for (var i = 0; i < frame.Length; i++)
        {
            var at = (int)(_next++ & (Capacity - 1));
            if (_filled[at])
            {
                frame[i] = _samples[at];
                _filled[at] = false;
            }
            else
            {
                missing++;
            }
        }

        return missing;
    }

    private void Begin(long position)
    {
        Restarts += _isBegun ? 1 : 0;
        _isBegun = true;
        _filled.AsSpan().Clear();
        _next = position - (long)(least.TotalMilliseconds * SamplesPerMs);
    }
}
