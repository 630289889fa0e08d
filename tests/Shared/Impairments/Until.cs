namespace Sidetone.Tests.Impairments;

/// <summary>Waits for a condition, with a bound.</summary>
internal static class Until
{
    public static async Task TrueAsync(Func<bool> condition, TimeSpan? atMost = null)
    {
        var time = TimeProvider.System;
        var began = time.GetTimestamp();
        while (!condition())
        {
            Assert.True(
                time.GetElapsedTime(began) < (atMost ?? TimeSpan.FromSeconds(30)),
                "The condition did not come true."
            );
            await Task.Delay(TimeSpan.FromMilliseconds(10), time, TestContext.Current.CancellationToken);
        }
    }
}
