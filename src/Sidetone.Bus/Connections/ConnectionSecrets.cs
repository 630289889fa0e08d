using System.Text;
using System.Text.Json.Nodes;
using Sidetone.Storage.Secrets;

namespace Sidetone.Bus.Connections;

/// <summary>Puts a connection's parameters into a secret box, and takes them out for the ones who invoke.</summary>
public sealed class ConnectionSecrets(ISecretBox box)
{
    /// <summary>The connection with other parameters: all of them sealed, the open ones shown.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="parameters"><c>AuthParameters</c> as they were given.</param>
    public ConnectionRecord Seal(ConnectionRecord connection, JsonObject parameters) =>
        connection with
        {
            PublicParameters = AuthParameters.Shown(parameters).ToJsonString(),
            SealedParameters = box.Encrypt(Encoding.UTF8.GetBytes(parameters.ToJsonString()), connection.SecretContext),
        };

    /// <summary><c>AuthParameters</c> as they were given; empty once the connection was deauthorized.</summary>
    /// <exception cref="SecretUnreadableException">They were sealed under another key.</exception>
    public JsonObject Open(ConnectionRecord connection) =>
        JsonNode.Parse(box.Decrypt(connection.SealedParameters, connection.SecretContext)) as JsonObject ?? [];
}
