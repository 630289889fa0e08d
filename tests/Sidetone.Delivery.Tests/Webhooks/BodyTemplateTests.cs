using System.Text;
using Sidetone.Delivery.Webhooks;

namespace Sidetone.Delivery.Tests.Webhooks;

public sealed class BodyTemplateTests
{
    private static readonly byte[] Envelope = Encoding.UTF8.GetBytes(
        """{"id":"1","detail-type":"CallSummary","detail":{"agent":"Ad\"a\n","mos":4.40,"tags":["Echo","Short Call"],"contact":{"id":"c1"}}}"""
    );

    [Theory]
    [InlineData("no places", "no places")]
    [InlineData("{\"text\":\"{{detail-type}} of {{ detail.agent }}\"}", "{\"text\":\"CallSummary of Ad\\\"a\\n\"}")]
    [InlineData("{{detail.mos}}", "4.40")]
    [InlineData("{{detail.contact}}", "{\"id\":\"c1\"}")]
    [InlineData("{{detail.tags.1}}", "Short Call")]
    [InlineData("{{json detail.tags.0}}", "\"Echo\"")]
    [InlineData("[{{detail.none}}|{{json detail.tags.7}}|{{detail.mos.x}}]", "[|null|]")]
    [InlineData("a } } }} b", "a } } }} b")]
    public void Places_are_filled_from_the_envelope(string template, string body) =>
        Assert.Equal(body, Encoding.UTF8.GetString(BodyTemplate.Parse(template).Fill(Envelope)));

    [Fact]
    public void A_dot_is_the_whole_envelope() => Assert.Equal(Envelope, BodyTemplate.Parse("{{.}}").Fill(Envelope));

    [Theory]
    [InlineData("{{detail.agent")]
    [InlineData("{{ }}")]
    public void A_place_without_end_or_path_is_refused(string template) =>
        Assert.Throws<FormatException>(() => BodyTemplate.Parse(template));
}
