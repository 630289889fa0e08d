using Sidetone.Cli;
using Sidetone.Tests.Cli;

namespace Sidetone.Tests.Heartbeats;

/// <summary>Which authorities TLS trusts, when that cannot be read: told at start, and not by the first call.</summary>
public sealed class TrustedRootsTests
{
    [Fact]
    public async Task A_server_whose_trusted_roots_cannot_be_read_says_which_setting_and_file_and_does_not_start()
    {
        using var folder = new TemporaryFolder();
        var empty = Path.Combine(folder.Path, "empty.pem");
        await File.WriteAllTextAsync(empty, "", TestContext.Current.CancellationToken);
        foreach (var file in new[] { Path.Combine(folder.Path, "none.pem"), empty })
        {
            var run = await SidetoneProcess.RunAsync(
                new Dictionary<string, string> { ["Heartbeat__TrustedRoots"] = file },
                "serve",
                "--data",
                folder.Path,
                "--urls",
                "http://127.0.0.1:0"
            );
            Assert.Equal(ExitCode.Configuration, run.ExitCode);
            Assert.Contains("sidetone: Heartbeat:TrustedRoots: ", run.Error, StringComparison.Ordinal);
            Assert.Contains($"'{file}'", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_run_whose_trusted_roots_cannot_be_read_says_which_option_and_file()
    {
        var run = await SidetoneProcess.RunAsync(
            "heartbeat",
            "run",
            "sip:agent@127.0.0.1;transport=tls",
            "--trusted-roots",
            "/nowhere/roots.pem"
        );
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("--trusted-roots: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("'/nowhere/roots.pem'", run.Error, StringComparison.Ordinal);
    }
}
