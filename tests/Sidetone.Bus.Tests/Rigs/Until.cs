namespace Sidetone.Bus.Tests.Rigs;

/// <summary>Asks again and again until something holds, for at most 30 seconds of real time.</summary>
internal static class Until
{
    public static async Task TrueAsync(Func<Task<bool>> holds)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        end.CancelAfter(TimeSpan.FromSeconds(30));
        while (!await holds())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, end.Token);
        }
    }
}
