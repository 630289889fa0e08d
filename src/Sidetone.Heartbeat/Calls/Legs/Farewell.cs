using Sidetone.Sip.Calls;

namespace Sidetone.Heartbeat.Calls.Legs;

/// <summary>Hangs up without waiting for whoever is gone.</summary>
internal static class Farewell
{
    // A peer that lives answers within a round trip, or at BYE's first repeats (RFC 3261 timer E). One that vanished
    // would be waited for until timer F, 32 s; the agent goes on trying meanwhile, or gives up when it is disposed.
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(5);

    /// <summary>Ends the call; comes back when the other side has taken note, or 5 s later.</summary>
    public static async Task HangUpSoonAsync(this SipCall call, TimeProvider time)
    {
        using var patience = new CancellationTokenSource(s_longest, time);
        try
        {
            await call.HangUpAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // It is over for us.
        }
    }
}
