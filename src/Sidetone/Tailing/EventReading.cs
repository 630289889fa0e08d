using Spectre.Console;

namespace Sidetone.Tailing;

/// <summary>How serious an event is, for its colour.</summary>
internal enum Tone
{
    Good,
    Warning,
    Bad,
    Plain,
}

/// <summary>What an event says, in one line for people.</summary>
/// <param name="DetailType">The event's type.</param>
/// <param name="Sentence">The line.</param>
/// <param name="Tone">How serious it is.</param>
/// <param name="ContactId">The contact it is about; empty when none.</param>
internal sealed record EventReading(string DetailType, string Sentence, Tone Tone, string ContactId)
{
    private const int TypeWidth = 18;

    /// <summary>
    /// Shows type and sentence side by side: on a terminal with colours and the sentence folded into its column, elsewhere
    /// as one plain line.
    /// </summary>
    public void ShowOn(IAnsiConsole console)
    {
        if (!console.Profile.Out.IsTerminal)
        {
            console.WriteLine($"{DetailType, -TypeWidth}  {Sentence}");
            return;
        }

        var colour = Tone switch
        {
            Tone.Good => "green",
            Tone.Warning => "yellow",
            Tone.Bad => "red",
            _ => "default",
        };
        var line = new Grid().AddColumn(new GridColumn().Width(TypeWidth).NoWrap()).AddColumn();
        line.AddRow($"[{colour}]{Markup.Escape(DetailType)}[/]", Markup.Escape(Sentence));
        console.Write(line);
    }
}
