using System.Text;
using Sidetone.Sip.Messages;

namespace Sidetone.Sip.Transports;

/// <summary>Cuts messages out of a stream by their Content-Length (RFC 3261 §18.3).</summary>
internal sealed class SipFramer(SipLimits limits)
{
    private byte[] _buffer = new byte[4_096];
    private int _length;

    /// <summary>Whether the stream cannot be followed any more: no Content-Length, or a message over the limit.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Whether a message has begun and not ended.</summary>
    public bool IsWithin => _length > 0;

    /// <summary>Pings (two empty lines between messages) that ask for an answer (RFC 5626 §3.5.1).</summary>
    public int Pings { get; set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_length + bytes.Length > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + bytes.Length));
        }

        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>The next message, if it is there whole.</summary>
    public byte[]? Take()
    {
        SkipEmptyLines();
        var head = SipParser.HeadEnd(_buffer.AsSpan(0, _length), out var bodyStart);
        if (head < 0)
        {
            IsLost |= _length > limits.MessageBytes;
            return null;
        }

        var length = ContentLength(_buffer.AsSpan(0, head));
        if (length is null || bodyStart + (long)length > limits.MessageBytes)
        {
            IsLost = true;
            return null;
        }

        var end = bodyStart + (int)length;
        if (end > _length)
        {
            return null;
        }

        var message = _buffer.AsSpan(0, end).ToArray();
        Discard(end);
        return message;
    }

    private void SkipEmptyLines()
    {
        var at = 0;
        while (at < _length && _buffer[at] is (byte)'\r' or (byte)'\n')
        {
            at++;
        }

        if (at >= 4)
        {
            Pings++;
        }

        // One empty line may be the first half of a ping.
        if (at > 0 && (at < _length || at >= 4))
        {
            Discard(at);
        }
    }

    private void Discard(int count)
    {
        _buffer.AsSpan(count, _length - count).CopyTo(_buffer);
        _length -= count;
    }

    private static uint? ContentLength(ReadOnlySpan<byte> head)
    {
        var headers = new SipHeaders();
        foreach (var line in Encoding.Latin1.GetString(head).Split('\n'))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && HeaderNames.Long(line[..colon].Trim()) is var name && IsLength(name))
            {
                headers.Add(HeaderNames.ContentLength, line[(colon + 1)..].Trim());
            }
        }

        return headers.Fields.Count == 1 ? headers.Number(HeaderNames.ContentLength) : null;
    }

    private static bool IsLength(string name) =>
        name.Equals(HeaderNames.ContentLength, StringComparison.OrdinalIgnoreCase);
}
