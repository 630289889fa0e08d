using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Sidetone.Tests.EventBridge;

/// <summary>Verifies AWS signature version 4 from its description, without any code of the SDK.</summary>
internal static class SignatureCheck
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>Null when the signature is good, else AWS's code for what is wrong.</summary>
    /// <param name="request">The request.</param>
    /// <param name="body">Its body.</param>
    /// <param name="service">The service that it must be signed for.</param>
    /// <param name="find">Finds an access key by its id.</param>
    public static string? Fault(HttpRequest request, byte[] body, string service, Func<string, AccessKey?> find)
    {
        if (
            !TryParse(request.Headers.Authorization.ToString(), out var scope, out var signedHeaders, out var signature)
        )
        {
            return "MissingAuthenticationTokenException";
        }

        var parts = scope.Split('/');
        if (parts is not [var id, var date, var region, var signedService, "aws4_request"] || signedService != service)
        {
            return "IncompleteSignatureException";
        }

        if (find(id) is not { } key)
        {
            return "UnrecognizedClientException";
        }

        var at = request.Headers["X-Amz-Date"].ToString();
        var names = signedHeaders.Split(';');
        string[] needed =
        [
            "host",
            "x-amz-date",
            .. key.Token is null ? Array.Empty<string>() : ["x-amz-security-token"],
        ];
        if (
            needed.Except(names).Any()
            || !at.StartsWith(date, StringComparison.Ordinal)
            || !IsNow(at)
            || request.Headers["X-Amz-Security-Token"].ToString() != (key.Token ?? "")
        )
        {
            return "InvalidSignatureException";
        }

        var canonical = string.Join(
            '\n',
            request.Method,
            request.Path.Value,
            request.QueryString.Value?.TrimStart('?'),
            string.Concat(names.Select(name => $"{name}:{request.Headers[name].ToString().Trim()}\n")),
            signedHeaders,
            Hex(SHA256.HashData(body))
        );
        var toSign = string.Join(
            '\n',
            Algorithm,
            at,
            $"{date}/{region}/{service}/aws4_request",
            Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))
        );
        var signing = Encoding.UTF8.GetBytes($"AWS4{key.Secret}");
        foreach (var part in new[] { date, region, service, "aws4_request", toSign })
        {
            signing = HMACSHA256.HashData(signing, Encoding.UTF8.GetBytes(part));
        }

        return Hex(signing) == signature ? null : "InvalidSignatureException";
    }

    private static bool TryParse(string header, out string scope, out string signedHeaders, out string signature)
    {
        scope = signedHeaders = signature = "";
        if (!header.StartsWith(Algorithm, StringComparison.Ordinal))
        {
            return false;
        }

        var members = header[Algorithm.Length..]
            .Split(',', StringSplitOptions.TrimEntries)
            .Select(member => member.Split('=', 2))
            .ToDictionary(member => member[0], member => member[^1]);
        return members.TryGetValue("Credential", out scope!)
            && members.TryGetValue("SignedHeaders", out signedHeaders!)
            && members.TryGetValue("Signature", out signature!);
    }

    private static bool IsNow(string at) =>
        DateTimeOffset.TryParseExact(
            at,
            "yyyyMMdd'T'HHmmss'Z'",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var signed
        )
        && (TimeProvider.System.GetUtcNow() - signed).Duration() < TimeSpan.FromMinutes(5);

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}

/// <summary>An access key; temporary ones have a token.</summary>
internal sealed record AccessKey(string Id, string Secret, string? Token = null);
