using System.Security.Cryptography;
using System.Text;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Signing;

/// <summary>An access key: whose it is, and the secret that signs.</summary>
/// <param name="Id">The access key id.</param>
/// <param name="Tenant">Whose buses it opens.</param>
/// <param name="secret">The secret access key.</param>
public sealed class SigningKey(string Id, BusTenant Tenant, string secret)
{
    // What was derived last: a day and a region come with nearly every request again.
    private volatile Derived? _last;

    /// <summary>The access key id.</summary>
    public string Id { get; } = Id;

    /// <summary>Whose buses it opens.</summary>
    public BusTenant Tenant { get; } = Tenant;

    /// <summary>The key that signs on a day, in a region, for a service (Signature Version 4, "derive a signing key").</summary>
    internal byte[] For(string date, string region, string service)
    {
        if (_last is { } last && last.Date == date && last.Region == region && last.Service == service)
        {
            return last.Key;
        }

        var key = Derive(secret, date, region, service);
        _last = new Derived(date, region, service, key);
        return key;
    }

    internal static byte[] Derive(string secret, string date, string region, string service)
    {
        var key = Encoding.UTF8.GetBytes($"AWS4{secret}");
        foreach (var part in (ReadOnlySpan<string>)[date, region, service, "aws4_request"])
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return key;
    }

    private sealed record Derived(string Date, string Region, string Service, byte[] Key);
}
