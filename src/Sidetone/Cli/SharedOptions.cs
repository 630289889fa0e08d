using System.CommandLine;
using System.CommandLine.Parsing;

namespace Sidetone.Cli;

/// <summary>Options that mean the same in every command that has them.</summary>
internal static class SharedOptions
{
    /// <summary>Where a server listens unless told otherwise.</summary>
    public const string DefaultServer = "http://127.0.0.1:8480";

    private const string ServerVariable = "SIDETONE_SERVER";
    private const string KeyVariable = "SIDETONE_KEY";

    /// <summary><c>--server</c>.</summary>
    public static Option<Uri> Server() =>
        new("--server")
        {
            HelpName = "URL",
            Description = $"The server. Also taken from {ServerVariable}.",
            DefaultValueFactory = _ => new Uri(Environment.GetEnvironmentVariable(ServerVariable) ?? DefaultServer),
            CustomParser = ParseServer,
        };

    /// <summary><c>--key</c>: of the kind that the command needs.</summary>
    public static Option<string> Key(string kind, bool required = true) =>
        new("--key")
        {
            HelpName = "KEY",
            Description =
                $"{kind} of the group. Also taken from {KeyVariable}, which other users of the machine cannot see.",
            Required = required && Environment.GetEnvironmentVariable(KeyVariable) is null,
        };

    /// <summary>The key that was given, or the one in the environment.</summary>
    public static string KeyOf(ParseResult parsed, Option<string> key) =>
        parsed.GetValue(key) ?? Environment.GetEnvironmentVariable(KeyVariable) ?? "";

    /// <summary><c>--json</c>.</summary>
    public static Option<bool> Json(string what) => new("--json") { Description = what };

    /// <summary>An option that counts something, at least 1.</summary>
    public static Option<int> Count(string name, string description, int usual)
    {
        var option = new Option<int>(name)
        {
            HelpName = "N",
            Description = description,
            DefaultValueFactory = _ => usual,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var number) && number < 1)
            {
                result.AddError($"{name} must be at least 1.");
            }
        });
        return option;
    }

    private static Uri? ParseServer(ArgumentResult result)
    {
        var text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
        {
            return url;
        }

        result.AddError($"'{text}' is not a server's address; it looks like {DefaultServer}.");
        return null;
    }
}
