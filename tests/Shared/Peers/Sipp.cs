using System.Globalization;
using Sidetone.Sip.Addresses;
using Sidetone.Tests.Impairments;

namespace Sidetone.Tests.Peers;

/// <summary>sipp (Debian package sip-tester) on one side of a call.</summary>
internal sealed class Sipp : IAsyncDisposable
{
    private const string Program = "/usr/bin/sipp";

    private readonly DirectoryInfo _folder;
    private readonly PeerProcess _process;

    private Sipp(DirectoryInfo folder, PeerProcess process, int port)
    {
        _folder = folder;
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public SipUri Uri(string transport) => SipUri.Parse($"sip:sipp@127.0.0.1:{Port};transport={transport}");

    /// <summary>Answers one call as a scenario says.</summary>
    /// <param name="scenario">the XML of sipp; null for its own that answers</param>
    public static Task<Sipp> AnswerAsync(string transport, string? scenario, params string[] more) =>
        StartAsync(transport, scenario, "uas", target: null, more);

    /// <summary>Calls us once.</summary>
    public static Task<Sipp> CallAsync(string transport, int port, string? scenario = null, params string[] more) =>
        StartAsync(transport, scenario, "uac", $"127.0.0.1:{port}", more);

    /// <summary>Waits for its end, and for a call that did not go as its scenario says; what went wrong.</summary>
    public async Task<string> ExpectFailureAsync()
    {
        Assert.NotEqual(0, await _process.ExitAsync());
        return Errors();
    }

    /// <summary>Waits for its end; 0 says that its calls went as its scenario says.</summary>
    public async Task ExpectSuccessAsync()
    {
        var code = await _process.ExitAsync();
        Assert.True(code == 0, $"sipp ended with {code}:\n{_process.Said}\n{Errors()}");
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static async Task<Sipp> StartAsync(
        string transport,
        string? scenario,
        string builtIn,
        string? target,
        string[] more
    )
    {
        Assert.SkipUnless(File.Exists(Program), $"{Program} is not here (Debian package sip-tester).");
        var folder = Directory.CreateTempSubdirectory("sidetone-sipp-");
        var port = Ports.Free();
        List<string> arguments =
        [
            "-i",
            "127.0.0.1",
            "-p",
            port.ToString(CultureInfo.InvariantCulture),
            "-t",
            transport == "tcp" ? "t1" : "u1",
            "-m",
            "1",
            "-nostdin",
            "-trace_err",
            "-error_file",
            "errors.log",
            "-timeout",
            "30",
            "-timeout_error",
        ];
        if (scenario is null)
        {
            arguments.AddRange(["-sn", builtIn]);
        }
        else
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "scenario.xml"), scenario);
            arguments.AddRange(["-sf", "scenario.xml"]);
        }

        arguments.AddRange(more);
        if (target is not null)
        {
            arguments.Add(target);
        }

        var process = new PeerProcess(Program, arguments, folder.FullName);
        var sipp = new Sipp(folder, process, port);
        if (target is null)
        {
            await Until.TrueAsync(() => Ports.IsOpen(port) || process.HasExited);
        }

        return sipp;
    }

    private string Errors()
    {
        var file = Path.Combine(_folder.FullName, "errors.log");
        return File.Exists(file) ? File.ReadAllText(file) : "";
    }
}
