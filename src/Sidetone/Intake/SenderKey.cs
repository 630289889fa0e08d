namespace Sidetone.Intake;

/// <summary>Finds the key that came in a header. It is never looked for in the URL, which ends up in logs.</summary>
internal static class SenderKey
{
    private const string Header = "X-Sidetone-Key";
    private const string Scheme = "Bearer ";

    /// <summary>The key; empty when no header has one.</summary>
    public static ReadOnlySpan<char> Of(IHeaderDictionary headers)
    {
        var authorization = headers.Authorization.ToString().AsSpan();
        return authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? authorization[Scheme.Length..].Trim()
            : headers[Header].ToString().AsSpan().Trim();
    }
}
