using System.Security.Cryptography;
using System.Text;

namespace Sidetone.Storage.Secrets;

/// <summary>AES-256-GCM (NIST SP 800-38D) under a key that is kept outside the database.</summary>
/// <remarks>
/// <code>
/// 1 byte   version: 1
/// 4 bytes  which key: the first bytes of its SHA-256, so that a wrong key file is told from damage
/// 12 bytes nonce, random
/// 16 bytes tag
/// n bytes  cipher text
/// </code>
/// The context is authenticated with it, so that a box copied to another row does not open. Random nonces are safe for
/// far more secrets under one key (2^32) than settings will ever hold.
/// </remarks>
public sealed class SecretBox : ISecretBox, IDisposable
{
    /// <summary>How many bytes the key has.</summary>
    public const int KeyBytes = 32;

    private const byte Version = 1;
    private const int KeyIdBytes = 4;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int HeaderBytes = 1 + KeyIdBytes + NonceBytes + TagBytes;

    // One cipher has one state: it serves one caller at a time.
    private readonly AesGcm _cipher;
    private readonly Lock _turn = new();
    private readonly byte[] _keyId;

    /// <summary>A box under a key of <see cref="KeyBytes"/> random bytes.</summary>
    /// <exception cref="ArgumentException">The key has another length.</exception>
    public SecretBox(ReadOnlySpan<byte> key)
    {
        if (key.Length != KeyBytes)
        {
            throw new ArgumentException($"A secret key has {KeyBytes} bytes, not {key.Length}.", nameof(key));
        }

        _cipher = new AesGcm(key, TagBytes);
        _keyId = SHA256.HashData(key)[..KeyIdBytes];
    }

    /// <inheritdoc/>
    public byte[] Encrypt(ReadOnlySpan<byte> plain, string context)
    {
        var box = new byte[HeaderBytes + plain.Length];
        box[0] = Version;
        _keyId.CopyTo(box, 1);
        var nonce = box.AsSpan(1 + KeyIdBytes, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        var tag = box.AsSpan(1 + KeyIdBytes + NonceBytes, TagBytes);
        lock (_turn)
        {
            _cipher.Encrypt(nonce, plain, box.AsSpan(HeaderBytes), tag, Encoding.UTF8.GetBytes(context));
        }

        return box;
    }

    /// <inheritdoc/>
    public byte[] Decrypt(ReadOnlySpan<byte> box, string context)
    {
        if (box.Length < HeaderBytes || box[0] != Version)
        {
            throw new SecretUnreadableException($"The secret of {context} has no known form.");
        }

        if (!box.Slice(1, KeyIdBytes).SequenceEqual(_keyId))
        {
            throw new SecretUnreadableException($"The secret of {context} was encrypted under another key file.");
        }

        var plain = new byte[box.Length - HeaderBytes];
        var nonce = box.Slice(1 + KeyIdBytes, NonceBytes);
        var tag = box.Slice(1 + KeyIdBytes + NonceBytes, TagBytes);
        try
        {
            lock (_turn)
            {
                _cipher.Decrypt(nonce, box[HeaderBytes..], tag, plain, Encoding.UTF8.GetBytes(context));
            }
        }
        catch (AuthenticationTagMismatchException mismatch)
        {
            throw new SecretUnreadableException($"The secret of {context} was changed or belongs elsewhere.", mismatch);
        }

        return plain;
    }

    /// <inheritdoc/>
    public void Dispose() => _cipher.Dispose();
}
