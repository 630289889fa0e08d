using System.CommandLine;
using Sidetone.Demo;

namespace Sidetone.Cli.Commands;

/// <summary><c>demo</c>: everything at once, with nothing to set up.</summary>
internal static class DemoCommand
{
    private static readonly TimeSpan s_watchable = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_brief = TimeSpan.FromSeconds(4);

    public static Command Create()
    {
        var once = new Option<bool>("--once")
        {
            Description = "End when every event has come; fail when one does not.",
        };
        var urls = new Option<string[]>("--urls")
        {
            HelpName = "URL",
            Description = "Where to listen. If absent, the usual place, or any free port of this machine.",
        };
        var keep = new Option<bool>("--keep") { Description = "Keep the data folder." };
        var command = new Command(
            "demo",
            "Start a server in a temporary folder, play four calls through it, and show their events. Needs nothing."
        )
        {
            once,
            urls,
            keep,
        };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var settings = new DemoSettings
                {
                    Once = parsed.GetValue(once),
                    Urls = parsed.GetValue(urls) is { Length: > 0 } given ? given : null,
                    Keep = parsed.GetValue(keep),
                    PlayTime = parsed.GetValue(once) ? s_brief : s_watchable,
                };
                try
                {
                    return await new DemoRun(settings, new DemoScreen(), TimeProvider.System).RunAsync(cancellation);
                }
                catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
                {
                    Terminal.Error.WriteLine("Stopped.");
                    return ExitCode.Ok;
                }
            }
        );
        return command;
    }
}
