using System.Net;
using System.Text;
using Sidetone.Delivery.Destinations;
using Sidetone.Delivery.Outbox;
using Sidetone.Delivery.Tests.Rigs;
using Sidetone.Delivery.Webhooks;
using Sidetone.Outgoing;

namespace Sidetone.Delivery.Tests.Destinations;

public sealed class WebhookDestinationTests : DestinationSuite
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Fact]
    public async Task A_request_is_signed_over_what_was_sent_and_carries_the_settings()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var rig = await DeliveryRig.OpenAsync(Engine.Sqlite);
        await rig.AddDestinationAsync(
            "webhook",
            settings: $$$$"""
            {"url":"{{{{receiver.Url}}}}","method":"PUT","contentType":"text/plain",
             "template":"{\"id\":\"{{id}}\",\"mos\":{{detail.mos}}}"}
            """,
            secrets: $$$"""{"signingSecret":"{{{Secret}}}","basicUser":"u","basicPassword":"p:w","headers":{"X-Key":"k"}}"""
        );
        await rig.StartAsync();

        await rig.AddAsync(DeliveryRig.Event("c1"));

        await rig.AllAsync(DeliveryState.Delivered);
        var request = Assert.Single(receiver.Requests);
        var id = DeliveryRig.Event("c1").Id.ToString();
        Assert.Equal(("PUT", $$"""{"id":"{{id}}","mos":4.41}"""), (request.Method, request.Body));
        Assert.Equal("text/plain", request.Headers["Content-Type"]);
        Assert.Equal("k", request.Headers["X-Key"]);
        Assert.Equal("Basic " + Convert.ToBase64String("u:p:w"u8), request.Headers["Authorization"]);
        Assert.Equal(id, request.Headers["webhook-id"]);
        var timestamp = rig.Time.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal($"{timestamp}", request.Headers["webhook-timestamp"]);
        Assert.True(WebhookSignature.TryParse(Secret, out var signature));
        Assert.Equal(
            signature.Sign(id, timestamp, Encoding.UTF8.GetBytes(request.Body)),
            request.Headers["webhook-signature"]
        );
    }

    [Fact]
    public async Task Secrets_are_not_readable_in_the_database()
    {
        await using var rig = await DeliveryRig.OpenAsync(Engine.Sqlite);
        var record = await rig.AddDestinationAsync("webhook", secrets: $$"""{"signingSecret":"{{Secret}}"}""");
        var stored = await rig.Database.ReadAsync(
            async (connection, stop) =>
            {
                await using var command = connection.CreateCommand();
                command.CommandText = "SELECT secrets FROM destination";
                return (byte[])(await command.ExecuteScalarAsync(stop))!;
            },
            TestContext.Current.CancellationToken
        );
        Assert.DoesNotContain("whsec_", Encoding.Latin1.GetString(stored), StringComparison.Ordinal);
        var read = await rig.Destinations.FindAsync(record.Id, TestContext.Current.CancellationToken);
        Assert.Equal(record.Secrets, read?.Secrets);
    }

    [Theory]
    [InlineData(200, "delivered")]
    [InlineData(204, "delivered")]
    [InlineData(301, "rejected")]
    [InlineData(307, "rejected")]
    [InlineData(400, "rejected")]
    [InlineData(401, "rejected")]
    [InlineData(404, "rejected")]
    [InlineData(408, "later")]
    [InlineData(410, "rejected")]
    [InlineData(413, "rejected")]
    [InlineData(425, "later")]
    [InlineData(429, "later")]
    [InlineData(500, "later")]
    [InlineData(503, "later")]
    [InlineData(599, "later")]
    public async Task An_answer_is_classified_by_its_status(int status, string meaning)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Status = status;

        var outcome = await SendAsync(receiver.Url, allowLoopback: true);

        Assert.Equal(
            meaning,
            outcome switch
            {
                DeliveryOutcome.Delivered => "delivered",
                DeliveryOutcome.RetryLater => "later",
                _ => "rejected",
            }
        );
        if (status >= 400)
        {
            Assert.Contains($"no, because {status}", outcome.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Retry_After_is_heard()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Status = 429;
        receiver.RetryAfter = "17";
        var later = Assert.IsType<DeliveryOutcome.RetryLater>(await SendAsync(receiver.Url, allowLoopback: true));
        Assert.Equal(TimeSpan.FromSeconds(17), later.RetryAfter);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9/hook")]
    [InlineData("http://localhost:9/hook")]
    [InlineData("http://[::1]:9/hook")]
    [InlineData("http://[::ffff:127.0.0.1]:9/hook")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://2130706433:9/hook")]
    public async Task A_forbidden_address_is_never_connected_to(string url)
    {
        var rejected = Assert.IsType<DeliveryOutcome.Rejected>(await SendAsync(url, allowLoopback: false));
        Assert.Contains("no address that may be called", rejected.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_at_the_other_end_means_later() =>
        Assert.IsType<DeliveryOutcome.RetryLater>(await SendAsync("http://127.0.0.1:1/hook", allowLoopback: true));

    [Theory]
    [InlineData("""{"url":"ftp://example.com"}""")]
    [InlineData("""{"url":"/relative"}""")]
    [InlineData("""{"url":"http://user:pw@example.com"}""")]
    [InlineData("""{"url":"http://example.com","method":"GET"}""")]
    [InlineData("""{"url":"http://example.com","template":"{{open"}""")]
    [InlineData("""{"url":"http://example.com","timeoutSeconds":0}""")]
    [InlineData("""{"url":"http://example.com","colour":"red"}""")]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    public void Settings_that_cannot_be_used_are_refused(string settings) =>
        Assert.Throws<DestinationSettingsException>(() => Open(Kind(false), settings, null));

    [Theory]
    [InlineData("""{"signingSecret":"short"}""")]
    [InlineData("""{"headers":{"Host":"elsewhere"}}""")]
    [InlineData("""{"headers":{"webhook-id":"1"}}""")]
    [InlineData("""{"headers":{"a b":"1"}}""")]
    [InlineData("""{"headers":{"X":"1\r\nY: 2"}}""")]
    public void Secrets_that_cannot_be_used_are_refused(string secrets) =>
        Assert.Throws<DestinationSettingsException>(() =>
            Open(Kind(false), """{"url":"http://example.com"}""", secrets)
        );

    private protected override async Task<Place> OpenAsync() => new WebhookPlace(await WebhookReceiver.StartAsync());

    private static WebhookDestinationKind Kind(bool allowLoopback) =>
        new(new OutgoingAddressPolicy(allowLoopback, []), TimeProvider.System);

    private static IRemoteDestination Open(WebhookDestinationKind kind, string settings, string? secrets) =>
        (IRemoteDestination)
            kind.Open(
                new DestinationRecord
                {
                    Id = new DestinationId(Guid.Empty),
                    Group = DeliveryRig.Group,
                    Name = "hook",
                    Kind = "webhook",
                    Settings = settings,
                    Secrets = secrets,
                    SourcePrefix = "sidetone",
                    BusName = "calls",
                    Region = "eu-west-1",
                }
            );

    private static async Task<DeliveryOutcome> SendAsync(string url, bool allowLoopback)
    {
        using var kind = Kind(allowLoopback);
        await using var destination = Open(kind, $$"""{"url":"{{url}}"}""", null);
        var sent = DeliveryRig.Event("c1");
        var outgoing = new OutgoingEvent
        {
            Id = sent.Id,
            Edition = 1,
            Group = sent.Group,
            DetailType = sent.DetailType,
            ContactId = sent.ContactId,
            OccurredAt = sent.OccurredAt,
            Detail = sent.Detail,
            Source = "sidetone/x/calls",
            Account = "000000000000",
            Region = "eu-west-1",
        };
        return Assert.Single(await destination.SendAsync([outgoing], TestContext.Current.CancellationToken));
    }

    private sealed class WebhookPlace(WebhookReceiver receiver) : Place
    {
        public override string Kind => "webhook";

        public override string Settings => $$"""{"url":"{{receiver.Url}}"}""";

        public override bool CanReject => true;

        public override Task<IReadOnlyList<string>> ReceivedAsync(DeliveryRig rig) => Task.FromResult(receiver.Taken);

        public override Task TroubleAsync(DeliveryRig rig)
        {
            receiver.Status = (int)HttpStatusCode.ServiceUnavailable;
            return Task.CompletedTask;
        }

        public override Task MendAsync(DeliveryRig rig)
        {
            receiver.Status = (int)HttpStatusCode.NoContent;
            receiver.Accept();
            return Task.CompletedTask;
        }

        public override void Reject(string contact) => receiver.Refuse(contact, (int)HttpStatusCode.BadRequest);

        public override async ValueTask DisposeAsync()
        {
            await receiver.DisposeAsync();
            await base.DisposeAsync();
        }
    }
}
