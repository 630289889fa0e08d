using System.Security.Cryptography;
using System.Text;

namespace Sidetone.Storage.Log;

/// <summary>What a group's session id is found by: 16 bytes, whatever the length of the id.</summary>
internal static class SessionKey
{
    public static byte[] Of(Guid group, string session)
    {
        var text = new byte[16 + Encoding.UTF8.GetByteCount(session)];
        group.TryWriteBytes(text, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(session, text.AsSpan(16));
        return SHA256.HashData(text)[..16];
    }
}
