using System.Text.Json;

namespace Sidetone.Catalog;

/// <summary>Holds the first problem of one reading.</summary>
internal sealed class ReadProblem
{
    public CatalogProblem? First { get; private set; }

    public void Note(string path, string reason) => First ??= new CatalogProblem(path, reason);

    public void WrongKind(string path, JsonElement found, string expected) =>
        Note(path, $"The catalog has {expected} here; this is {NameOf(found.ValueKind)}.");

    /// <summary>Notes the problem and gives nothing in the value's place.</summary>
    public T? WrongKind<T>(string path, JsonElement found, string expected)
    {
        WrongKind(path, found, expected);
        return default;
    }

    public static string NameOf(JsonValueKind kind) =>
        kind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            JsonValueKind.String => "a text",
            JsonValueKind.Number => "a number",
            JsonValueKind.True or JsonValueKind.False => "true or false",
            _ => "null",
        };
}
