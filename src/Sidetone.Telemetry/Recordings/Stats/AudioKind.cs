namespace Sidetone.Telemetry.Recordings.Stats;

/// <summary>Whether a stream is audio.</summary>
internal enum StreamKind : byte
{
    Unknown,
    Audio,
    Other,
}

/// <summary>Decides what a stream carries from what it states of itself, never from a guess.</summary>
internal static class AudioKind
{
    /// <summary>By kind, then codec, then id, then the members that only audio or only video has.</summary>
    public static StreamKind Of(Stat stream, Stat? codec)
    {
        if (stream.Text(Member.Kind) is { Length: > 0 } kind)
        {
            return kind == "audio" ? StreamKind.Audio : StreamKind.Other;
        }

        if (codec?.Text(Member.MimeType) is { Length: > 0 } mime)
        {
            return mime.StartsWith("audio/", StringComparison.OrdinalIgnoreCase) ? StreamKind.Audio : StreamKind.Other;
        }

        return ById(stream.Id) is var byId and not StreamKind.Unknown ? byId : ByMembers(stream);
    }

    private static StreamKind ById(string id)
    {
        if (id.Contains("audio", StringComparison.OrdinalIgnoreCase))
        {
            return StreamKind.Audio;
        }

        if (id.Contains("video", StringComparison.OrdinalIgnoreCase))
        {
            return StreamKind.Other;
        }

        // Chrome since 112: direction, 'T' and the transport's name, then the kind's letter and the SSRC: IT01A3735928559.
        var end = id.Length;
        while (end > 0 && char.IsAsciiDigit(id[end - 1]))
        {
            end--;
        }

        var isShort = end is > 2 and < 12 && end < id.Length && id[0] is 'I' or 'O' && id[1] == 'T';
        return !isShort ? StreamKind.Unknown
            : id[end - 1] == 'A' ? StreamKind.Audio
            : id[end - 1] == 'V' ? StreamKind.Other
            : StreamKind.Unknown;
    }

    private static StreamKind ByMembers(Stat stream) =>
        stream.Has(Member.AudioLevel) || stream.Has(Member.TotalSamplesReceived) ? StreamKind.Audio
        : stream.Has(Member.FramesSeen) ? StreamKind.Other
        : StreamKind.Unknown;

    /// <summary>A stream's SSRC as it states it or as its id ends with it; null when neither does.</summary>
    public static long? Ssrc(Stat stream)
    {
        if (stream.Number(Member.Ssrc) is >= 0 and <= uint.MaxValue and var stated)
        {
            return (long)stated;
        }

        var digits = stream.Id.AsSpan(stream.Id.AsSpan().LastIndexOfAnyExceptInRange('0', '9') + 1);
        return uint.TryParse(digits, out var ssrc) ? ssrc : null;
    }
}
