using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sidetone.Heartbeat.Calls;

/// <summary>Reads the authorities that TLS trusts in place of the system's: a private registrar has one of its own.</summary>
public static class TrustedRoots
{
    /// <summary>The certificates of a PEM file.</summary>
    /// <exception cref="IOException">It cannot be read, or holds no certificate; the message names the file.</exception>
    public static X509Certificate2Collection Read(string file)
    {
        var roots = new X509Certificate2Collection();
        try
        {
            roots.ImportFromPemFile(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new IOException($"The trusted roots cannot be read from '{file}': {fault.Message}", fault);
        }

        return roots.Count > 0
            ? roots
            : throw new IOException(
                $"There is no certificate in '{file}': trusted roots are PEM, one after the other."
            );
    }
}
