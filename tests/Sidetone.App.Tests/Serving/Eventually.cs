namespace Sidetone.Tests.Serving;

/// <summary>Waits for what another part of the server does in its own time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(10);

    /// <summary>Asks again until it holds.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> holds)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < AtMost, $"It did not hold within {AtMost}.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
