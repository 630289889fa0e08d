namespace Sidetone.Sip.Rtp;

/// <summary>
/// The sources of one session, at most <see cref="SourcesMax"/>: who sprays sources makes none of them known, and takes no memory.
/// The current one is what is heard; another takes its place once it is believed.
/// </summary>
internal sealed class ReceivedSources
{
    /// <summary>A call has one source, a transferred one two or three.</summary>
    public const int SourcesMax = 16;

    private readonly List<ReceivedSource> _sources = new(SourcesMax);

    /// <summary>The source that is heard; null before the first packet.</summary>
    public ReceivedSource? Current { get; private set; }

    /// <summary>How often another source took over.</summary>
    public int Changes { get; private set; }

    /// <summary>Packets of sources that found no place.</summary>
    public long Refused { get; private set; }

    /// <summary>Those that are known, in order of appearance.</summary>
    public IReadOnlyList<ReceivedSource> Known => _sources;

    /// <summary>Counts a packet's number with its source.</summary>
    /// <returns>The source, and what the number says; null when there is no place for another source.</returns>
    public (ReceivedSource? Source, SequenceCheck Check) Add(uint ssrc, ushort sequence)
    {
        var source = Current?.Ssrc == ssrc ? Current : Find(ssrc) ?? Admit(ssrc);
        if (source is null)
        {
            Refused++;
            return (null, SequenceCheck.Refused);
        }

        var check = source.Sequence.Add(sequence);
        if (source != Current && (Current is null || (check == SequenceCheck.Forward && !Current.Sequence.IsValid)))
        {
            Current = source;
        }
        else if (source != Current && check == SequenceCheck.Forward)
        {
            Current = source;
            Changes++;
        }

        return (source, check);
    }

    /// <summary>The source of a number; null when it is not known.</summary>
    public ReceivedSource? Find(uint ssrc) => _sources.Find(source => source.Ssrc == ssrc);

    private ReceivedSource? Admit(uint ssrc)
    {
        if (_sources.Count == SourcesMax)
        {
            var doubtful = _sources.FindIndex(source => !source.Sequence.IsValid && source != Current);
            if (doubtful < 0)
            {
                return null;
            }

            _sources.RemoveAt(doubtful);
        }

        var admitted = new ReceivedSource(ssrc);
        _sources.Add(admitted);
        return admitted;
    }
}
