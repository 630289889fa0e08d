using System.Diagnostics;
using System.Text.Json;
using Sidetone.Groups;
using Sidetone.Groups.BusKeys;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Bus;

/// <summary>Real AWS clients, from the Debian packages awscli and python3-boto3.</summary>
internal static class AwsTools
{
    private const string Cli = "/usr/bin/aws";
    private const string Python = "/usr/bin/python3";
    private const string Boto3 = "/usr/lib/python3/dist-packages/boto3/__init__.py";
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    /// <summary>Runs <c>aws events</c>; the test is skipped when it is not installed.</summary>
    public static async Task<ToolRun> EventsAsync(string endpoint, CreatedBusKey? key, params string[] arguments)
    {
        Assert.SkipUnless(File.Exists(Cli), $"{Cli} is not here (Debian package awscli).");
        return await RunAsync(
            Cli,
            ["--endpoint-url", endpoint, "--output", "json", "events", .. arguments],
            key,
            input: ""
        );
    }

    /// <summary>Runs a Python program that may use boto3; the test is skipped when it is not installed.</summary>
    public static async Task<ToolRun> PythonAsync(string program, CreatedBusKey? key, params string[] arguments)
    {
        Assert.SkipUnless(File.Exists(Boto3), "boto3 is not here (Debian package python3-boto3).");
        return await RunAsync(Python, ["-", .. arguments], key, program);
    }

    private static async Task<ToolRun> RunAsync(string tool, string[] arguments, CreatedBusKey? key, string input)
    {
        var start = new ProcessStartInfo(tool, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Nothing of the machine's own settings: neither other credentials nor another Python.
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/bin:/bin";
        start.Environment["HOME"] = Path.GetTempPath();
        start.Environment["AWS_CONFIG_FILE"] = "/dev/null";
        start.Environment["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null";
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        start.Environment["AWS_DEFAULT_REGION"] = "us-east-1";
        start.Environment["AWS_PAGER"] = "";
        start.Environment["AWS_ACCESS_KEY_ID"] = key?.Key.Id ?? "nobody";
        start.Environment["AWS_SECRET_ACCESS_KEY"] = key?.Secret ?? "nothing";
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(RunningServer.Stop);
        limit.CancelAfter(s_limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(limit.Token);
            return new ToolRun(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}

/// <summary>What a run of a tool gave.</summary>
internal sealed record ToolRun(int ExitCode, string Out, string Error)
{
    /// <summary>What it printed, once it ended well.</summary>
    public JsonElement Json()
    {
        Assert.True(ExitCode == 0, $"{ExitCode}: {Error}");
        return Out.Trim().Length == 0 ? default : JsonDocument.Parse(Out).RootElement;
    }
}
