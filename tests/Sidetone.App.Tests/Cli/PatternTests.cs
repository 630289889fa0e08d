using System.Diagnostics;
using System.Text.Json;

namespace Sidetone.Tests.Cli;

public sealed class PatternTests
{
    private const string Pattern = """{"detail": {"mos": [{"numeric": ["<", 3.5]}]}}""";

    [Theory]
    [InlineData("""{"detail": {"mos": 3.1}}""", 0, "match\n")]
    [InlineData("""{"detail": {"mos": 4.1}}""", 1, "no match\n")]
    public async Task Test_says_whether_an_event_matches(string json, int exitCode, string output)
    {
        using var folder = new TemporaryFolder();
        var run = await RunAsync(folder, "test", Pattern, json);

        Assert.Equal((exitCode, output, ""), (run.ExitCode, run.Out, run.Error));
    }

    [Theory]
    [InlineData(
        """{"detail": 5}""",
        "{}",
        "Event pattern is not valid. Reason: \"detail\" must be an object or an array"
    )]
    [InlineData(Pattern, "[]", "The event is not a JSON object.")]
    public async Task What_cannot_be_tried_has_exit_code_2(string pattern, string json, string reason)
    {
        using var folder = new TemporaryFolder();
        var run = await RunAsync(folder, "test", pattern, json);

        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_says_why()
    {
        using var folder = new TemporaryFolder();
        var text = await RunAsync(folder, "explain", Pattern, """{"detail": {"mos": 4.1}}""");
        var json = await RunAsync(folder, "explain", Pattern, """{"detail": {"mos": 4.1}}""", "--json");

        Assert.Equal(
            """
            The event does not match.
              FAILED detail.mos
                     wanted {"numeric": ["<", 3.5]}
                     found 4.1

            """,
            text.Out
        );
        var field = JsonElement.Parse(json.Out).GetProperty("branches")[0].GetProperty("fields")[0];
        Assert.Equal("failed", field.GetProperty("outcome").GetString());
        Assert.Equal("4.1", field.GetProperty("found")[0].GetProperty("value").GetString());
    }

    [Fact]
    public async Task Standard_input_is_a_dash()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("pattern"), Pattern, TestContext.Current.CancellationToken);
        var start = new ProcessStartInfo(
            SidetoneProcess.Path,
            ["pattern", "test", "--pattern", folder.File("pattern"), "--event", "-"]
        )
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync("""{"detail": {"mos": 1}}""");
        process.StandardInput.Close();

        Assert.Equal("match\n", await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task All_recorded_cases_agree()
    {
        var files = Directory.GetFiles(Path.Combine(SharedCases.Folder("conformance"), "patterns"), "*.jsonl");
        var run = await SidetoneProcess.RunAsync(["pattern", "check", .. files]);

        Assert.Equal("1948 of 1948 agree", run.Lines[^1]);
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("2 left out", run.Lines[^2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """{"id": "one", "expect": "match", "pattern": "{\"a\":[1]}", "event": "{\"a\":2}"}""",
        "one: does not match"
    )]
    [InlineData(
        """{"id": "two", "expect": "exception", "pattern": "{\"a\":[1]}", "event": "{\"a\":1}"}""",
        "two: matches"
    )]
    [InlineData("""{"id": "three", "rule": "{}", "valid": true}""", "three: is refused, but recorded as valid")]
    [InlineData("""{"id": "four", "rule": "{\"a\":[1]}", "valid": false}""", "four: is read, but recorded as invalid")]
    [InlineData(
        """{"id": "five", "rule": "{}", "valid": false, "error": "?"}""",
        "five: is refused with: Empty objects"
    )]
    [InlineData(
        """{"id": "six", "ops": [["add", "r", "{\"a\":[1]}"]], "event": "{\"a\":1}", "matched": []}""",
        "six: matches [r]"
    )]
    [InlineData(
        """{"id": "seven", "expect": "exception", "pattern": "{}", "event": "{}", "errorMessage": "?"}""",
        "seven: is refused with InvalidEventPatternException"
    )]
    [InlineData("""{"id": "eight"}""", "eight: is of no known form")]
    [InlineData("no JSON", "cases:1: is no case")]
    public async Task A_case_that_disagrees_is_printed_with_what_was_said(string line, string disagreement)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("cases"), line + "\n\n", TestContext.Current.CancellationToken);
        var run = await SidetoneProcess.RunAsync("pattern", "check", folder.File("cases"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(disagreement, run.Lines[0], StringComparison.Ordinal);
        Assert.Equal("0 of 1 agree", run.Lines[^1]);
    }

    [Fact]
    public async Task A_part_of_a_rule_can_be_deleted()
    {
        using var folder = new TemporaryFolder();
        string[] cases =
        [
            """{"ops": [["add", "r", "{\"a\":[1,2],\"b\":[1,2]}"], ["delete", "r", "{\"a\":[1],\"b\":[2]}"]], "event": "{\"a\":1,\"b\":2}", "matched": []}""",
            """{"ops": [["add", "r", "{\"a\":[1,2],\"b\":[1,2]}"], ["delete", "r", "{\"a\":[1],\"b\":[2]}"]], "event": "{\"a\":2,\"b\":2}", "matched": ["r"]}""",
            """{"ops": [["add", "r", "{\"a\":[1,2],\"b\":[1,2]}"], ["delete", "r", "{\"a\":[1]}"]], "event": "{\"a\":1,\"b\":2}", "matched": ["r"]}""",
        ];
        await File.WriteAllLinesAsync(folder.File("cases"), cases, TestContext.Current.CancellationToken);
        var run = await SidetoneProcess.RunAsync("pattern", "check", folder.File("cases"));

        Assert.Equal("3 of 3 agree\n", run.Out);
    }

    private static async Task<ProcessRun> RunAsync(
        TemporaryFolder folder,
        string command,
        string pattern,
        string json,
        params string[] more
    )
    {
        await File.WriteAllTextAsync(folder.File("pattern"), pattern, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.File("event"), json, TestContext.Current.CancellationToken);
        return await SidetoneProcess.RunAsync([
            "pattern",
            command,
            "--pattern",
            folder.File("pattern"),
            "--event",
            folder.File("event"),
            .. more,
        ]);
    }
}
