using System.Text.Json;

namespace Sidetone.Tests.Cli;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Help_names_every_command_and_says_what_each_is_for()
    {
        var run = await SidetoneProcess.RunAsync("--help");

        Assert.Equal(0, run.ExitCode);
        string[] commands =
        [
            "demo",
            "serve",
            "group",
            "key",
            "destination",
            "delivery",
            "summarize",
            "import",
            "simulate",
            "tail",
            "catalog",
            "pattern",
        ];
        Assert.All(commands, command => Assert.Matches($@"(?m)^  {command}\b.*\s{{2,}}\w+", run.Out));
    }

    [Theory]
    [InlineData("demo")]
    [InlineData("serve")]
    [InlineData("group", "create")]
    [InlineData("group", "set")]
    [InlineData("key", "rotate")]
    [InlineData("destination", "add", "eventbridge")]
    [InlineData("destination", "add", "webhook")]
    [InlineData("destination", "add", "file")]
    [InlineData("destination", "test")]
    [InlineData("destination", "partner", "create")]
    [InlineData("delivery", "status")]
    [InlineData("delivery", "resend")]
    [InlineData("summarize")]
    [InlineData("import")]
    [InlineData("simulate")]
    [InlineData("tail")]
    [InlineData("catalog", "check")]
    [InlineData("catalog", "schema")]
    [InlineData("pattern", "test")]
    [InlineData("pattern", "explain")]
    [InlineData("pattern", "check")]
    public async Task Every_command_explains_itself(params string[] command)
    {
        var run = await SidetoneProcess.RunAsync([.. command, "--help"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"sidetone {string.Join(' ', command)}", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", run.Out, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("simulate", "--frobnicate")]
    [InlineData("simulate", "--agents", "0")]
    [InlineData("simulate", "--agents", "many")]
    [InlineData("simulate", "--lost", "1.5")]
    [InlineData("simulate", "--speed", "fast")]
    [InlineData("simulate", "--kind", "imaginary")]
    [InlineData("simulate", "--server", "nowhere")]
    [InlineData("tail")]
    [InlineData("import", "--key", "x")]
    [InlineData("summarize", "/no/such/file")]
    [InlineData("group", "list")]
    [InlineData("pattern", "test")]
    [InlineData("pattern", "check", "/no/such/file")]
    public async Task A_mistake_is_said_on_standard_error_with_exit_code_2(params string[] arguments)
    {
        var run = await SidetoneProcess.RunAsync(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Out);
        Assert.NotEmpty(run.Error);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_command_shows_what_there_is_and_exit_code_2()
    {
        var run = await SidetoneProcess.RunAsync();

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Out);
        Assert.Contains("simulate", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_that_cannot_be_has_exit_code_78()
    {
        using var folder = new TemporaryFolder();
        var run = await SidetoneProcess.RunAsync("serve", "--data", folder.Path, "--urls", "https://127.0.0.1:1");

        Assert.Equal(78, run.ExitCode);
        Assert.Contains("--urls https://127.0.0.1:1", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Groups_and_keys_are_made_listed_changed_and_revoked()
    {
        using var folder = new TemporaryFolder();
        var created = Json(await RunAsync("group", "create", "Ädelweiß", "--data", folder.Path, "--json"));
        Assert.Equal("Ädelweiß", created.GetProperty("name").GetString());
        Assert.Equal("000000000000", created.GetProperty("account").GetString());
        Assert.True(Guid.TryParse(created.GetProperty("groupId").GetString(), out _));
        string[] keys = ["ingestKey", "readKey", "adminKey"];
        Assert.Equal(3, keys.Select(key => created.GetProperty(key).GetString()).Distinct().Count());

        var again = await SidetoneProcess.RunAsync("group", "create", "Ädelweiß", "--data", folder.Path);
        Assert.Equal(1, again.ExitCode);

        var set = Json(await RunAsync("group", "set", "Ädelweiß", "profile=2025", "--data", folder.Path, "--json"));
        Assert.Equal(2025, set.GetProperty("settings").GetProperty("profile").GetInt32());
        Assert.Equal(2, set.GetProperty("settingsVersion").GetInt32());

        var listed = Json(await RunAsync("key", "list", "Ädelweiß", "--data", folder.Path, "--json"));
        Assert.Equal(3, listed.GetArrayLength());
        var id = listed[0].GetProperty("keyId").GetString()!;
        await RunAsync("key", "revoke", "Ädelweiß", id, "--data", folder.Path);
        var after = Json(await RunAsync("key", "list", "Ädelweiß", "--data", folder.Path, "--json"));
        var revoked = after.EnumerateArray().Single(key => key.GetProperty("keyId").GetString() == id);
        Assert.Equal(JsonValueKind.String, revoked.GetProperty("revokedAt").ValueKind);
    }

    [Fact]
    public async Task A_simulation_with_a_seed_and_a_start_repeats_byte_for_byte()
    {
        using var folder = new TemporaryFolder();
        string[] arguments = ["simulate", "--seed", "7", "--start", "2026-03-02T09:00:00Z", "--calls", "3", "--out"];
        await RunAsync([.. arguments, folder.File("first")]);
        await RunAsync([.. arguments, folder.File("second")]);

        var first = await File.ReadAllBytesAsync(folder.File("first"), TestContext.Current.CancellationToken);
        var second = await File.ReadAllBytesAsync(folder.File("second"), TestContext.Current.CancellationToken);
        Assert.NotEmpty(first);
        Assert.Equal(first, second);
    }

    [Theory]
    [InlineData("call-summary.json", "the file: CallSummary with the keys of 2023")]
    [InlineData("call-summary-2025.json", "the file: CallSummary with the keys of 2025")]
    [InlineData("insights-summary.json", "the file: InsightsSummary")]
    [InlineData("heartbeat-workflow.json", "the file: HeartbeatWorkflow as a webhook's bare list")]
    public async Task Published_events_are_named_and_pass_the_check(string name, string said)
    {
        var run = await RunAsync("catalog", "check", Path.Combine(SharedCases.Folder("catalog"), name));

        Assert.StartsWith(said, run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_event_fails_the_check_and_says_why()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(
            folder.File("events"),
            """{"detail-type":"CallSummary"}""" + "\nnot JSON\n",
            TestContext.Current.CancellationToken
        );

        var run = await SidetoneProcess.RunAsync("catalog", "check", folder.File("events"), "--json");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(2, run.Lines.Count);
        Assert.All(run.Lines, line => Assert.Contains("\"conforms\":false", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Schemas_of_all_five_events_are_written_in_both_forms()
    {
        using var folder = new TemporaryFolder();
        var run = await RunAsync("catalog", "schema", folder.File("new"));

        Assert.Equal(10, run.Lines.Count);
        Assert.All(run.Lines, file => JsonDocument.Parse(File.ReadAllText(file)).Dispose());
    }

    private static async Task<ProcessRun> RunAsync(params string[] arguments)
    {
        var run = await SidetoneProcess.RunAsync(arguments);
        Assert.True(run.ExitCode == 0, $"Exit code {run.ExitCode}: {run.Error}");
        return run;
    }

    private static JsonElement Json(ProcessRun run)
    {
        using var document = JsonDocument.Parse(Assert.Single(run.Lines));
        return document.RootElement.Clone();
    }
}
