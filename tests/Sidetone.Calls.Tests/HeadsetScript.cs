using Sidetone.Telemetry;

namespace Sidetone.Calls.Tests;

/// <summary>Writes what one headset tells, second by second of <see cref="CallScript.Start"/>.</summary>
internal sealed class HeadsetScript(HeadsetDevice? device = null)
{
    public static readonly HeadsetDevice Usual = new()
    {
        Name = "Jabra Engage 50",
        ProductId = "0b0e:4052",
        Firmware = "3.2.6",
        Serial = "A0000052B691",
        ApiVersion = "3.0.0-beta.4",
    };

    private readonly List<HeadsetEvent> _events = [];

    public HeadsetScript Switch(double second, string type, bool on) => Tells(second, type, on, null);

    public HeadsetScript Level(double second, string type, double level) => Tells(second, type, null, level);

    public HeadsetScript Tells(double second, string type, bool? on = null, double? level = null)
    {
        _events.Add(
            new HeadsetEvent
            {
                At = CallScript.Start + (long)(second * 1000),
                Type = type,
                On = on,
                Level = level is { } db ? (long)(db * 100) : null,
            }
        );
        return this;
    }

    public HeadsetReport Report => new() { Device = device ?? Usual, Events = _events };
}
