namespace Sidetone.Calls.Statistics;

/// <summary>What one stream did between two samples that are close enough to speak of a second.</summary>
/// <remarks>Times in milliseconds since the Unix epoch; jitter, round trip and delay in microseconds, or missing.</remarks>
internal record struct StreamSecond
{
    public long Start;
    public long End;
    public long Packets;
    public long Lost;
    public long Jitter;
    public long Level;
    public long RoundTrip;
    public long BufferDelay;
    public long BufferCount;
}
