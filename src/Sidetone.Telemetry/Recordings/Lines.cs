namespace Sidetone.Telemetry.Recordings;

/// <summary>Walks over the lines of a text, skipping empty ones.</summary>
internal sealed class Lines(ReadOnlyMemory<byte> content)
{
    private ReadOnlyMemory<byte> _rest = content;

    /// <summary>The line that was read last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Goes to the next line; <paramref name="isCut"/> when it is the last and has no end.</summary>
    public bool Next(out ReadOnlyMemory<byte> line, out bool isCut)
    {
        while (_rest.Length > 0)
        {
            Number++;
            var end = _rest.Span.IndexOf((byte)'\n');
            isCut = end < 0;
            line = isCut ? _rest : _rest[..end];
            _rest = isCut ? default : _rest[(end + 1)..];
            line = line.TrimEnd("\r "u8);
            if (!line.IsEmpty)
            {
                return true;
            }
        }

        line = default;
        isCut = false;
        return false;
    }
}

/// <summary>Lines that could not be used: the first few by number, then how many.</summary>
internal sealed class LineFaults
{
    private const int Named = 5;

    private readonly List<string> _messages = [];
    private int _count;

    public void Add(long line, string why)
    {
        if (_count++ < Named)
        {
            _messages.Add($"Line {line} left out: {why}.");
        }
    }

    public void Report(List<string> leftOut)
    {
        leftOut.AddRange(_messages);
        if (_count > Named)
        {
            leftOut.Add($"{_count - Named} more lines left out for such reasons.");
        }
    }
}
