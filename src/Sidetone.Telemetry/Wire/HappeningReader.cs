using System.Diagnostics;

namespace Sidetone.Telemetry.Wire;

/// <summary>Reads happenings.</summary>
internal static class HappeningReader
{
    public static readonly MemberTable Members = new(
        required: ["at", "type"],
        optional: ["connection", "lastSequence", "endedBy", "device", "value", "message"]
    );

    /// <summary>Reads the array of happenings that the cursor stands on.</summary>
    public static IReadOnlyList<Happening> Read(ref WireCursor cursor, long clockOffsetMs)
    {
        List<Happening>? happenings = null;
        cursor.EnterArray();
        while (cursor.NextElement())
        {
            happenings ??= [];
            if (happenings.Count == WireLimits.HappeningsMax)
            {
                cursor.Fail(
                    BatchProblemKind.OutOfRange,
                    $"A batch holds at most {WireLimits.HappeningsMax} happenings."
                );
                break;
            }

            happenings.Add(ReadHappening(ref cursor, clockOffsetMs));
        }

        return happenings ?? (IReadOnlyList<Happening>)[];
    }

    private static Happening ReadHappening(ref WireCursor cursor, long clockOffsetMs)
    {
        var happening = new Happening { At = 0, Type = "" };
        var scan = cursor.EnterObject();
        while (cursor.NextMember(Members, ref scan) is >= 0 and var member)
        {
            happening = member switch
            {
                0 => happening with { At = cursor.ReadTime(clockOffsetMs) },
                1 => happening with { Type = cursor.ReadId(WireLimits.TextLengthMax, mayBeEmpty: false) },
                2 => happening with { Connection = cursor.ReadId(WireLimits.ConnectionLengthMax, mayBeEmpty: true) },
                3 => happening with { LastSequence = cursor.ReadWhole(0, WireLimits.WholeMax) },
                4 => happening with { EndedBy = cursor.ReadText() },
                5 => happening with { Device = FactsReader.ReadDevice(ref cursor, clockOffsetMs) },
                6 => happening with { Value = cursor.ReadText() },
                7 => happening with { Message = cursor.ReadText() },
                _ => throw new UnreachableException($"BUG: a happening has no member {member}."),
            };
        }

        cursor.LeaveObject(Members, scan);
        return happening;
    }
}
