using System.Globalization;
using System.Text;
using Sidetone.Patterns.Language;

namespace Sidetone.Patterns.Explaining;

/// <summary>Writes an explanation for people.</summary>
internal static class ExplanationText
{
    /// <summary>More of what a field has is only counted.</summary>
    private const int FoundMax = 10;

    public static string Write(PatternExplanation explanation)
    {
        var text = new StringBuilder(explanation.Matches ? "The event matches.\n" : "The event does not match.\n");
        for (var index = 0; index < explanation.Branches.Count; index++)
        {
            var branch = explanation.Branches[index];
            if (explanation.Branches.Count > 1)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"\nAlternative {index + 1} of {explanation.Branches.Count} {(branch.Matches ? "matches" : "does not match")}.\n"
                );
            }

            foreach (var field in branch.Fields)
            {
                Write(text, field);
            }
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, FieldExplanation field)
    {
        text.Append(CultureInfo.InvariantCulture, $"  {Verdict(field.Outcome)} {field.Path}\n");
        text.Append(CultureInfo.InvariantCulture, $"         wanted {Join(field.Wanted)}\n");
        foreach (var found in field.Found.Take(FoundMax))
        {
            var place = found.Place == field.Path ? "" : $" at {found.Place}";
            var passes = found.Passes && field.Outcome != FieldOutcome.Passed ? ", which passes" : "";
            text.Append(CultureInfo.InvariantCulture, $"         found {found.Value}{place}{passes}\n");
        }

        if (field.Found.Count > FoundMax)
        {
            text.Append(CultureInfo.InvariantCulture, $"         and {field.Found.Count - FoundMax} more\n");
        }

        if (field.Outcome == FieldOutcome.InAnotherElement)
        {
            text.Append("         but not in the same element of an array as the fields above\n");
        }
    }

    private static string Join(ValueList<string> tests) =>
        tests.Count == 1 ? tests[0] : "one of " + string.Join(", ", tests);

    private static string Verdict(FieldOutcome outcome) =>
        outcome switch
        {
            FieldOutcome.Passed => "passed",
            _ => "FAILED",
        };
}
