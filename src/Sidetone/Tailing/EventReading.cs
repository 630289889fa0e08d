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
    /// <summary>Type and sentence side by side, with colours where the terminal has them.</summary>
    public string Markup()
    {
        var colour = Tone switch
        {
            Tone.Good => "green",
            Tone.Warning => "yellow",
            Tone.Bad => "red",
            _ => "default",
        };
        return $"[{colour}]{Spectre.Console.Markup.Escape(DetailType), -18}[/]  {Spectre.Console.Markup.Escape(Sentence)}";
    }
}
