using System.Text.Json;
using System.Text.Unicode;

namespace Sidetone.Catalog;

/// <summary>Opens a JSON text so that nothing read from it later can throw.</summary>
internal static class JsonText
{
    /// <summary>Levels of objects and lists; the catalog needs seven, an unknown member may bring its own.</summary>
    private const int DeepestLevel = 64;

    private static readonly JsonReaderOptions s_options = new() { MaxDepth = DeepestLevel };

    /// <summary>Opens a text.</summary>
    /// <returns>The document, to be disposed by the caller; null when there is a problem.</returns>
    public static JsonDocument? Open(ReadOnlySpan<byte> utf8, out CatalogProblem? problem)
    {
        utf8 = utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        // The JSON reader looks at a string's bytes only when it is asked for, and then throws.
        problem = Utf8.IsValid(utf8) ? null : new CatalogProblem(JsonPath.Root, "The text is not valid UTF-8.");
        if (problem is null && utf8.IndexOf("\\u"u8) >= 0)
        {
            // An escape may name half of a surrogate pair, which the parser lets through.
            problem = FindFault(utf8);
        }

        if (problem is not null)
        {
            return null;
        }

        JsonDocument? document = null;
        try
        {
            var reader = new Utf8JsonReader(utf8, s_options);
            document = JsonDocument.ParseValue(ref reader);
            if (!reader.Read())
            {
                return document;
            }
        }
        catch (JsonException)
        {
            // The parser does not say at which member it stood; the second look does.
        }

        document?.Dispose();
        problem = FindFault(utf8) ?? new CatalogProblem(JsonPath.Root, "The text is not one JSON value.");
        return null;
    }

    private static CatalogProblem? FindFault(ReadOnlySpan<byte> utf8)
    {
        var trail = new JsonTrail();
        var reader = new Utf8JsonReader(utf8, s_options);
        try
        {
            while (reader.Read())
            {
                trail.Follow(ref reader);
                if (reader.ValueIsEscaped)
                {
                    _ = reader.GetString();
                }
            }

            return null;
        }
        catch (JsonException fault)
        {
            return new CatalogProblem(trail.Path, $"The text is not JSON: {Sentence(fault.Message)}");
        }
        catch (InvalidOperationException)
        {
            return new CatalogProblem(trail.Path, "A text here, or a member's name, has half of a surrogate pair.");
        }
    }

    private static string Sentence(string message) => message.EndsWith('.') ? message : message + ".";
}
