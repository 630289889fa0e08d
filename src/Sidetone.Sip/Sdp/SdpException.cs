using System.Globalization;

namespace Sidetone.Sip.Sdp;

/// <summary>A session description that cannot be read; the message names the line.</summary>
public sealed class SdpException : FormatException
{
    internal SdpException(int line, string fault)
        : base(string.Create(CultureInfo.InvariantCulture, $"Line {line} of the session description: {fault}")) =>
        Line = line;

    /// <summary>Number of the line at fault, beginning with 1; one past the last when something is missing.</summary>
    public int Line { get; }
}
