using Sidetone.Tests.EventBridge;

namespace Sidetone.Tests.Delivery;

public sealed class DestinationCommandTests
{
    private const string Group = EventBridgeDesk.Group;
    private static readonly AccessKey Key = EventBridgeReceiver.Key;

    [Fact]
    public async Task A_destination_is_added_listed_without_its_secret_tried_and_removed()
    {
        await using var desk = await EventBridgeDesk.OpenAsync();
        desk.Variables["SIDETONE_AWS_SECRET_ACCESS_KEY"] = Key.Secret;
        var added = await desk.JsonAsync([
            "destination",
            "add",
            "eventbridge",
            Group,
            "--name",
            "aws",
            "--bus",
            "calls",
            "--region",
            "eu-central-1",
            "--endpoint",
            desk.Receiver.Url,
            "--access-key-id",
            Key.Id,
        ]);
        Assert.Matches("^sidetone/[0-9a-f-]{36}/calls$", added.GetProperty("source").GetString());

        var listed = await desk.GoodAsync("destination", "list", Group);
        Assert.Contains("eventbridge", listed, StringComparison.Ordinal);
        Assert.DoesNotContain(Key.Secret, listed + added, StringComparison.Ordinal);
        Assert.DoesNotContain(Key.Id, listed + added, StringComparison.Ordinal);

        Assert.Contains(
            "The bus is there",
            await desk.GoodAsync("destination", "test", Group, "aws"),
            StringComparison.Ordinal
        );
        Assert.Empty(desk.Receiver.Taken);
        var tried = await desk.JsonAsync("destination", "test", Group, "aws", "--send");
        Assert.True(tried.GetProperty("sent").GetBoolean());
        var sent = Assert.Single(desk.Receiver.Taken);
        Assert.Equal("SidetoneTest", sent.DetailType);
        Assert.Contains("\"test\":true", sent.Detail, StringComparison.Ordinal);

        desk.Receiver.Buses.Clear();
        Assert.Contains(
            "Events would not arrive at aws.",
            await desk.BadAsync(1, "destination", "test", Group, "aws", "--send"),
            StringComparison.Ordinal
        );
        Assert.Empty(desk.Receiver.Lost);

        await desk.GoodAsync("destination", "remove", Group, "aws");
        Assert.Contains(
            "no destination",
            await desk.BadAsync(1, "destination", "test", Group, "aws"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_webhook_of_a_workflow_goes_with_its_workflow()
    {
        await using var desk = await EventBridgeDesk.OpenAsync();
        string[] workflow = ["heartbeat", "workflow"];
        await desk.GoodAsync([
            .. workflow,
            "put",
            Group,
            "alarm",
            "--status",
            "Failed",
            "--webhook",
            "https://a.example/",
        ]);
        Assert.Contains(
            "the heartbeat workflow 'alarm'",
            await desk.BadAsync(1, "destination", "remove", Group, "heartbeat workflow alarm"),
            StringComparison.Ordinal
        );

        await desk.GoodAsync([.. workflow, "remove", Group, "alarm"]);
        Assert.DoesNotContain("alarm", await desk.GoodAsync("destination", "list", Group), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AWS_ENDPOINT_URL_EVENTBRIDGE")]
    [InlineData("AWS_ENDPOINT_URL")]
    public async Task Endpoint_region_and_credentials_come_from_the_environment(string variable)
    {
        await using var desk = await EventBridgeDesk.OpenAsync();
        await desk.GoodAsync("destination", "add", "eventbridge", Group, "--name", "aws", "--bus", "calls");
        Assert.Contains(
            "Nothing says which AWS region it is",
            await desk.BadAsync(1, "destination", "test", Group, "aws"),
            StringComparison.Ordinal
        );

        desk.Variables[variable] = desk.Receiver.Url;
        desk.Variables["AWS_REGION"] = "eu-west-3";
        desk.Variables["AWS_ACCESS_KEY_ID"] = Key.Id;
        desk.Variables["AWS_SECRET_ACCESS_KEY"] = Key.Secret;

        Assert.Contains(
            "The bus is there",
            await desk.GoodAsync("destination", "test", Group, "aws"),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_profile_names_region_credentials_and_endpoint(bool inSettings)
    {
        await using var desk = await EventBridgeDesk.OpenAsync();
        var config = Path.Combine(desk.Folder, "aws-config");
        await File.WriteAllTextAsync(
            config,
            $"""
            [profile desk]
            region = eu-north-1
            aws_access_key_id = {Key.Id}
            aws_secret_access_key = {Key.Secret}
            services = local

            [services local]
            eventbridge =
              endpoint_url = {desk.Receiver.Url}

            """,
            TestContext.Current.CancellationToken
        );
        desk.Variables["AWS_CONFIG_FILE"] = config;
        desk.Variables["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(desk.Folder, "none");
        string[] own = inSettings ? ["--profile", "desk"] : [];
        await desk.GoodAsync(["destination", "add", "eventbridge", Group, "--name", "aws", "--bus", "calls", .. own]);
        if (!inSettings)
        {
            desk.Variables["AWS_PROFILE"] = "desk";
        }

        Assert.Contains(
            "The bus is there",
            await desk.GoodAsync("destination", "test", Group, "aws"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_partner_makes_watches_and_removes_its_event_source()
    {
        await using var desk = await EventBridgeDesk.OpenAsync();
        desk.Variables["AWS_ENDPOINT_URL_EVENTBRIDGE"] = desk.Receiver.Url;
        desk.Variables["AWS_ACCESS_KEY_ID"] = Key.Id;
        desk.Variables["AWS_SECRET_ACCESS_KEY"] = Key.Secret;
        var added = await desk.JsonAsync([
            "destination",
            "add",
            "eventbridge",
            Group,
            "--name",
            "aws",
            "--region",
            "eu-central-1",
            "--partner",
            "example.com",
            "--partner-account",
            "210987654321",
        ]);
        var source = added.GetProperty("source").GetString()!;
        Assert.Matches("^aws[.]partner/example[.]com/[0-9a-f-]{36}/sidetone$", source);

        Assert.Contains(
            "does not exist",
            await desk.BadAsync(1, "destination", "partner", "status", Group, "aws"),
            StringComparison.Ordinal
        );
        await desk.GoodAsync("destination", "partner", "create", Group, "aws");
        Assert.Equal("PENDING", desk.Receiver.Sources[(source, "210987654321")]);
        Assert.Contains(
            "already exists",
            await desk.BadAsync(1, "destination", "partner", "create", Group, "aws"),
            StringComparison.Ordinal
        );
        Assert.Equal(
            "waiting",
            (await desk.JsonAsync("destination", "partner", "status", Group, "aws")).GetProperty("state").GetString()
        );

        desk.Receiver.Sources[(source, "210987654321")] = "ACTIVE";
        Assert.Equal(
            "active",
            (await desk.JsonAsync("destination", "partner", "status", Group, "aws")).GetProperty("state").GetString()
        );
        await desk.GoodAsync("destination", "test", Group, "aws", "--send");
        Assert.Equal(source, Assert.Single(desk.Receiver.Taken).Source);

        await desk.GoodAsync("destination", "partner", "remove", Group, "aws");
        Assert.Empty(desk.Receiver.Sources);
    }

    [Theory]
    [InlineData("--bus", "a/b")]
    [InlineData("--bus", "calls", "--source-prefix", "aws.partner/operata.com")]
    [InlineData("--bus", "calls", "--partner", "example.com")]
    [InlineData("--bus", "calls", "--access-key-id", "A")]
    [InlineData("--partner", "example.com", "--partner-account", "1")]
    public async Task What_cannot_be_a_destination_is_refused_and_not_stored(params string[] options)
    {
        await using var desk = await EventBridgeDesk.OpenAsync();

        await desk.BadAsync(
            2,
            ["destination", "add", "eventbridge", Group, "--name", "aws", "--region", "eu-west-1", .. options]
        );

        Assert.DoesNotContain(
            "eventbridge",
            await desk.GoodAsync("destination", "list", Group),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Files_and_webhooks_are_added_as_well_and_a_webhook_is_tried_with_a_test_event()
    {
        await using var desk = await EventBridgeDesk.OpenAsync();
        await desk.GoodAsync("destination", "add", "file", Group, "--name", "archive");
        var secret = await desk.GoodAsync(
            "destination",
            "add",
            "webhook",
            Group,
            "--name",
            "crm",
            "--url",
            "http://127.0.0.1:1/"
        );

        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        await desk.GoodAsync("destination", "test", Group, "archive");
        await desk.GoodAsync("destination", "test", Group, "crm");
        Assert.Contains(
            "would not arrive",
            await desk.BadAsync(1, "destination", "test", Group, "crm", "--send"),
            StringComparison.Ordinal
        );
    }
}
