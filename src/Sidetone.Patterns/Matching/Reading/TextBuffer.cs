namespace Sidetone.Patterns.Matching.Reading;

/// <summary>Holds what an escaped name or value says, until the next one.</summary>
internal sealed class TextBuffer
{
    private byte[] _bytes = [];

    public bool TryUnescape(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> decoded)
    {
        if (_bytes.Length < text.Length)
        {
            _bytes = new byte[Math.Max(256, text.Length * 2)];
        }

        var length = JsonText.Unescape(text, _bytes);
        decoded = _bytes.AsSpan(0, Math.Max(0, length));
        return length >= 0;
    }
}
