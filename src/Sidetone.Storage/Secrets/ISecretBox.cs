namespace Sidetone.Storage.Secrets;

/// <summary>Keeps secrets that are needed again (signing keys, passwords) unreadable in the database.</summary>
public interface ISecretBox
{
    /// <summary>Encrypts; the same text gives other bytes every time.</summary>
    /// <param name="plain">What to keep secret.</param>
    /// <param name="context">Where it is kept, such as <c>destination/…</c>: it opens nowhere else.</param>
    byte[] Encrypt(ReadOnlySpan<byte> plain, string context);

    /// <summary>Decrypts what <see cref="Encrypt"/> made with the same key and context.</summary>
    /// <exception cref="SecretUnreadableException">It was made with another key or context, or was changed.</exception>
    byte[] Decrypt(ReadOnlySpan<byte> box, string context);
}

/// <summary>A secret does not open: another key, another place, or changed bytes.</summary>
public sealed class SecretUnreadableException(string message, Exception? inner = null) : Exception(message, inner);
