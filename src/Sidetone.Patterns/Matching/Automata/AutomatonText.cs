using Sidetone.Patterns.Language;
using Sidetone.Patterns.Matching.Reading;

namespace Sidetone.Patterns.Matching.Automata;

/// <summary>Writes the text of a test into the automaton behind one entrance.</summary>
internal readonly struct AutomatonText(Automaton automaton, Entrance entrance)
{
    public void Add(ValueTest test, int site)
    {
        switch (test)
        {
            case ValueTest.Prefix prefix:
                automaton.Pass(Text(entrance.State, prefix.Text, prefix.IgnoreCase), site, atEnd: false);
                break;
            case ValueTest.Suffix suffix:
                automaton.Pass(Text(entrance.State, suffix.Text, suffix.IgnoreCase, true), site, atEnd: false);
                break;
            case ValueTest.EqualsIgnoreCase equal:
                automaton.Pass(Text(entrance.State, equal.Value, ignoreCase: true), site, atEnd: true);
                break;
            case ValueTest.Wildcard wildcard:
                Glob(wildcard.Glob, site);
                break;
            default:
                throw new InvalidOperationException($"BUG: {test} is not tested by the automaton.");
        }

        entrance.Changed();
    }

    private void Glob(Glob glob, int site)
    {
        var state = Text(entrance.State, glob.Parts[0], ignoreCase: false);
        for (var part = 1; part < glob.Parts.Count; part++)
        {
            var last = part == glob.Parts.Count - 1;
            if (last && glob.Parts[part].Length == 0)
            {
                // Whatever follows will do: there is no need to read it.
                automaton.Pass(state, site, atEnd: false);
                return;
            }

            state = Text(automaton.AnyRun(state), glob.Parts[part], ignoreCase: false);
        }

        automaton.Pass(state, site, atEnd: true);
    }

    private int Text(int state, string text, bool ignoreCase, bool backwards = false)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var index = backwards ? text.Length - 1 - at : at;
            var unit = Unit(text, index);
            at += unit.Length - 1;
            string[] spellings = ignoreCase && unit.Length == 1 ? Folded(unit[0]) : [unit];
            // Letters that are the same in both cases share states with those that must be as they are.
            var name = string.Join('\0', spellings.Order(StringComparer.Ordinal));
            var bytes = Array.ConvertAll(spellings, JsonText.Encode);
            if (backwards)
            {
                Array.ForEach(bytes, Array.Reverse);
            }

            state = automaton.Next(entrance, state, name, bytes);
        }

        return state;
    }

    private static string[] Folded(char character)
    {
        var (lower, upper) = CaseFolding.Spellings(character);
        return lower == upper ? [lower] : [lower, upper];
    }

    // A pair of surrogates is one unit, whichever of the two is met first.
    private static string Unit(string text, int index)
    {
        if (char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
        {
            return text.Substring(index, 2);
        }

        return char.IsLowSurrogate(text[index]) && index > 0 && char.IsHighSurrogate(text[index - 1])
            ? text.Substring(index - 1, 2)
            : text.Substring(index, 1);
    }
}
