using System.Text;
using System.Text.Json;
using Sidetone.Bus.Events;
using Sidetone.Bus.Rules;

namespace Sidetone.Bus.Inputs;

/// <summary>An <c>InputTransformer</c>: a template whose <c>&lt;placeholders&gt;</c> are filled from the event.</summary>
/// <remarks>
/// As AWS was seen to do it:
/// <code>
///                          alone as a JSON value      within a quoted string of       within a template that is
///                                                     an object or array              one string
///  string                  "text"                     text                            text
///  number, true, null      as it is                   as it is                        as it is
///  object, array           as it is                   as it is: not JSON any more     without its quotes
///  nothing there           ""                         empty                           empty
/// </code>
/// A result that is not JSON is not sent.
/// </remarks>
internal sealed class TemplateInput : TargetInput
{
    private readonly TemplatePart[] _parts;
    private readonly Dictionary<string, JsonPath?> _paths;
    private readonly bool _isText;

    public TemplateInput(InputTransformerRecord transformer)
    {
        _parts = TemplatePart.Read(transformer.InputTemplate);
        _isText = transformer.InputTemplate.AsSpan().TrimStart() is ['"', ..];
        _paths = (transformer.InputPathsMap ?? new Dictionary<string, string>()).ToDictionary(
            entry => entry.Key,
            entry => JsonPath.TryParse(entry.Value, out var path) ? path : null,
            StringComparer.Ordinal
        );
    }

    public override InputResult Make(in InputContext context)
    {
        using var document = Parse(context.Event);
        var filled = new StringBuilder();
        foreach (var part in _parts)
        {
            if (part.IsPlaceholder)
            {
                Fill(filled, part, document.RootElement, context);
            }
            else
            {
                filled.Append(part.Text);
            }
        }

        var body = Encoding.UTF8.GetBytes(filled.ToString());
        return IsJson(body, out var problem)
            ? InputResult.Of(body)
            : InputResult.Impossible($"The input transformer's result is not JSON: {problem}");
    }

    private void Fill(StringBuilder filled, TemplatePart part, JsonElement root, in InputContext context)
    {
        switch (part.Text)
        {
            case "aws.events.rule-arn":
                FillText(filled, context.RuleArn, part.IsQuoted);
                return;
            case "aws.events.rule-name":
                FillText(filled, context.RuleName, part.IsQuoted);
                return;
            case "aws.events.event.ingestion-time":
                FillText(filled, BusEnvelope.Seconds(context.IngestedAt), part.IsQuoted);
                return;
            case "aws.events.event":
                FillValue(filled, WithoutDetail(root), part.IsQuoted);
                return;
            case "aws.events.event.json":
                FillValue(filled, root, part.IsQuoted);
                return;
            case var name when _paths.GetValueOrDefault(name)?.Find(root) is { } found:
                FillValue(filled, found, part.IsQuoted);
                return;
            default:
                FillText(filled, "", part.IsQuoted);
                return;
        }
    }

    private static void FillText(StringBuilder filled, string text, bool quoted)
    {
        var escaped = JsonEncodedText.Encode(text).Value;
        filled.Append(quoted ? escaped : $"\"{escaped}\"");
    }

    private void FillValue(StringBuilder filled, JsonElement value, bool quoted)
    {
        var raw = value.GetRawText();
        if (!quoted)
        {
            filled.Append(raw);
        }
        else if (value.ValueKind == JsonValueKind.String)
        {
            // With the escapes that it has in the event: it stands between quotes again.
            filled.Append(raw, 1, raw.Length - 2);
        }
        else if (_isText)
        {
            FillUnquoted(filled, value);
        }
        else
        {
            filled.Append(raw);
        }
    }

    private static void FillUnquoted(StringBuilder filled, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var members = value.EnumerateObject().ToArray();
                for (var i = 0; i < members.Length; i++)
                {
                    filled.Append(i == 0 ? "{" : ",").Append(JsonEncodedText.Encode(members[i].Name)).Append(':');
                    FillUnquoted(filled, members[i].Value);
                }

                filled.Append(members.Length == 0 ? "{}" : "}");
                break;
            case JsonValueKind.Array:
                filled.Append('[');
                for (var i = 0; i < value.GetArrayLength(); i++)
                {
                    filled.Append(i == 0 ? "" : ",");
                    FillUnquoted(filled, value[i]);
                }

                filled.Append(']');
                break;
            case JsonValueKind.String:
                var raw = value.GetRawText();
                filled.Append(raw, 1, raw.Length - 2);
                break;
            default:
                filled.Append(value.GetRawText());
                break;
        }
    }

    /// <summary>The event without its detail, in the spelling that this one placeholder has.</summary>
    private static JsonElement WithoutDetail(JsonElement root)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var member in root.EnumerateObject())
            {
                if (!member.NameEquals("detail"u8))
                {
                    writer.WritePropertyName(member.NameEquals("detail-type"u8) ? "detailType" : member.Name);
                    member.Value.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.ToArray());
        return document.RootElement.Clone();
    }

    private static bool IsJson(byte[] body, out string problem)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 1_100 });
        try
        {
            while (reader.Read()) { }
            problem = "";
            return true;
        }
        catch (JsonException wrong)
        {
            problem = wrong.Message;
            return false;
        }
    }
}
