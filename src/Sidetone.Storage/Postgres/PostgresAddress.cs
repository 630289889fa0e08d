using Npgsql;

namespace Sidetone.Storage.Postgres;

/// <summary>Reads where a PostgreSQL server is, as its own tools write it or as .NET does.</summary>
internal static class PostgresAddress
{
    /// <exception cref="FormatException">It is neither of the two forms; the message never holds the password.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string address)
    {
        try
        {
            return IsUrl(address) ? ParseUrl(new Uri(address)) : new NpgsqlConnectionStringBuilder(address);
        }
        catch (Exception error) when (error is ArgumentException or UriFormatException)
        {
            throw new FormatException(
                "The database's address must be postgres://user:password@host:port/database?sslmode=require or "
                    + $"Host=…;Username=…;Database=…: {error.Message}"
            );
        }
    }

    public static bool IsUrl(string address) =>
        address.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase)
        || address.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    private static NpgsqlConnectionStringBuilder ParseUrl(Uri url)
    {
        var builder = new NpgsqlConnectionStringBuilder { Host = Uri.UnescapeDataString(url.Host) };
        if (url.Port > 0)
        {
            builder.Port = url.Port;
        }

        if (url.UserInfo.Length > 0)
        {
            var (user, password) = Split(url.UserInfo, ':');
            builder.Username = user;
            builder.Password = password;
        }

        if (url.AbsolutePath.Length > 1)
        {
            builder.Database = Uri.UnescapeDataString(url.AbsolutePath[1..]);
        }

        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Split(pair, '=');
            var keyword = name.Replace('_', ' ');

            // verify-full here, VerifyFull there.
            builder[keyword == "sslmode" ? "SSL Mode" : keyword] =
                keyword == "sslmode" ? value?.Replace("-", "", StringComparison.Ordinal) : value;
        }

        return builder;
    }

    private static (string First, string? Second) Split(string text, char at)
    {
        var index = text.IndexOf(at, StringComparison.Ordinal);
        return index < 0
            ? (Uri.UnescapeDataString(text), null)
            : (Uri.UnescapeDataString(text[..index]), Uri.UnescapeDataString(text[(index + 1)..]));
    }
}
