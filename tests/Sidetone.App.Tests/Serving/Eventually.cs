namespace Sidetone.Tests.Serving;

/// <summary>Waits for what another part of the server does in its own time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Usually = TimeSpan.FromSeconds(30);

    /// <summary>Asks again until it holds; fails after a while, which is long because machines that test are busy.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> holds, TimeSpan? atMost = null)
    {
        var bound = atMost ?? Usually;
        var started = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < bound, $"It did not hold within {bound}.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
