using Sidetone.Telemetry;

namespace Sidetone.Tests.Closing;

/// <summary>A call whose agent wears a headset that tells what happens.</summary>
internal static class HeadsetCall
{
    public static readonly HeadsetDevice Device = new()
    {
        Name = "Jabra Engage 50",
        ProductId = "0b0e:4052",
        Firmware = "3.2.6",
        Serial = "A0000052B691",
        ApiVersion = "3.0.0-beta.4",
    };

    /// <summary>Every batch of it, each with a turn of speech, a level and a tap.</summary>
    public static IReadOnlyList<Batch> Of(string contact, DateTimeOffset start) =>
        [.. PlayedCall.Of(contact, start, "clean").Select(batch => batch with { Headset = [Told(batch)] })];

    private static HeadsetReport Told(Batch batch)
    {
        var at = batch.Tracks[0].Time(0);
        return new HeadsetReport
        {
            Device = Device,
            Events =
            [
                new HeadsetEvent
                {
                    At = at,
                    Type = HeadsetEventType.TxSpeech,
                    On = true,
                },
                new HeadsetEvent
                {
                    At = at + 2_345 + batch.Sequence,
                    Type = HeadsetEventType.TxSpeech,
                    On = false,
                },
                new HeadsetEvent
                {
                    At = at + 100,
                    Type = HeadsetEventType.BackgroundNoise,
                    Level = 4_000 + (batch.Sequence * 310),
                },
                new HeadsetEvent { At = at + 3_000, Type = HeadsetEventType.VolumeUp },
            ],
        };
    }
}
