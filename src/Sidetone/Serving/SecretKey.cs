using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Sidetone.Serving;

/// <summary>
/// The server's secret: 256 random bits in a file outside the database, as one line of base64url. Whoever has a copy
/// of the database without it can read no stored secret and undo no hash of a field.
/// </summary>
internal sealed class SecretKey
{
    private const int Length = 32;
    private readonly byte[] _bytes;

    private SecretKey(byte[] bytes) => _bytes = bytes;

    /// <summary>The secret itself, for what encrypts under it.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Tells two secrets apart and gives neither away; stored in the database to notice a wrong file.</summary>
    public string Fingerprint => Convert.ToHexStringLower(Derive("fingerprint/1", Guid.Empty).AsSpan(0, 8));

    /// <summary>A key of its own for a purpose within a group (HKDF, RFC 5869).</summary>
    public byte[] Derive(string purpose, Guid group) =>
        HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            _bytes,
            Length,
            group.ToByteArray(bigEndian: true),
            Encoding.UTF8.GetBytes(purpose)
        );

    /// <summary>What secrets in the store are encrypted for; see <see cref="Derive"/>.</summary>
    public const string StoredSecrets = "stored-secrets/1";

    /// <summary>Reads or makes the key file: the one named, or <c>secret.key</c> in the data folder.</summary>
    /// <exception cref="ConfigurationException">It cannot be read or made, or holds something else.</exception>
    public static SecretKey Open(string? keyFile, string? dataFolder)
    {
        var path = keyFile ?? Path.Combine(dataFolder ?? "", "secret.key");
        try
        {
            return OpenOrCreate(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new ConfigurationException([$"--key-file {path}: {fault.Message}"]);
        }
    }

    /// <summary>Reads the file, or makes it, readable by its owner alone.</summary>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public static SecretKey OpenOrCreate(string path)
    {
        if (!File.Exists(path))
        {
            Create(path);
        }

        var text = File.ReadAllText(path).Trim();
        var bytes = new byte[Length];
        if (
            !Base64Url.IsValid(text, out var length)
            || length != Length
            || !Base64Url.TryDecodeFromChars(text, bytes, out _)
        )
        {
            throw new InvalidDataException(
                $"The key file {path} must hold {Length} bytes in base64url on one line; it holds something else."
            );
        }

        return new SecretKey(bytes);
    }

    // Written aside and renamed without overwriting: a crash leaves no half key, and of two first starts one wins.
    private static void Create(string path)
    {
        var aside = $"{path}.{RandomNumberGenerator.GetHexString(8)}";
        var how = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(aside, how))
        {
            file.Write(
                Encoding.ASCII.GetBytes(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Length)) + "\n")
            );
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(aside, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(aside);
        }
    }
}
