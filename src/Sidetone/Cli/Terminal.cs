using Spectre.Console;

namespace Sidetone.Cli;

/// <summary>Where a command prints: results on standard output, everything else on standard error.</summary>
internal static class Terminal
{
    private static readonly Lazy<IAnsiConsole> s_errors = new(() =>
        ConsoleOn(Console.Error, !Console.IsErrorRedirected)
    );
    private static readonly Lazy<IAnsiConsole> s_results = new(() =>
        ConsoleOn(Console.Out, !Console.IsOutputRedirected)
    );

    /// <summary>Standard output, for results.</summary>
    public static TextWriter Out => Console.Out;

    /// <summary>Standard error, for everything else.</summary>
    public static TextWriter Error => Console.Error;

    /// <summary>Standard output with tables and colours; plain text when it is no terminal.</summary>
    public static IAnsiConsole Results => s_results.Value;

    /// <summary>Standard error with progress and colours; plain text when it is no terminal.</summary>
    public static IAnsiConsole Notes => s_errors.Value;

    /// <summary>Progress is shown only where somebody can see it move.</summary>
    public static bool ShowsProgress => !Console.IsErrorRedirected;

    /// <summary>Runs work with a progress bar on standard error, or without one when that is no terminal.</summary>
    /// <param name="title">What is being done.</param>
    /// <param name="total">How many steps it has.</param>
    /// <param name="work">The work; it reports how many steps are done.</param>
    public static async Task<T> WithProgressAsync<T>(string title, long total, Func<Action<long>, Task<T>> work)
    {
        if (!ShowsProgress)
        {
            return await work(static _ => { });
        }

        return await Notes
            .Progress()
            .Columns(
                new TaskDescriptionColumn(),
                new ProgressBarColumn(),
                new PercentageColumn(),
                new RemainingTimeColumn(),
                new SpinnerColumn()
            )
            .StartAsync(async progress =>
            {
                var task = progress.AddTask(Markup.Escape(title), maxValue: Math.Max(total, 1));
                var result = await work(done => task.Value = done);
                task.Value = task.MaxValue;
                return result;
            });
    }

    private static IAnsiConsole ConsoleOn(TextWriter writer, bool isTerminal)
    {
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(writer),
                Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
                ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
                Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
            }
        );
        if (!isTerminal)
        {
            // A pipe has no width: lines must not be broken for whoever reads them.
            console.Profile.Width = 10_000;
        }

        return console;
    }
}
