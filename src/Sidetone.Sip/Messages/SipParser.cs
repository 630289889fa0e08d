using System.Globalization;
using System.Text;
using Sidetone.Sip.Addresses;

namespace Sidetone.Sip.Messages;

/// <summary>
/// Reads messages (RFC 3261 §7). It never throws: what cannot be read at all gives no message, and what can be read
/// but is at fault gives both the message, so that a request can be answered, and the fault.
/// </summary>
internal static class SipParser
{
    private const string Version = "SIP/2.0";

    /// <summary>Reads a datagram, or a message that was cut out of a stream.</summary>
    /// <param name="bytes">the message and nothing before it</param>
    /// <param name="limits">what is larger is not read</param>
    /// <param name="fault">what is wrong; null when nothing is</param>
    /// <returns>null when there is no way to tell what it is</returns>
    public static SipMessage? Parse(ReadOnlySpan<byte> bytes, SipLimits limits, out SipFault? fault)
    {
        if (bytes.Length > limits.MessageBytes)
        {
            fault = new SipFault(513, "Message Too Large");
            return null;
        }

        var headEnd = HeadEnd(bytes, out var bodyStart);
        if (headEnd < 0)
        {
            fault = SipFault.BadRequest("No Empty Line");
            return null;
        }

        var head = Encoding.Latin1.GetString(bytes[..headEnd]);
        var lineEnd = head.IndexOf('\n', StringComparison.Ordinal);
        var startLine = (lineEnd < 0 ? head : head[..lineEnd]).TrimEnd('\r');
        var message = ParseStartLine(startLine, out fault);
        if (message is null)
        {
            return null;
        }

        fault = ReadHeaders(message, lineEnd < 0 ? "" : head[(lineEnd + 1)..], limits) ?? fault;
        fault ??= ReadBody(message, bytes[bodyStart..]);
        fault ??= SipMessageRules.Check(message);
        return message;
    }

    /// <summary>Where the header fields end; −1 when there is no empty line.</summary>
    public static int HeadEnd(ReadOnlySpan<byte> bytes, out int bodyStart)
    {
        var at = bytes.IndexOf("\r\n\r\n"u8);
        if (at >= 0)
        {
            bodyStart = at + 4;
            return at;
        }

        at = bytes.IndexOf("\n\n"u8);
        bodyStart = at + 2;
        return at;
    }

    private static SipMessage? ParseStartLine(string line, out SipFault? fault)
    {
        fault = null;
        if (line.StartsWith("SIP/", StringComparison.OrdinalIgnoreCase))
        {
            return ParseStatusLine(line, out fault);
        }

        var first = line.IndexOf(' ', StringComparison.Ordinal);
        var last = line.LastIndexOf(' ');
        if (first <= 0 || !SipScanner.IsToken(line.AsSpan(0, first)))
        {
            fault = SipFault.BadRequest("Bad Start Line");
            return null;
        }

        var method = line[..first];
        var version = line[(last + 1)..];
        var uri = last > first ? line[(first + 1)..last] : "";
        if (uri.Length == 0 || uri.AsSpan().ContainsAny(" \t"))
        {
            fault = SipFault.BadRequest("Bad Request Line");
        }
        else if (!version.Equals(Version, StringComparison.OrdinalIgnoreCase))
        {
            fault = version.StartsWith("SIP/", StringComparison.OrdinalIgnoreCase)
                ? new SipFault(505, ReasonPhrases.Of(505))
                : SipFault.BadRequest("Bad Request Line");
        }

        return new SipRequest(method, uri);
    }

    private static SipResponse? ParseStatusLine(string line, out SipFault? fault)
    {
        fault = null;
        var parts = line.Split(' ', 3);
        if (
            parts.Length < 2
            || !parts[0].Equals(Version, StringComparison.OrdinalIgnoreCase)
            || parts[1].Length != 3
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            || status is < 100 or > 699
        )
        {
            fault = SipFault.BadRequest("Bad Status Line");
            return null;
        }

        return new SipResponse(status, parts.Length == 3 ? parts[2] : "");
    }

    private static SipFault? ReadHeaders(SipMessage message, string text, SipLimits limits)
    {
        string? name = null;
        var value = new StringBuilder();
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan(range).TrimEnd('\r');
            if (line.Length > 0 && line[0] is ' ' or '\t')
            {
                if (name is null)
                {
                    return SipFault.BadRequest("Bad Header Line");
                }

                value.Append(' ').Append(line.Trim(" \t"));
            }
            else
            {
                Finish();
                var colon = line.IndexOf(':');
                var read = colon < 0 ? default : line[..colon].TrimEnd(" \t");
                if (line.IsEmpty)
                {
                    continue;
                }

                if (!SipScanner.IsToken(read))
                {
                    return SipFault.BadRequest("Bad Header Line");
                }

                name = HeaderNames.Long(read.ToString());
                value.Append(line[(colon + 1)..].Trim(" \t"));
            }

            if (value.Length > limits.HeaderLength || message.Headers.Fields.Count >= limits.HeaderCount)
            {
                return new SipFault(513, "Message Too Large");
            }
        }

        Finish();
        return null;

        void Finish()
        {
            if (name is not null)
            {
                message.Headers.Add(name, value.ToString().Trim());
            }

            name = null;
            value.Clear();
        }
    }

    private static SipFault? ReadBody(SipMessage message, ReadOnlySpan<byte> rest)
    {
        if (message.Headers[HeaderNames.ContentLength] is null)
        {
            message.Body = rest.ToArray();
            return null;
        }

        // Octets after the body are discarded (RFC 3261 §18.3).
        var length = message.Headers.Number(HeaderNames.ContentLength);
        if (length is null || length > rest.Length)
        {
            return SipFault.BadRequest("Bad Content-Length");
        }

        message.Body = rest[..(int)length.Value].ToArray();
        return null;
    }
}
