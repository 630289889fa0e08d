using Sidetone.Delivery.Destinations;
using Sidetone.Delivery.EventBridge;
using Sidetone.Delivery.Tests.Rigs;
using Sidetone.Outgoing;

namespace Sidetone.Delivery.Tests.EventBridge;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("""{"region":"eu-west-1"}""", "bus")]
    [InlineData("""{"bus":"a/b","region":"eu-west-1"}""", "bus")]
    [InlineData("""{"bus":"arn:aws:sqs:eu-west-1:123456789012:queue","region":"eu-west-1"}""", "bus")]
    [InlineData("""{"bus":"b","region":"Frankfurt"}""", "region")]
    [InlineData("""{"bus":"b","region":"eu-west-1","endpoint":"ftp://x"}""", "endpoint")]
    [InlineData("""{"bus":"b","region":"eu-west-1","endpoint":"http://u:p@x"}""", "endpoint")]
    [InlineData("""{"bus":"b","region":"eu-west-1","entriesMax":11}""", "entriesMax must be from 1 to 10")]
    [InlineData("""{"bus":"b","region":"eu-west-1","entriesMax":0}""", "entriesMax")]
    [InlineData("""{"bus":"b","region":"eu-west-1","requestBytesMax":1048577}""", "requestBytesMax")]
    [InlineData("""{"bus":"b","region":"eu-west-1","timeoutSeconds":26}""", "timeoutSeconds")]
    [InlineData("""{"bus":"b","region":"eu-west-1","concurrentRequests":0}""", "concurrentRequests")]
    [InlineData("""{"bus":"b","region":"eu-west-1","roleArn":"sidetone"}""", "roleArn")]
    [InlineData("""{"bus":"b","region":"eu-west-1","externalId":"x"}""", "externalId")]
    [InlineData("""{"partnerAccount":"12","region":"eu-west-1"}""", "partnerAccount")]
    [InlineData("""{"partnerAccount":"123456789012","region":"eu-west-1"}""", "partner event source")]
    [InlineData("""{"bus":"b","partnerAccount":"123456789012","region":"eu-west-1"}""", "no bus")]
    [InlineData("""{"bus":"b","region":"eu-west-1","colour":"red"}""", "colour")]
    public void Settings_that_cannot_be_used_are_refused_by_name(string settings, string said) =>
        Assert.Contains(said, Refusal(settings).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"accessKeyId":"A"}""", "secretAccessKey")]
    [InlineData("""{"sessionToken":"T"}""", "accessKeyId")]
    public void Secrets_that_cannot_be_used_are_refused_by_name(string secrets, string said) =>
        Assert.Contains(
            said,
            Refusal("""{"bus":"b","region":"eu-west-1"}""", secrets).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_source_that_PutEvents_refuses_is_refused_before_any_event() =>
        Assert.Contains(
            "aws.",
            Refusal("""{"bus":"b","region":"eu-west-1"}""", prefix: "aws.partner/example.com").Message,
            StringComparison.Ordinal
        );

    [Fact]
    public async Task The_region_of_a_buss_ARN_is_the_region()
    {
        using var kind = Kind();
        await using var opened = kind.Open(
            Record("""{"bus":"arn:aws:events:eu-north-1:123456789012:event-bus/calls"}""", null, "sidetone")
        );
        Assert.Equal(10, opened.BatchMax);
    }

    private static DestinationSettingsException Refusal(
        string settings,
        string? secrets = null,
        string prefix = "sidetone"
    )
    {
        using var kind = Kind();
        return Assert.Throws<DestinationSettingsException>(() => kind.Open(Record(settings, secrets, prefix)));
    }

    private static EventBridgeDestinationKind Kind() => new(new OutgoingAddressPolicy(false, []), TimeProvider.System);

    private static DestinationRecord Record(string settings, string? secrets, string prefix) =>
        new()
        {
            Id = new DestinationId(Guid.Empty),
            Group = DeliveryRig.Group,
            Name = "aws",
            Kind = "eventbridge",
            Settings = settings,
            Secrets = secrets,
            SourcePrefix = prefix,
            BusName = "calls",
            Region = "",
        };
}
