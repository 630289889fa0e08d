namespace Sidetone.Telemetry.Packing;

/// <summary>Packs what a headset told: the device's texts, then its events.</summary>
/// <remarks>
/// <code>
/// name, product, firmware, serial, interface (texts); count of events, then each:
///   flags (byte): 1 a switch is told, 2 it is on, 4 a level is told
///   time, as the difference to the event before (signed)
///   type: its number, from 1, or 0 and the text
///   level (signed), if any
/// </code>
/// Numbers of types are never used again for others.
/// </remarks>
internal static class HeadsetCodec
{
    /// <summary>How short a report can be, in bytes.</summary>
    public const int BytesMin = 6;

    private const int EventBytesMin = 3;
    private const int OnTold = 1;
    private const int IsOn = 2;
    private const int LevelTold = 4;
    private const int FlagsAll = 7;

    private static readonly string[] s_types =
    [
        HeadsetEventType.Attached,
        HeadsetEventType.Detached,
        HeadsetEventType.TxSpeech,
        HeadsetEventType.RxSpeech,
        HeadsetEventType.BackgroundNoise,
        HeadsetEventType.AudioExposure,
        HeadsetEventType.BoomPosition,
        HeadsetEventType.Mute,
        HeadsetEventType.VolumeUp,
        HeadsetEventType.VolumeDown,
    ];

    public static void Write(ref PackWriter writer, HeadsetReport report)
    {
        writer.Text(report.Device.Name);
        writer.Text(report.Device.ProductId);
        writer.Text(report.Device.Firmware);
        writer.Text(report.Device.Serial);
        writer.Text(report.Device.ApiVersion);
        writer.Count(report.Events.Count);
        var previous = 0L;
        foreach (var told in report.Events)
        {
            writer.Byte(
                (byte)(
                    (told.On is null ? 0 : OnTold) | (told.On is true ? IsOn : 0) | (told.Level is null ? 0 : LevelTold)
                )
            );
            writer.Signed(unchecked(told.At - previous));
            previous = told.At;
            var type = Array.IndexOf(s_types, told.Type) + 1;
            writer.Count(type);
            if (type == 0)
            {
                writer.Text(told.Type);
            }

            if (told.Level is { } level)
            {
                writer.Signed(level);
            }
        }
    }

    public static HeadsetReport Read(ref PackReader reader)
    {
        // The order of evaluation, which is that of the text, is the order in the record.
        var device = new HeadsetDevice
        {
            Name = reader.Text(),
            ProductId = reader.Text(),
            Firmware = reader.Text(),
            Serial = reader.Text(),
            ApiVersion = reader.Text(),
        };
        var events = new HeadsetEvent[reader.Count(EventBytesMin)];
        var at = 0L;
        for (var index = 0; index < events.Length; index++)
        {
            events[index] = ReadEvent(ref reader, ref at);
        }

        return new HeadsetReport { Device = device, Events = events };
    }

    private static HeadsetEvent ReadEvent(ref PackReader reader, ref long at)
    {
        var flags = reader.Byte();
        if (flags > FlagsAll)
        {
            throw new InvalidDataException($"The record is damaged: no event of a headset begins with {flags}.");
        }

        at = unchecked(at + reader.Signed());
        return new HeadsetEvent
        {
            At = at,
            Type = ReadType(ref reader),
            On = (flags & OnTold) != 0 ? (flags & IsOn) != 0 : null,
            Level = (flags & LevelTold) != 0 ? reader.Signed() : null,
        };
    }

    private static string ReadType(ref PackReader reader)
    {
        var type = reader.Unsigned();
        return type == 0 ? reader.Text()
            : type <= (ulong)s_types.Length ? s_types[type - 1]
            : throw new InvalidDataException($"The record is damaged: a headset has no event {type}.");
    }
}
