using System.CommandLine;
using Sidetone.Groups;
using Sidetone.Heartbeat.Reading;
using Sidetone.Serving;
using Sidetone.Storage;

namespace Sidetone.Cli.Commands;

/// <summary>What commands that work on the store itself have in common: the options that name it, and groups and keys in it.</summary>
internal sealed class StoreCommand
{
    private readonly Option<string?> _data = StoreOptions.Data();
    private readonly Option<string?> _store = StoreOptions.Store();
    private readonly Option<string?> _keyFile = new("--key-file")
    {
        HelpName = "FILE",
        Description = "The server's secret key file; secret.key in the data folder when absent.",
    };
    private readonly Option<bool> _json = SharedOptions.Json("Print JSON.");

    /// <summary>Makes a command of it.</summary>
    /// <param name="name">The command's name.</param>
    /// <param name="description">What it does, for help.</param>
    /// <param name="symbols">Its own arguments and options.</param>
    /// <param name="run">What it does with the store.</param>
    public static Command Create(
        string name,
        string description,
        IEnumerable<Symbol> symbols,
        Func<ParseResult, StoreSession, Task> run
    )
    {
        var own = new StoreCommand();
        var command = new Command(name, description) { own._data, own._store, own._keyFile, own._json };
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
            {
                command.Add(argument);
            }
            else if (symbol is Option option)
            {
                command.Add(option);
            }
        }

        command.SetAction((parsed, cancellation) => own.RunAsync(parsed, run, cancellation));
        return command;
    }

    /// <summary>The argument that names a group.</summary>
    public static Argument<string> Group() => new("GROUP") { Description = "The group's name or id." };

    private async Task<int> RunAsync(
        ParseResult parsed,
        Func<ParseResult, StoreSession, Task> run,
        CancellationToken cancellation
    )
    {
        await using var database = await StoreOptions.OpenAsync(
            parsed.GetValue(_data),
            StoreOptions.StoreOf(parsed, _store),
            cancellation
        );
        var time = TimeProvider.System;
        try
        {
            await run(
                parsed,
                new StoreSession(
                    new GroupStore(database, time),
                    new AccessKeyStore(database, time),
                    database,
                    () => SecretKey.Open(parsed.GetValue(_keyFile), parsed.GetValue(_data)),
                    parsed.GetValue(_json),
                    cancellation
                )
            );
            return ExitCode.Ok;
        }
        catch (GroupException refused)
        {
            throw new CommandFailure(refused.Message);
        }
        catch (DefinitionException wrong)
        {
            throw new CommandFailure(wrong.Message, ExitCode.Usage);
        }
    }
}

/// <summary>An opened store and how to print what is in it.</summary>
internal sealed record StoreSession(
    GroupStore Groups,
    AccessKeyStore Keys,
    Database Database,
    Func<SecretKey> OpenSecret,
    bool Json,
    CancellationToken Cancellation
)
{
    /// <summary>The group with a name or id.</summary>
    /// <exception cref="GroupException">There is none.</exception>
    public async Task<AccountGroup> GroupAsync(string nameOrId) =>
        await Groups.FindAsync(nameOrId, Cancellation)
        ?? throw new GroupException($"There is no group '{nameOrId}'; 'sidetone group list' shows those there are.");
}
