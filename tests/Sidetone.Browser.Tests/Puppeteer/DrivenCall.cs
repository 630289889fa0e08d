using System.Diagnostics;
using System.Text.Json;
using Sidetone.Browser.Tests.Sdk;

namespace Sidetone.Browser.Tests.Puppeteer;

/// <summary>A call between two pages of a browser, made by the script beside this file; the pages are open until disposal.</summary>
/// <remarks>Playwright drives no Firefox of Debian's, and keeps every page of Chromium in front.</remarks>
internal sealed class DrivenCall : IAsyncDisposable
{
    public const string Firefox = "/usr/bin/firefox-esr";

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task<string> _error;

    private DrivenCall(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
    }

    /// <summary>What the pages told of the call.</summary>
    public DrivenAccount Account { get; private set; } = null!;

    /// <summary>The folder of the script and of its packages.</summary>
    private static string Folder => Checkout.Path("tests", "Sidetone.Browser.Tests", "Puppeteer");

    /// <summary>Makes a call until the agent has received so many packets, and ends it.</summary>
    public static async Task<DrivenCall> MakeAsync(
        SoftphonePages pages,
        string path,
        string contactId,
        int packets,
        bool hidden = false
    )
    {
        var setting = JsonSerializer.Serialize(
            new
            {
                browser = path == Firefox ? "firefox" : "chrome",
                path,
                agent = $"{pages.Origin}/agent",
                customer = $"{pages.Origin}/customer",
                contactId,
                packets,
                hidden,
            }
        );
        var start = new ProcessStartInfo("node", [Path.Combine(Folder, "call.mjs"), setting])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var call = new DrivenCall(Process.Start(start)!);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            limit.CancelAfter(s_limit);
            var line = await call._process.StandardOutput.ReadLineAsync(limit.Token);
            if (line is null)
            {
                Assert.Fail(await call._error);
            }

            call.Account = JsonSerializer.Deserialize<DrivenAccount>(line, JsonSerializerOptions.Web)!;
            return call;
        }
        catch
        {
            await call.DisposeAsync();
            throw;
        }
    }

    /// <summary>Skips the test, visibly, where a browser or what drives it is not installed.</summary>
    public static void SkipUnlessInstalled(string path)
    {
        Assert.SkipUnless(File.Exists(path), $"{path} is not installed.");
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(Folder, "node_modules", "puppeteer-core")),
            "puppeteer-core is not installed: npm ci in tests/Sidetone.Browser.Tests/Puppeteer."
        );
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
