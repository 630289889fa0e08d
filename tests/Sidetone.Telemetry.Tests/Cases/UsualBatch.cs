using Sidetone.Telemetry.Wire;

namespace Sidetone.Telemetry.Tests.Cases;

/// <summary>A batch as a page usually sends it: both directions, the transport and the computer at every second.</summary>
internal static class UsualBatch
{
    public static byte[] Utf8(int samples) => BatchWriter.ToUtf8(Of(samples));

    public static Batch Of(int samples) =>
        new()
        {
            ContactId = "5f0a7c38-4a8b-4f3e-9d3a-0f8f6f2d9b11",
            Agent = "agent.seven",
            Session = "0190a3f2c1d47e6c8f20",
            Sequence = 0,
            Tracks = BelievableCall.Tracks(seed: 1, samples),
        };
}
