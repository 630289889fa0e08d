namespace Sidetone.Patterns.Matching.Reading;

/// <summary>Holds what an escaped name or value says, until the next one.</summary>
internal sealed class TextBuffer
{
    private byte[] _bytes = [];

    public ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> text, int position)
    {
        if (_bytes.Length < text.Length)
        {
            _bytes = new byte[Math.Max(256, text.Length * 2)];
        }

        var length = JsonText.Unescape(text, _bytes);
        return length >= 0
            ? _bytes.AsSpan(0, length)
            : throw new EventFormatException("a backslash stands before what it cannot escape.", position);
    }
}
