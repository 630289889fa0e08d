using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Bus;

/// <summary>The bus as <c>aws events</c> finds it, at its path and at a port of its own.</summary>
public sealed class AwsCliTests
{
    private const string Pattern = """{"source":["shop"],"detail":{"total":[{"numeric":[">",10]}]}}""";

    [Fact]
    public async Task A_rule_on_the_default_bus_writes_what_it_matches_to_a_file()
    {
        await using var server = await RunningServer.StartAsync();
        var endpoint = new Uri(server.Http.BaseAddress!, "/bus").ToString();
        (await AwsTools.EventsAsync(endpoint, null, "put-rule", "--name", "large", "--event-pattern", Pattern)).Json();
        var target = "Id=1,Arn=arn:sidetone:bus:us-east-1:000000000000:file/large.jsonl";
        var put = await AwsTools.EventsAsync(endpoint, null, "put-targets", "--rule", "large", "--targets", target);
        Assert.Equal(0, put.Json().GetProperty("FailedEntryCount").GetInt32());

        var entries = """
            [{"Source":"shop","DetailType":"Order","Detail":"{\"total\":11}","Time":1700000000},
             {"Source":"shop","DetailType":"Order","Detail":"{\"total\":9}"},
             {"Source":"aws.shop","DetailType":"Order","Detail":"{\"total\":9}"}]
            """;
        var sent = (await AwsTools.EventsAsync(endpoint, null, "put-events", "--entries", entries)).Json();
        Assert.Equal(1, sent.GetProperty("FailedEntryCount").GetInt32());
        Assert.Equal(
            "NotAuthorizedForSourceException",
            sent.GetProperty("Entries")[2].GetProperty("ErrorCode").GetString()
        );

        var file = await FileAsync(server, "large.jsonl");
        Assert.Contains("\"total\":11", file, StringComparison.Ordinal);
        Assert.Contains("\"time\":\"2023-11-14T22:13:20Z\"", file, StringComparison.Ordinal);
        Assert.DoesNotContain("\"total\":9", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_of_its_own_answers_without_a_path()
    {
        await using var server = await RunningServer.StartAsync(options =>
            options with
            {
                BusUrl = "http://127.0.0.1:0",
            }
        );
        var endpoint = server.Host.Urls.Last();
        var buses = (await AwsTools.EventsAsync(endpoint, null, "list-event-buses")).Json();
        var names = buses
            .GetProperty("EventBuses")
            .EnumerateArray()
            .Select(static bus => bus.GetProperty("Name").GetString());
        Assert.Equal([$"aws.partner/operata.com/{server.Group.Group.Id}/sidetone", "default"], names);

        // Nothing else answers there.
        using var other = new HttpClient();
        using var health = await other.GetAsync(new Uri($"{endpoint}/health/live"), RunningServer.Stop);
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, health.StatusCode);
    }

    [Fact]
    public async Task A_refusal_reads_as_it_does_on_AWS()
    {
        await using var server = await RunningServer.StartAsync();
        var endpoint = new Uri(server.Http.BaseAddress!, "/bus").ToString();
        var run = await AwsTools.EventsAsync(endpoint, null, "describe-rule", "--name", "no-rule");
        Assert.Equal(254, run.ExitCode);
        Assert.Contains(
            "An error occurred (ResourceNotFoundException) when calling the DescribeRule operation: "
                + "Rule no-rule does not exist on EventBus default.",
            run.Error,
            StringComparison.Ordinal
        );
    }

    internal static async Task<string> FileAsync(RunningServer server, string name)
    {
        var found = "";
        await Eventually.HoldsAsync(async () =>
        {
            var path = Directory.EnumerateFiles(server.Folder, name, SearchOption.AllDirectories).FirstOrDefault();
            found = path is null ? "" : await File.ReadAllTextAsync(path, RunningServer.Stop);
            return found.EndsWith('\n');
        });
        return found;
    }
}
