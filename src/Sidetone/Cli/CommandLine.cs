using System.CommandLine;
using System.CommandLine.Invocation;
using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Sidetone.Cli.Commands;
using Sidetone.Serving;
using Sidetone.Storage;

namespace Sidetone.Cli;

/// <summary>Runs one command and turns whatever happens into a message and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>How long a command may take to end after Ctrl-C before the process ends without it.</summary>
    private static readonly TimeSpan s_stopTime = TimeSpan.FromSeconds(30);

    /// <summary>Parses and runs; returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = CommandTree.Create().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            return await RefuseAsync(parsed);
        }

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = s_stopTime,
                }
            );
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Stopped;
        }
        catch (CommandFailure failure)
        {
            return await FailAsync(failure.Message, failure.ExitCode);
        }
        catch (ConfigurationException wrong)
        {
            return await FailAsync(wrong.Message, ExitCode.Configuration);
        }
        catch (OptionsValidationException wrong)
        {
            return await FailAsync(wrong.Message, ExitCode.Configuration);
        }
        catch (Exception failure)
            when (failure
                    is StoreTooNewException
                        or DbException
                        or IOException
                        or UnauthorizedAccessException
                        or HttpRequestException
                        or SocketException
            )
        {
            // The outside world refused; its message names the file or address, and a stack trace would say no more.
            return await FailAsync(failure.Message, ExitCode.Failure);
        }
    }

    private static async Task<int> RefuseAsync(ParseResult parsed)
    {
        // A person who named no command sees what there is; one who mistyped sees the mistake.
        if (parsed.Action is ParseErrorAction action)
        {
            action.ShowHelp = parsed.CommandResult.Command.Subcommands.Count > 0;
        }

        await parsed.InvokeAsync(new InvocationConfiguration { Output = Terminal.Error, Error = Terminal.Error });
        await Terminal.Error.WriteLineAsync($"See '{FullName(parsed.CommandResult)} --help'.");
        return ExitCode.Usage;
    }

    private static async Task<int> FailAsync(string message, int exitCode)
    {
        await Terminal.Error.WriteLineAsync($"sidetone: {message}");
        return exitCode;
    }

    private static string FullName(System.CommandLine.Parsing.CommandResult result) =>
        result.Parent is System.CommandLine.Parsing.CommandResult parent
            ? $"{FullName(parent)} {result.Command.Name}"
            : "sidetone";
}
