using System.Buffers.Binary;

namespace Sidetone.Sip.Rtp;

/// <summary>The payload of a telephone event (RFC 4733 §2.3): a key that is held down.</summary>
/// <param name="Code">0…15 are the keys 0…9, *, #, A…D; others are events we give no name</param>
/// <param name="IsEnd">whether the key is up again</param>
/// <param name="Volume">power in −dBm0, 0…63</param>
/// <param name="Duration">in samples since the timestamp</param>
internal readonly record struct TelephoneEvent(byte Code, bool IsEnd, byte Volume, ushort Duration)
{
    public const int Bytes = 4;

    private const string Keys = "0123456789*#ABCD";

    /// <summary>The key; null when the code is none.</summary>
    public char? Key => Code < Keys.Length ? Keys[Code] : null;

    /// <summary>The code of a key, in either case; null when it is none.</summary>
    public static byte? CodeOf(char key)
    {
        var code = Keys.IndexOf(char.ToUpperInvariant(key), StringComparison.Ordinal);
        return code < 0 ? null : (byte)code;
    }

    public static bool TryParse(ReadOnlySpan<byte> payload, out TelephoneEvent value)
    {
        value = default;
        if (payload.Length < Bytes)
        {
            return false;
        }

        value = new TelephoneEvent(
            payload[0],
            payload[1] >= 0x80,
            (byte)(payload[1] & 0x3F),
            BinaryPrimitives.ReadUInt16BigEndian(payload[2..])
        );
        return true;
    }

    public void Write(Span<byte> payload)
    {
        payload[0] = Code;
        payload[1] = (byte)(Volume | (IsEnd ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(payload[2..], Duration);
    }
}
