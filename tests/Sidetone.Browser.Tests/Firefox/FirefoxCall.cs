using System.Diagnostics;
using System.Text.Json;
using Sidetone.Browser.Tests.Sdk;

namespace Sidetone.Browser.Tests.Firefox;

/// <summary>A call between two pages of Firefox, made by the script beside this file; the pages are open until disposal.</summary>
internal sealed class FirefoxCall : IAsyncDisposable
{
    private const string Firefox = "/usr/bin/firefox-esr";

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task<string> _error;

    private FirefoxCall(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
    }

    /// <summary>What Firefox told of the call.</summary>
    public FirefoxAccount Account { get; private set; } = null!;

    /// <summary>The folder of the script and of its packages.</summary>
    private static string Folder => Checkout.Path("tests", "Sidetone.Browser.Tests", "Firefox");

    /// <summary>Makes a call until the agent has received so many packets, and ends it.</summary>
    public static async Task<FirefoxCall> MakeAsync(SoftphonePages pages, string contactId, int packets)
    {
        var setting = JsonSerializer.Serialize(
            new
            {
                firefox = Firefox,
                agent = $"{pages.Origin}/agent",
                customer = $"{pages.Origin}/customer",
                contactId,
                packets,
            }
        );
        var start = new ProcessStartInfo("node", [Path.Combine(Folder, "call.mjs"), setting])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var call = new FirefoxCall(Process.Start(start)!);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            limit.CancelAfter(s_limit);
            var line = await call._process.StandardOutput.ReadLineAsync(limit.Token);
            if (line is null)
            {
                Assert.Fail(await call._error);
            }

            call.Account = JsonSerializer.Deserialize<FirefoxAccount>(line, JsonSerializerOptions.Web)!;
            return call;
        }
        catch
        {
            await call.DisposeAsync();
            throw;
        }
    }

    /// <summary>Skips the test, visibly, where Firefox or what drives it is not installed.</summary>
    public static void SkipUnlessInstalled()
    {
        Assert.SkipUnless(File.Exists(Firefox), $"{Firefox} is not installed (Debian's firefox-esr).");
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(Folder, "node_modules", "puppeteer-core")),
            "puppeteer-core is not installed: npm ci in tests/Sidetone.Browser.Tests/Firefox."
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
