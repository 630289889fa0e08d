using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sidetone.Catalog;

/// <summary>
/// Lets System.Text.Json read and write a detail, neutrally, inside a program's own types and generated contexts.
/// </summary>
/// <typeparam name="TDetail">The detail.</typeparam>
public sealed class CatalogDetailConverter<TDetail> : JsonConverter<TDetail>
    where TDetail : CatalogDetail, new()
{
    /// <inheritdoc/>
    /// <exception cref="JsonException">The value is not such a detail; the message has path and reason.</exception>
    public override TDetail Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var problem = new ReadProblem();
        CatalogDetail? detail;
        try
        {
            var element = JsonElement.ParseValue(ref reader);
            detail = EventCatalog.ReadDetail(new TDetail().DetailType, element, problem);
        }
        catch (InvalidOperationException fault)
        {
            throw new JsonException("A text of the event is not valid Unicode.", fault);
        }

        return problem.First is null && detail is TDetail read
            ? read
            : throw new JsonException(problem.First?.ToString());
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TDetail value, JsonSerializerOptions options) =>
        new NeutralWriter(writer).Write(value);
}
