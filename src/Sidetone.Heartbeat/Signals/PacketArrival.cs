namespace Sidetone.Heartbeat.Signals;

/// <summary>When a packet came.</summary>
/// <param name="Position">place of its first sample in <see cref="HeardCall.Arrived"/></param>
/// <param name="ArrivedAt">on the call's clock, in seconds</param>
public readonly record struct PacketArrival(int Position, double ArrivedAt);
