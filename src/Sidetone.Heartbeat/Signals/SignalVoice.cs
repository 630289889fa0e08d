namespace Sidetone.Heartbeat.Signals;

/// <summary>Who speaks: each has a signal of its own, so that an echo of ours is not taken for the other's speech.</summary>
public enum SignalVoice
{
    /// <summary>The dialler, as the customer: chirps go up.</summary>
    Customer,

    /// <summary>The receiver, as the agent: chirps go down.</summary>
    Agent,
}
