using System.Diagnostics;

namespace Sidetone.Telemetry.Wire;

/// <summary>Reads what headsets told.</summary>
internal static class HeadsetReader
{
    private const int LevelDecimals = 2;

    public static readonly MemberTable Members = new(required: ["device"], optional: ["events"]);

    public static readonly MemberTable DeviceMembers = new(
        required: [],
        optional: ["name", "productId", "firmware", "serial", "apiVersion"]
    );

    public static readonly MemberTable EventMembers = new(required: ["at", "type"], optional: ["on", "level"]);

    /// <summary>Reads the array of headsets that the cursor stands on.</summary>
    public static IReadOnlyList<HeadsetReport> Read(ref WireCursor cursor, long clockOffsetMs)
    {
        var reports = new List<HeadsetReport>();
        var eventsLeft = WireLimits.HeadsetEventsMax;
        cursor.EnterArray();
        while (cursor.NextElement())
        {
            if (reports.Count == WireLimits.HeadsetsMax)
            {
                cursor.Fail(BatchProblemKind.OutOfRange, $"A batch holds at most {WireLimits.HeadsetsMax} headsets.");
                break;
            }

            reports.Add(ReadReport(ref cursor, clockOffsetMs, ref eventsLeft));
        }

        return reports;
    }

    private static HeadsetReport ReadReport(ref WireCursor cursor, long clockOffsetMs, ref int eventsLeft)
    {
        var report = new HeadsetReport { Device = new HeadsetDevice() };
        var scan = cursor.EnterObject();
        while (cursor.NextMember(Members, ref scan) is >= 0 and var member)
        {
            report = member switch
            {
                0 => report with { Device = ReadDevice(ref cursor) },
                1 => report with { Events = ReadEvents(ref cursor, clockOffsetMs, ref eventsLeft) },
                _ => throw Unknown(member),
            };
        }

        cursor.LeaveObject(Members, scan);
        return report;
    }

    private static HeadsetDevice ReadDevice(ref WireCursor cursor)
    {
        var device = new HeadsetDevice();
        var scan = cursor.EnterObject();
        while (cursor.NextMember(DeviceMembers, ref scan) is >= 0 and var member)
        {
            var text = cursor.ReadText();
            device = member switch
            {
                0 => device with { Name = text },
                1 => device with { ProductId = text },
                2 => device with { Firmware = text },
                3 => device with { Serial = text },
                4 => device with { ApiVersion = text },
                _ => throw Unknown(member),
            };
        }

        return device;
    }

    private static List<HeadsetEvent> ReadEvents(ref WireCursor cursor, long clockOffsetMs, ref int eventsLeft)
    {
        var events = new List<HeadsetEvent>();
        cursor.EnterArray();
        while (cursor.NextElement())
        {
            if (eventsLeft-- == 0)
            {
                cursor.Fail(
                    BatchProblemKind.OutOfRange,
                    $"A batch holds at most {WireLimits.HeadsetEventsMax} events of headsets."
                );
                break;
            }

            events.Add(ReadEvent(ref cursor, clockOffsetMs));
        }

        return events;
    }

    private static HeadsetEvent ReadEvent(ref WireCursor cursor, long clockOffsetMs)
    {
        var read = new HeadsetEvent { At = 0, Type = "" };
        var scan = cursor.EnterObject();
        while (cursor.NextMember(EventMembers, ref scan) is >= 0 and var member)
        {
            read = member switch
            {
                0 => read with { At = cursor.ReadTime(clockOffsetMs) },
                1 => read with { Type = cursor.ReadId(WireLimits.TextLengthMax, mayBeEmpty: false) },
                2 => read with { On = cursor.ReadFlag() },
                3 => read with { Level = cursor.ReadScaled(LevelDecimals, 0, WireLimits.HeadsetLevelMax) },
                _ => throw Unknown(member),
            };
        }

        cursor.LeaveObject(EventMembers, scan);
        return read;
    }

    private static UnreachableException Unknown(int member) => new($"BUG: there is no member {member}.");
}
