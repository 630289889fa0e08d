using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sidetone.Delivery.Webhooks;

/// <summary>A webhook's body with places that the envelope fills.</summary>
/// <remarks>
/// <c>{{detail.contact.id.current}}</c> stands for the value at that path, a number between dots for an item of an
/// array, <c>{{.}}</c> for the whole envelope. A string is written without its quotes, escaped as JSON, so that it
/// fits between quotes; any other value is written as JSON. With <c>json</c> before the path, as in <c>{{json
/// detail.agent}}</c>, a string keeps its quotes. What is not there is written as nothing, and after <c>json</c> as
/// <c>null</c>.
/// </remarks>
public sealed class BodyTemplate
{
    private const string Open = "{{";
    private const string Close = "}}";
    private const string AsJson = "json ";

    private readonly IReadOnlyList<Piece> _pieces;

    private BodyTemplate(IReadOnlyList<Piece> pieces) => _pieces = pieces;

    /// <summary>Reads a template.</summary>
    /// <exception cref="FormatException">A place has no end or no path.</exception>
    public static BodyTemplate Parse(string text)
    {
        var pieces = new List<Piece>();
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf(Open, at, StringComparison.Ordinal);
            if (open < 0)
            {
                pieces.Add(new Piece.Text(text[at..]));
                break;
            }

            var close = text.IndexOf(Close, open, StringComparison.Ordinal);
            if (close < 0)
            {
                throw new FormatException($"The {Open} at character {open} of the template has no {Close}.");
            }

            pieces.Add(new Piece.Text(text[at..open]));
            pieces.Add(PlaceOf(text[(open + Open.Length)..close].Trim(), open));
            at = close + Close.Length;
        }

        return new BodyTemplate(pieces);
    }

    /// <summary>The body for an envelope, in UTF-8.</summary>
    public byte[] Fill(ReadOnlyMemory<byte> envelope)
    {
        using var document = JsonDocument.Parse(envelope);
        var body = new StringBuilder();
        foreach (var piece in _pieces)
        {
            body.Append(
                piece switch
                {
                    Piece.Text text => text.Value,
                    Piece.Place place => Written(place, Find(document.RootElement, place.Path)),
                    _ => throw new System.Diagnostics.UnreachableException($"BUG: unknown piece {piece}."),
                }
            );
        }

        return Encoding.UTF8.GetBytes(body.ToString());
    }

    private static Piece.Place PlaceOf(string inside, int at)
    {
        var json = inside.StartsWith(AsJson, StringComparison.Ordinal);
        var path = json ? inside[AsJson.Length..].Trim() : inside;
        if (path.Length == 0)
        {
            throw new FormatException($"The {Open} at character {at} of the template names no path.");
        }

        return new Piece.Place(path == "." ? [] : path.Split('.'), json);
    }

    private static JsonElement? Find(JsonElement root, IReadOnlyList<string> path)
    {
        var at = root;
        foreach (var step in path)
        {
            if (at.ValueKind == JsonValueKind.Object && at.TryGetProperty(step, out var member))
            {
                at = member;
            }
            else if (
                at.ValueKind == JsonValueKind.Array
                && int.TryParse(step, out var index)
                && index >= 0
                && index < at.GetArrayLength()
            )
            {
                at = at[index];
            }
            else
            {
                return null;
            }
        }

        return at;
    }

    private static string Written(Piece.Place place, JsonElement? value)
    {
        if (value is not { } found)
        {
            return place.Json ? "null" : "";
        }

        return found.ValueKind == JsonValueKind.String && !place.Json
            ? JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(found.GetString() ?? "")
            : found.GetRawText();
    }

    private abstract record Piece
    {
        internal sealed record Text(string Value) : Piece;

        internal sealed record Place(IReadOnlyList<string> Path, bool Json) : Piece;
    }
}
