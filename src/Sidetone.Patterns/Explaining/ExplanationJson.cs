using System.Text.Json;

namespace Sidetone.Patterns.Explaining;

/// <summary>Writes an explanation for programs.</summary>
internal static class ExplanationJson
{
    public static void Write(PatternExplanation explanation, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("matches", explanation.Matches);
        writer.WriteStartArray("branches");
        foreach (var branch in explanation.Branches)
        {
            writer.WriteStartObject();
            writer.WriteBoolean("matches", branch.Matches);
            writer.WriteStartArray("fields");
            foreach (var field in branch.Fields)
            {
                Write(field, writer);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(FieldExplanation field, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("path", field.Path);
        writer.WriteString(
            "outcome",
            field.Outcome switch
            {
                FieldOutcome.Passed => "passed",
                FieldOutcome.Failed => "failed",
                _ => "inAnotherElement",
            }
        );
        writer.WriteStartArray("found");
        foreach (var found in field.Found)
        {
            writer.WriteStartObject();
            writer.WriteString("place", found.Place);
            writer.WriteString("value", found.Value);
            writer.WriteBoolean("passes", found.Passes);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("wanted");
        foreach (var test in field.Wanted)
        {
            writer.WriteRawValue(test);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
