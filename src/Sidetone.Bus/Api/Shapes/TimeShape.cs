using System.Text;
using System.Text.Json;

namespace Sidetone.Bus.Api.Shapes;

/// <summary>An instant: seconds since the Unix epoch, with a fraction or without, or ISO 8601 text.</summary>
internal sealed class TimeShape : Shape
{
    public override void Check(JsonElement value, string path, Violations violations)
    {
        if (value.ValueKind is not (JsonValueKind.Number or JsonValueKind.String))
        {
            throw Serialization.Mismatch(value.ValueKind, "a Timestamp");
        }

        if (!WireTime.TryRead(value, out _))
        {
            throw Serialization.Refusal($"{value.GetRawText()} can not be converted to a Timestamp");
        }
    }

    public override void Print(JsonElement value, StringBuilder text) =>
        text.Append(
            WireTime.TryRead(value, out var time)
                ? time.ToString("ddd MMM dd HH:mm:ss 'UTC' yyyy", System.Globalization.CultureInfo.InvariantCulture)
                : value.GetRawText()
        );
}
