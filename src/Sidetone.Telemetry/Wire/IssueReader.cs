using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace Sidetone.Telemetry.Wire;

/// <summary>
/// Reads a reported issue from JSON, version 1 (<c>docs/using/desk.md</c>). Whatever the bytes are, the answer is an issue
/// or a problem, never an exception.
/// </summary>
/// <remarks>Not thread-safe. Issues are rare: a reader is made for each.</remarks>
public sealed class IssueReader
{
    private const int ClockOffset = 5;
    private const int Samples = 15;
    private const int Decimals = 2;
    private const long PercentMax = 10_000;
    private const long MemoryMax = 100_000_000;

    internal static readonly MemberTable Members = new(
        required: ["version", "id", "at", "agent", "category"],
        optional:
        [
            "clockOffsetMs",
            "key",
            "contactId",
            "cause",
            "severity",
            "scenario",
            "message",
            "softphoneError",
            "browser",
            "machine",
            "samples",
        ]
    );

    internal static readonly MemberTable ErrorMembers = new(required: [], optional: ["type", "message"]);

    internal static readonly MemberTable MachineMembers = new(
        required: [],
        optional: ["cpuModel", "cpuUtilization", "memoryGb", "memoryAvailableGb"]
    );

    private readonly SampleReader _samples = new();

    /// <summary>Reads an issue.</summary>
    /// <param name="utf8">The body, expanded.</param>
    /// <param name="issue">The issue, its tracks ordered by key.</param>
    /// <param name="problem">What is wrong; null when nothing is.</param>
    public bool TryRead(
        ReadOnlySpan<byte> utf8,
        [NotNullWhen(true)] out Issue? issue,
        [NotNullWhen(false)] out BatchProblem? problem
    )
    {
        issue = null;
        if (!Utf8.IsValid(utf8))
        {
            problem = BodyProblems.NotUtf8(utf8);
            return false;
        }

        var cursor = new WireCursor(utf8);
        try
        {
            // Times need the offset, wherever it stands: it is read first.
            var clockOffsetMs = ReadClockOffset(ref cursor);
            if (!cursor.Failed)
            {
                cursor = new WireCursor(utf8);
                issue = ReadIssue(ref cursor, clockOffsetMs);
            }

            problem = cursor.Failed ? BodyProblems.Found(utf8, in cursor) : null;
        }
        catch (JsonException malformed)
        {
            problem = BodyProblems.Malformed(utf8, cursor.BytesConsumed, malformed);
        }

        issue = problem is null ? issue! with { Tracks = _samples.Take() } : null;
        return problem is null;
    }

    private static long ReadClockOffset(ref WireCursor cursor)
    {
        cursor.Start();
        var scan = cursor.EnterObject();
        while (cursor.NextMember(Members, ref scan) is >= 0 and var member)
        {
            if (member == ClockOffset)
            {
                return cursor.ReadScaled(0, -WireLimits.ClockOffsetMax, WireLimits.ClockOffsetMax);
            }

            cursor.Skip();
        }

        return 0;
    }

    private Issue ReadIssue(ref WireCursor cursor, long clockOffsetMs)
    {
        var issue = new Issue
        {
            Id = default,
            At = 0,
            Agent = "",
            Category = "",
            ClockOffsetMs = clockOffsetMs,
        };
        cursor.Start();
        var scan = cursor.EnterObject();
        while (cursor.NextMember(Members, ref scan) is >= 0 and var member)
        {
            if (member == Samples)
            {
                _samples.Read(ref cursor, sequence: 0, clockOffsetMs, WireLimits.IssueSamplesMax);
            }
            else
            {
                issue = ReadMember(ref cursor, member, issue);
            }
        }

        cursor.LeaveObject(Members, scan);
        cursor.Finish();
        return issue;
    }

    private static Issue ReadMember(ref WireCursor cursor, int member, Issue issue)
    {
        switch (member)
        {
            case 0:
                BatchReader.CheckVersion(ref cursor);
                return issue;
            case ClockOffset:
                cursor.Skip();
                return issue;
            case 6:
                cursor.CheckText();
                return issue;
            default:
                return member switch
                {
                    1 => issue with { Id = ReadId(ref cursor) },
                    2 => issue with { At = cursor.ReadTime(issue.ClockOffsetMs) },
                    3 => issue with { Agent = cursor.ReadId(Batch.IdLengthMax, mayBeEmpty: true) },
                    4 => issue with { Category = cursor.ReadId(Issue.ChoiceLengthMax, mayBeEmpty: false) },
                    7 => issue with { ContactId = cursor.ReadId(Batch.IdLengthMax, mayBeEmpty: true) },
                    8 => issue with { Cause = cursor.ReadId(Issue.ChoiceLengthMax, mayBeEmpty: true) },
                    9 => issue with { Severity = cursor.ReadId(Issue.ChoiceLengthMax, mayBeEmpty: true) },
                    10 => issue with { Scenario = cursor.ReadId(Issue.ChoiceLengthMax, mayBeEmpty: true) },
                    11 => issue with { Message = cursor.ReadText() },
                    12 => issue with { SoftphoneError = ReadError(ref cursor) },
                    13 => issue with { Browser = FactsReader.ReadNameAndVersion(ref cursor) },
                    14 => issue with { Machine = ReadMachine(ref cursor) },
                    _ => throw Unknown(member),
                };
        }
    }

    // 32 hexadecimal digits as the catalog prints it, or the same with dashes, as crypto.randomUUID() gives it.
    private static Guid ReadId(ref WireCursor cursor)
    {
        var text = cursor.ReadText();
        if (Guid.TryParseExact(text, "N", out var id) || Guid.TryParseExact(text, "D", out id))
        {
            return id;
        }

        cursor.Fail(
            BatchProblemKind.OutOfRange,
            $"An id of 32 hexadecimal digits, with or without a UUID's dashes, is expected, not {cursor.Shown()}."
        );
        return default;
    }

    private static IssueError ReadError(ref WireCursor cursor)
    {
        var error = new IssueError();
        var scan = cursor.EnterObject();
        while (cursor.NextMember(ErrorMembers, ref scan) is >= 0 and var member)
        {
            var text = cursor.ReadText();
            error = member == 0 ? error with { Type = text } : error with { Message = text };
        }

        return error;
    }

    private static IssueMachine ReadMachine(ref WireCursor cursor)
    {
        var machine = new IssueMachine();
        var scan = cursor.EnterObject();
        while (cursor.NextMember(MachineMembers, ref scan) is >= 0 and var member)
        {
            machine = member switch
            {
                0 => machine with { CpuModel = cursor.ReadText() },
                1 => machine with { CpuUtilization = cursor.ReadScaled(Decimals, 0, PercentMax) },
                2 => machine with { Memory = cursor.ReadScaled(Decimals, 0, MemoryMax) },
                3 => machine with { MemoryAvailable = cursor.ReadScaled(Decimals, 0, MemoryMax) },
                _ => throw Unknown(member),
            };
            if (!cursor.Failed && machine.MemoryAvailable > machine.Memory)
            {
                cursor.Fail(BatchProblemKind.OutOfRange, "There cannot be more memory free than there is.");
            }
        }

        return machine;
    }

    private static UnreachableException Unknown(int member) => new($"BUG: an issue has no member {member}.");
}
