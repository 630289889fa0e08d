using System.Text.Json;

namespace Sidetone.Telemetry.Recordings;

/// <summary>Browser and operating system from a user agent's text.</summary>
internal static class UserAgent
{
    /// <summary>The browser; null when the text names none that is known.</summary>
    public static NameAndVersion? Browser(string? text)
    {
        // Others name Chrome and Safari too, so the more particular come first.
        ReadOnlySpan<(string Token, string Name)> browsers =
        [
            ("Edg", "Edge"),
            ("EdgA", "Edge"),
            ("Edge", "Edge"),
            ("OPR", "Opera"),
            ("Electron", "Electron"),
            ("Firefox", "Firefox"),
            ("HeadlessChrome", "Chrome"),
            ("Chrome", "Chrome"),
            ("CriOS", "Chrome"),
            ("FxiOS", "Firefox"),
        ];
        foreach (var (token, name) in browsers)
        {
            if (Version(text, token) is { } version)
            {
                return new NameAndVersion { Name = name, Version = version };
            }
        }

        return text is not null && text.Contains("Safari/", StringComparison.Ordinal)
            ? new NameAndVersion { Name = "Safari", Version = Version(text, "Version") ?? "" }
            : null;
    }

    /// <summary>The browser from <c>NavigatorUAData</c> (User-Agent Client Hints, 4.1); null when it names none that is known.</summary>
    public static NameAndVersion? Browser(JsonElement data)
    {
        var versions =
            data.ValueKind == JsonValueKind.Object && data.TryGetProperty("fullVersionList", out var full)
                ? full
                : data;
        if (versions.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        NameAndVersion? found = null;
        foreach (var entry in versions.EnumerateArray().Where(entry => entry.ValueKind == JsonValueKind.Object))
        {
            var name = entry.TryGetProperty("brand", out var brand) ? brand.ToString() : "";
            var version = entry.TryGetProperty("version", out var written) ? written.ToString() : "";
            found = name switch
            {
                "Google Chrome" => new NameAndVersion { Name = "Chrome", Version = version },
                "Microsoft Edge" => new NameAndVersion { Name = "Edge", Version = version },
                "Opera" => new NameAndVersion { Name = "Opera", Version = version },

                // All of them name Chromium too, beside their own name.
                "Chromium" => found ?? new NameAndVersion { Name = "Chrome", Version = version },
                _ => found,
            };
        }

        return found;
    }

    /// <summary>The operating system from <c>NavigatorUAData.platform</c>, which states no version.</summary>
    public static NameAndVersion? OperatingSystem(JsonElement platform) =>
        platform.ValueKind == JsonValueKind.String
            ? platform.GetString() switch
            {
                null or "" or "Unknown" => null,
                "Chrome OS" or "Chromium OS" => new NameAndVersion { Name = "ChromeOS" },
                var name => new NameAndVersion { Name = name },
            }
            : null;

    /// <summary>The operating system; null when the text names none that is known.</summary>
    public static NameAndVersion? OperatingSystem(string? text)
    {
        // Android says Linux too, and an iPhone says Mac OS X, so the more particular come first.
        ReadOnlySpan<(string Token, string Name)> systems =
        [
            ("Windows NT ", "Windows"),
            ("Android ", "Android"),
            ("iPhone OS ", "iOS"),
            ("CPU OS ", "iOS"),
            ("Mac OS X ", "macOS"),
            ("CrOS x86_64 ", "ChromeOS"),
            ("CrOS aarch64 ", "ChromeOS"),
            ("CrOS ", "ChromeOS"),
            ("Linux", "Linux"),
        ];
        foreach (var (token, name) in systems)
        {
            var start = text is null ? -1 : text.IndexOf(token, StringComparison.Ordinal);
            if (start >= 0)
            {
                var version = Leading(text!, start + token.Length, "0123456789._").Replace('_', '.');
                return new NameAndVersion
                {
                    Name = name,
                    Version = name == "Windows" ? WindowsVersion(version) : version,
                };
            }
        }

        return null;
    }

    private static string WindowsVersion(string kernel) =>
        kernel switch
        {
            "10.0" => "10",
            "6.3" => "8.1",
            "6.2" => "8",
            "6.1" => "7",
            _ => kernel,
        };

    private static string? Version(string? text, string token)
    {
        var start = text is null ? -1 : text.IndexOf(token + "/", StringComparison.Ordinal);
        if (start < 0 || (start > 0 && char.IsLetter(text![start - 1])))
        {
            return null;
        }

        return Leading(text!, start + token.Length + 1, "0123456789.");
    }

    private static string Leading(string text, int start, string characters)
    {
        var rest = text.AsSpan(start);
        var length = rest.IndexOfAnyExcept(characters);
        return (length < 0 ? rest : rest[..length]).ToString();
    }
}
