using Sidetone.Cli;
using Sidetone.Tailing;
using Spectre.Console;

namespace Sidetone.Demo;

/// <summary>
/// What the demo shows: events on standard output, everything else on standard error. Where both are one terminal, one
/// console draws both, so that events scroll by above the progress bars and never through them.
/// </summary>
internal sealed class DemoScreen
{
    private readonly IAnsiConsole _events = Terminal.Results;
    private readonly IAnsiConsole _notes;

    public DemoScreen()
    {
        var isOneTerminal = !Console.IsOutputRedirected && !Console.IsErrorRedirected;
        _notes = isOneTerminal ? _events : Terminal.Notes;
    }

    /// <summary>A line that is not a result, as it is: what is meant to be copied must not be folded.</summary>
    public static void NotePlain(string line) => Terminal.Error.WriteLine(line);

    /// <summary>A line that is not a result.</summary>
    public void Note(string markup) => _notes.MarkupLine(markup);

    /// <summary>An event.</summary>
    public void Show(EventReading reading) => reading.ShowOn(_events);

    /// <summary>Plays calls side by side, each with its bar where there is a terminal, and a line where there is none.</summary>
    public async Task PlayAsync(IReadOnlyList<DemoCall> calls, Func<DemoCall, Action<int>, Task> play)
    {
        if (!Terminal.ShowsProgress)
        {
            await Task.WhenAll(calls.Select(call => PlayWithLineAsync(call, play)));
            return;
        }

        await _notes
            .Progress()
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn(),
                new PercentageColumn()
            )
            .StartAsync(progress =>
                Task.WhenAll(
                    calls.Select(async call =>
                    {
                        var task = progress.AddTask(Markup.Escape(call.Title), maxValue: call.Batches.Count);
                        await play(call, sent => task.Value = sent);
                    })
                )
            );
    }

    private async Task PlayWithLineAsync(DemoCall call, Func<DemoCall, Action<int>, Task> play)
    {
        await play(call, static _ => { });
        Note($"Played: {Markup.Escape(call.Title)}, {call.Batches.Count} batches.");
    }
}
