using System.IO.Compression;
using System.Text.Json;

namespace Sidetone.Tests.Cli;

public sealed class SummarizeTests
{
    [Theory]
    [InlineData("2023")]
    [InlineData("2025")]
    public async Task A_real_call_gives_its_events_and_the_same_bytes_again(string profile)
    {
        using var folder = new TemporaryFolder();
        var file = await ExtractAsync(folder, "lossy-call.webrtc-internals.json.gz");

        var first = await SidetoneProcess.RunAsync("summarize", file, "--profile", profile, "--agent", "ada");
        var second = await SidetoneProcess.RunAsync("summarize", file, "--profile", profile, "--agent", "ada");

        Assert.Equal(0, first.ExitCode);
        Assert.Equal(first.Out, second.Out);
        Assert.Equal(["CallSummary", "InsightsSummary"], first.Lines.Select(DetailType));
        Assert.Contains("connection", first.Error, StringComparison.Ordinal);
        await AssertConformsAsync(folder, first.Out);
    }

    [Fact]
    public async Task A_clean_call_has_a_summary()
    {
        using var folder = new TemporaryFolder();
        var file = await ExtractAsync(folder, "clean-call.webrtc-internals.json.gz");

        var run = await SidetoneProcess.RunAsync("summarize", file, "--contact-id", "my-contact");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("CallSummary", DetailType(run.Lines[0]));
        Assert.Contains("\"current\":\"my-contact\"", run.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_recording_fails_and_is_named()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("notes.txt"), "Hello.", TestContext.Current.CancellationToken);

        var run = await SidetoneProcess.RunAsync("summarize", folder.File("notes.txt"));

        Assert.Equal(1, run.ExitCode);
        Assert.Empty(run.Out);
        Assert.Contains("notes.txt", run.Error, StringComparison.Ordinal);
    }

    private static async Task AssertConformsAsync(TemporaryFolder folder, string events)
    {
        await File.WriteAllTextAsync(folder.File("events"), events, TestContext.Current.CancellationToken);
        var check = await SidetoneProcess.RunAsync("catalog", "check", folder.File("events"));
        Assert.True(check.ExitCode == 0, check.Out);
    }

    private static string? DetailType(string line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.GetProperty("detail-type").GetString();
    }

    /// <summary>One of the recordings that travel within the executable, as a person's plain file.</summary>
    private static async Task<string> ExtractAsync(TemporaryFolder folder, string name)
    {
        var file = folder.File(Path.GetFileNameWithoutExtension(name));
        await using var packed =
            typeof(Sidetone.Demo.DemoCalls).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"There is no {name}.");
        await using var gzip = new GZipStream(packed, CompressionMode.Decompress);
        await using var plain = File.Create(file);
        await gzip.CopyToAsync(plain, TestContext.Current.CancellationToken);
        return file;
    }
}
