using System.Globalization;
using Microsoft.Playwright;

namespace Sidetone.Browser.Tests.Sdk;

/// <summary>
/// Prints what observing costs a page. Run by name only, on a machine that does nothing else:
/// <c>dotnet run -c Release --project tests/Sidetone.Browser.Tests -- --explicit only --show-live-output on</c>.
/// </summary>
public sealed class CostFigures(ITestOutputHelper output)
{
    private const int Seconds = 60;

    [Fact(Explicit = true)]
    public async Task A_minute_of_a_call()
    {
        await using var call = await ObservedCall.StartAsync(batchEveryMs: 10_000);
        var (bodies, bytes) = (0, 0L);
        call.Agent.Request += (_, request) =>
        {
            if (request.Method == "POST" && request.PostDataBuffer is { } body)
            {
                bodies++;
                bytes += body.Length;
            }
        };
        var inspector = await call.Browser.NewCDPSessionAsync(call.Agent);
        await inspector.SendAsync("Performance.enable");
        var observed = await MeasureAsync(call.Agent, inspector);
        await call.Agent.EvaluateAsync("sidetone.stop()");
        var (sent, sentBytes) = (bodies, bytes);
        var alone = await MeasureAsync(call.Agent, inspector);

        output.WriteLine(
            Line($"main thread, observed:  {observed.Task:F2} ms/s, of it script {observed.Script:F2} ms/s")
        );
        output.WriteLine(Line($"main thread, alone:     {alone.Task:F2} ms/s, of it script {alone.Script:F2} ms/s"));
        output.WriteLine(Line($"sent: {sent} batches, {sentBytes} bytes in {Seconds} s, gzipped where that pays"));
    }

    private static async Task<(double Task, double Script)> MeasureAsync(IPage page, ICDPSession inspector)
    {
        var before = await MetricsAsync(inspector);
        await page.WaitForTimeoutAsync(Seconds * 1000);
        var after = await MetricsAsync(inspector);
        return (
            1000 * (after["TaskDuration"] - before["TaskDuration"]) / Seconds,
            1000 * (after["ScriptDuration"] - before["ScriptDuration"]) / Seconds
        );
    }

    private static async Task<Dictionary<string, double>> MetricsAsync(ICDPSession inspector)
    {
        var answer = await inspector.SendAsync("Performance.getMetrics");
        return answer!
            .Value.GetProperty("metrics")
            .EnumerateArray()
            .ToDictionary(
                metric => metric.GetProperty("name").GetString()!,
                metric => metric.GetProperty("value").GetDouble()
            );
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
