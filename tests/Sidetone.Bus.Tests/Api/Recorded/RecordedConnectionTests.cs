using System.Text.Json.Nodes;

namespace Sidetone.Bus.Tests.Api.Recorded;

/// <summary>What AWS answered about connections and API destinations, answered here.</summary>
public sealed class RecordedConnectionTests
{
    private const string Basic = """{"BasicAuthParameters": {"Username": "user", "Password": "pass"}}""";
    private const string Key = """{"ApiKeyAuthParameters": {"ApiKeyName": "ApiKey", "ApiKeyValue": "secret"}}""";
    private const string OAuth = """
        {"OAuthParameters": {
            "AuthorizationEndpoint": "https://example.com/oauth",
            "ClientParameters": {"ClientID": "client_id", "ClientSecret": "client_secret"},
            "HttpMethod": "POST"
        }}
        """;

    [Fact]
    public async Task A_connection_is_made()
    {
        await using var play = await OpenAsync("test_create_connection");
        await play.PlayAsync("create-connection", "CreateConnection", Connection("API_KEY", Key, invocation: true));
        await play.PlayAsync("describe-connection", "DescribeConnection", Named("a-connection"));
        play.Done();
    }

    [Theory]
    [InlineData("test_create_connection_with_auth[auth_params0]", "BASIC", Basic)]
    [InlineData("test_create_connection_with_auth[auth_params1]", "API_KEY", Key)]
    [InlineData("test_create_connection_with_auth[auth_params2]", "OAUTH_CLIENT_CREDENTIALS", OAuth)]
    [InlineData("test_connection_secrets[basic]", "BASIC", Basic)]
    [InlineData("test_connection_secrets[api-key]", "API_KEY", Key)]
    [InlineData("test_connection_secrets[oauth]", "OAUTH_CLIENT_CREDENTIALS", OAuth)]
    public async Task A_connection_of_each_type_shows_no_secret(string scenario, string type, string parameters)
    {
        await using var play = await OpenAsync(scenario);
        await play.PlayAsync("create-connection-auth", "CreateConnection", Connection(type, parameters));
        await play.PlayAsync("describe-connection-auth", "DescribeConnection", Named("a-connection"));
        play.Done("connection-secret");
    }

    [Fact]
    public async Task Connections_are_listed()
    {
        await using var play = await OpenAsync("test_list_connections");
        await play.DoAsync("CreateConnection", Connection("BASIC", Basic, invocation: true));
        await play.PlayAsync("list-connections", "ListConnections", new JsonObject { ["NamePrefix"] = "a-connection" });
        play.Done();
    }

    [Fact]
    public async Task A_connection_is_deleted()
    {
        await using var play = await OpenAsync("test_delete_connection");
        await play.PlayAsync(
            "create-connection-response",
            "CreateConnection",
            Connection("API_KEY", Key, invocation: true)
        );
        await play.PlayAsync("delete-connection", "DeleteConnection", Named("a-connection"));
        await play.PlayAsync("describe-deleted-connection", "DescribeConnection", Named("a-connection"));
        play.Done();
    }

    [Fact]
    public async Task A_connection_is_changed()
    {
        await using var play = await OpenAsync("test_update_connection");
        await play.PlayAsync("create-connection", "CreateConnection", Connection("BASIC", Basic, invocation: true));
        await play.PlayAsync("describe-created-connection", "DescribeConnection", Named("a-connection"));
        const string Other = """{"BasicAuthParameters": {"Username": "new_user", "Password": "new_pass"}}""";
        await play.PlayAsync("update-connection", "UpdateConnection", Connection("BASIC", Other, invocation: true));
        await play.PlayAsync("describe-updated-connection", "DescribeConnection", Named("a-connection"));
        play.Done("connection-secret-before-update", "connection-secret-after-update");
    }

    [Fact]
    public async Task A_connections_type_is_one_of_three()
    {
        await using var play = await OpenAsync("test_create_connection_invalid_parameters");
        await play.PlayAsync(
            "create-connection-invalid-auth-error",
            "CreateConnection",
            Connection("INVALID_AUTH_TYPE", "{}")
        );
        play.Done();
    }

    [Fact]
    public async Task A_connections_name_has_a_form()
    {
        await using var play = await OpenAsync("test_create_connection_name_validation");
        var connection = Connection("API_KEY", Key, invocation: true);
        connection["Name"] = "Invalid Name With Spaces!";
        await play.PlayAsync("create-connection-invalid-name-error", "CreateConnection", connection);
        play.Done();
    }

    [Theory]
    [InlineData("auth0", "BASIC", Basic)]
    [InlineData("auth1", "API_KEY", Key)]
    [InlineData("auth2", "OAUTH_CLIENT_CREDENTIALS", OAuth)]
    public async Task An_API_destination_lives(string auth, string type, string parameters)
    {
        await using var play = await OpenAsync($"test_api_destinations[{auth}]", "ApiDestinations");
        var connection = await play.DoAsync("CreateConnection", Connection(type, parameters));
        var destination = Destination(connection, "POST", "https://example.com/api", "Test API destination");
        await play.PlayAsync("create-api-destination", "CreateApiDestination", destination);
        await play.PlayAsync("describe-api-destination", "DescribeApiDestination", Named("a-destination"));
        var request = new JsonObject { ["NamePrefix"] = "a-destination" };
        await play.PlayAsync("list-api-destinations", "ListApiDestinations", request);
        destination = Destination(connection, "PUT", "https://example.com/api/v2", "Updated API destination");
        await play.PlayAsync("update-api-destination", "UpdateApiDestination", destination);
        await play.PlayAsync("describe-updated-api-destination", "DescribeApiDestination", Named("a-destination"));
        await play.PlayAsync("delete-api-destination", "DeleteApiDestination", Named("a-destination"));
        await play.PlayAsync(
            "describe-api-destination-not-found-error",
            "DescribeApiDestination",
            Named("a-destination")
        );
        play.Done();
    }

    [Fact]
    public async Task An_API_destinations_parameters_have_forms()
    {
        await using var play = await OpenAsync("test_create_api_destination_invalid_parameters", "ApiDestinations");
        var destination = Destination([], "INVALID_METHOD", "invalid-endpoint", "");
        destination["ConnectionArn"] = "invalid-connection-arn";
        destination.Remove("Description");
        await play.PlayAsync("create-api-destination-invalid-parameters-error", "CreateApiDestination", destination);
        play.Done();
    }

    [Fact]
    public async Task An_API_destinations_name_has_a_form()
    {
        await using var play = await OpenAsync("test_create_api_destination_name_validation", "ApiDestinations");
        var connection = await play.DoAsync("CreateConnection", Connection("BASIC", Basic));
        var destination = Destination(connection, "POST", "https://example.com/api", "");
        destination["Name"] = "Invalid Name With Spaces!";
        await play.PlayAsync("create-api-destination-invalid-name-error", "CreateApiDestination", destination);
        play.Done();
    }

    private static Task<Recording> OpenAsync(string scenario, string suite = "Connections") =>
        Recording.OpenAsync("api_destinations_and_connection", $"TestEventBridge{suite}::{scenario}");

    private static JsonObject Named(string name) => new() { ["Name"] = name };

    private static JsonObject Connection(string type, string parameters, bool invocation = false)
    {
        var auth = JsonNode.Parse(parameters)!.AsObject();
        if (invocation)
        {
            auth["InvocationHttpParameters"] = new JsonObject();
        }

        return new()
        {
            ["Name"] = "a-connection",
            ["AuthorizationType"] = type,
            ["AuthParameters"] = auth,
        };
    }

    private static JsonObject Destination(JsonObject connection, string method, string endpoint, string description) =>
        new()
        {
            ["Name"] = "a-destination",
            ["ConnectionArn"] = connection["ConnectionArn"]?.GetValue<string>(),
            ["HttpMethod"] = method,
            ["InvocationEndpoint"] = endpoint,
            ["Description"] = description,
        };
}
