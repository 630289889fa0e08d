using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sidetone.Catalog.Tests;

public class EnvelopeTests
{
    private static readonly EventEnvelope s_envelope = new()
    {
        Id = "530848f3-1111-2222-3333-b33ba70c19f0",
        DetailType = DetailTypes.CallSummary,
        Source = new SourceName(
            SourceName.PublishedPrefix,
            "a28453f9-1111-2222-3333-84d9e67ac297",
            "andyEventBus"
        ).ToString(),
        Account = "083560837128",
        Time = new DateTimeOffset(2023, 6, 1, 7, 0, 13, 999, TimeSpan.FromHours(2)),
        Region = "ap-southeast-2",
    };

    [Fact]
    public void A_detail_in_its_envelope_is_the_published_event()
    {
        var detail = CatalogWriter.WriteDetail(SampleCall.Make(), CatalogProfile.V2023);

        var written = EnvelopeWriter.Write(s_envelope, detail);

        Assert.Equal(JsonLines.Of(Payloads.CallSummary), JsonLines.Of(Encoding.UTF8.GetString(written)));
        Assert.True(written.AsSpan().IndexOf(detail) > 0, "The detail's bytes are in the event as they are.");
    }

    [Fact]
    public void Resources_are_written_in_their_order()
    {
        var envelope = s_envelope with { Resources = ["sidetone:event/1", "b"] };

        var read = Payloads.Read(Encoding.UTF8.GetString(EnvelopeWriter.Write(envelope, "{}"u8)));

        Assert.Equal(["sidetone:event/1", "b"], read.Resources!);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{} {}")]
    [InlineData("{\"a\":")]
    [InlineData("\"{}\"")]
    public void A_detail_that_is_no_object_is_refused(string detail) =>
        Assert.Throws<ArgumentException>(() => EnvelopeWriter.Write(s_envelope, Encoding.UTF8.GetBytes(detail)));

    [Theory]
    [InlineData("aws.partner/operata.com/g/bus", "aws.partner/operata.com", "g", "bus")]
    [InlineData("sidetone/g/bus", "sidetone", "g", "bus")]
    public void A_source_is_prefix_group_and_bus(string text, string prefix, string group, string bus)
    {
        Assert.True(SourceName.TryParse(text, out var source));

        Assert.Equal(new SourceName(prefix, group, bus), source);
        Assert.Equal(text, source.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("/b/c")]
    [InlineData("a//c")]
    [InlineData("a/b/")]
    [InlineData("aws.ec2")]
    public void Another_form_is_no_source(string? text) => Assert.False(SourceName.TryParse(text, out _));

    [Fact]
    public void A_source_cannot_be_made_of_parts_that_could_not_be_read_again()
    {
        Assert.Throws<ArgumentException>(() => new SourceName("", "g", "b"));
        Assert.Throws<ArgumentException>(() => new SourceName("p", "g/h", "b"));
        Assert.Throws<ArgumentException>(() => new SourceName("p", "g", "b/c"));
    }

    [Fact]
    public void A_detail_reads_and_writes_inside_a_consumers_own_envelope_and_generated_context()
    {
        var read = JsonSerializer.Deserialize(
            Payloads.CallSummary2025,
            ConsumerJson.Default.CloudWatchEventCallSummary
        )!;

        Assert.Equal("20409.0", read.Detail!.WebRtcSession!.Metrics!.Inbound!.PacketsReceived!.Value.Literal);
        Assert.Equal(
            JsonLines
                .Of(Payloads.CallSummary2025)
                .Where(static line => line.StartsWith("$.detail.", StringComparison.Ordinal)),
            JsonLines
                .Of(JsonSerializer.Serialize(read, ConsumerJson.Default.CloudWatchEventCallSummary))
                .Where(static line => line.StartsWith("$.detail.", StringComparison.Ordinal))
        );
        var refused = Assert.Throws<JsonException>(() =>
            JsonSerializer.Deserialize("{\"billing\": 3}", CatalogJson.Default.CallSummary)
        );
        Assert.Contains("$.billing", refused.Message);
    }
}

/// <summary>The envelope as handlers of EventBridge events know it.</summary>
internal sealed class CloudWatchEvent<T>
{
    public string? Id { get; set; }

    [JsonPropertyName("detail-type")]
    public string? DetailType { get; set; }

    public T? Detail { get; set; }
}

[JsonSourceGenerationOptions(
    PropertyNameCaseInsensitive = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase
)]
[JsonSerializable(typeof(CloudWatchEvent<CallSummary>))]
internal sealed partial class ConsumerJson : JsonSerializerContext;
