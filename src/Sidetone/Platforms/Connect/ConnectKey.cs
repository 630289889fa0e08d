using System.Text;
using Sidetone.Intake;

namespace Sidetone.Platforms.Connect;

/// <summary>Finds the ingest key in what Amazon's services can send: a header of one's choice, basic auth, or Firehose's own.</summary>
internal static class ConnectKey
{
    /// <summary>Firehose's header for what its console calls the access key.</summary>
    public const string FirehoseHeader = "X-Amz-Firehose-Access-Key";

    private const string Basic = "Basic ";
    private const int BasicMax = 1024;

    /// <summary>The key; empty when there is none.</summary>
    public static string Of(IHeaderDictionary headers)
    {
        var authorization = headers.Authorization.ToString();
        if (authorization.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
        {
            return Password(authorization.AsSpan(Basic.Length).Trim());
        }

        var key = SenderKey.Of(headers);
        return key.Length > 0 ? key.ToString() : headers[FirehoseHeader].ToString().Trim();
    }

    // RFC 7617: user and password with a colon between. The user may be anything; the key is the password.
    private static string Password(ReadOnlySpan<char> credentials)
    {
        Span<byte> bytes = stackalloc byte[BasicMax];
        if (!Convert.TryFromBase64Chars(credentials, bytes, out var length))
        {
            return "";
        }

        var colon = bytes[..length].IndexOf((byte)':');
        return colon < 0 ? "" : Encoding.UTF8.GetString(bytes[(colon + 1)..length]);
    }
}
