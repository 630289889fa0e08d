namespace Sidetone.Tests.Serving;

/// <summary>Waits for what another part of the server does in its own time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Usually = TimeSpan.FromSeconds(30);

    /// <summary>Asks again until it holds; fails after a while, which is long because machines that test are busy.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> holds, TimeSpan? atMost = null) =>
        Assert.True(await TryAsync(holds, atMost ?? Usually), $"It did not hold within {atMost ?? Usually}.");

    /// <summary>Asks again until it holds; false when it did not for a while.</summary>
    public static async Task<bool> TryAsync(Func<Task<bool>> holds, TimeSpan atMost)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            if (TimeProvider.System.GetElapsedTime(started) > atMost)
            {
                return false;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        return true;
    }
}
