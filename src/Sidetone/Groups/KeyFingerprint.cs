using Sidetone.Serving;
using Sidetone.Storage;

namespace Sidetone.Groups;

/// <summary>
/// Remembers which key file a store belongs to. With another one every stored secret would be lost and every hashed
/// caller a new one, and nobody would notice before it mattered.
/// </summary>
internal static class KeyFingerprint
{
    /// <exception cref="ConfigurationException">The store belongs to another key file.</exception>
    public static async Task RequireAsync(Database database, SecretKey secret, CancellationToken cancellation)
    {
        var known = await database.WriteAsync(
            async (transaction, token) =>
            {
                await transaction.RunAsync(
                    "UPDATE group_state SET key_fingerprint = @mine WHERE key_fingerprint = ''",
                    [("@mine", secret.Fingerprint)],
                    token
                );
                var connection =
                    transaction.Connection ?? throw new InvalidOperationException("The transaction is over.");
                return await connection.ListAsync(
                    "SELECT key_fingerprint FROM group_state",
                    [],
                    static row => row.GetString(0),
                    token,
                    transaction
                );
            },
            cancellation
        );
        if (known[0] != secret.Fingerprint)
        {
            throw new ConfigurationException([
                "--key-file: is not the one that this store was made with, so its secrets cannot be read. "
                    + "Give the file that was in use before.",
            ]);
        }
    }
}
