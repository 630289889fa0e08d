namespace Sidetone.Sip.Authentication;

/// <summary>Who we are to a registrar or a proxy. The password is in no text that this prints.</summary>
/// <param name="userName">as the other side knows it</param>
/// <param name="password">in clear: digests are computed from it</param>
/// <param name="realm">answered alone; null answers every realm</param>
public sealed class SipCredentials(string userName, string password, string? realm = null)
{
    /// <summary>Name of the user.</summary>
    public string UserName { get; } = userName;

    /// <summary>The only realm that these are for; null for every one.</summary>
    public string? Realm { get; } = realm;

    internal string Password { get; } = password;

    /// <summary>The name alone.</summary>
    public override string ToString() => $"{UserName} at {Realm ?? "any realm"}";
}
