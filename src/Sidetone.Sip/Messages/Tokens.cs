using System.Security.Cryptography;

namespace Sidetone.Sip.Messages;

/// <summary>Names that nobody can guess and that do not repeat: tags, branches, Call-IDs (RFC 3261 §19.3).</summary>
internal static class Tokens
{
    private const int Bytes = 10;

    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));

    public static string NewBranch() => Via.Cookie + New();
}
