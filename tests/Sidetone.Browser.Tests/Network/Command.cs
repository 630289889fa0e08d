using System.Diagnostics;

namespace Sidetone.Browser.Tests.Network;

/// <summary>Runs a program of the system.</summary>
internal static class Command
{
    /// <summary>What it printed; a failure throws with what it complained of.</summary>
    public static async Task<string> RunAsync(string line, string input = "")
    {
        var words = line.Split(' ');
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var complaint = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{line}: {process.ExitCode}: {complaint}");
    }
}
