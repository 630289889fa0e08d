using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace Sidetone.Telemetry.Wire;

/// <summary>
/// Reads a batch from JSON, version 1 (<c>docs/reference/batch-format.md</c>). Whatever the bytes are, the answer is a
/// batch or a problem, never an exception.
/// </summary>
/// <remarks>
/// Not thread-safe: one thread at a time uses a reader, and keeps it, because it has working memory that it uses again.
/// </remarks>
public sealed class BatchReader
{
    private const int Version = 0;
    private const int ContactId = 1;
    private const int Agent = 2;
    private const int Session = 3;
    private const int Sequence = 4;
    private const int Key = 5;
    private const int Source = 6;
    private const int ClockOffset = 7;
    private const int Recording = 8;
    private const int FirstSection = FactsSection;
    private const int FactsSection = 9;
    private const int SamplesSection = 10;
    private const int HappeningsSection = 11;
    private const int HeadsetSection = 12;

    // What a time or a row needs to be read.
    private const ulong NeededFirst = (1UL << Sequence) | (1UL << ClockOffset);

    internal static readonly MemberTable Members = new(
        required: ["version", "contactId", "agent", "session", "sequence"],
        optional: ["key", "source", "clockOffsetMs", "recording", "facts", "samples", "happenings", "headset"]
    );

    private readonly SampleReader _samples = new();

    /// <summary>Reads a batch.</summary>
    /// <param name="utf8">The body, expanded.</param>
    /// <param name="batch">
    /// The batch, its tracks ordered by key; its sender is not set. Its rows are the reader's memory only if it is given
    /// back with <see cref="Recycle"/>.
    /// </param>
    /// <param name="problem">What is wrong; null when nothing is.</param>
    public bool TryRead(
        ReadOnlySpan<byte> utf8,
        [NotNullWhen(true)] out Batch? batch,
        [NotNullWhen(false)] out BatchProblem? problem
    )
    {
        var cursor = new WireCursor(utf8);
        var draft = new Draft();
        try
        {
            problem = Utf8.IsValid(utf8) ? null : BodyProblems.NotUtf8(utf8);
            if (problem is null)
            {
                draft = ReadBatch(ref cursor, utf8);
                problem = cursor.Failed ? ProblemOf(utf8, in cursor) : null;
            }
        }
        catch (JsonException malformed)
        {
            problem = BodyProblems.Malformed(utf8, cursor.BytesConsumed, malformed);
        }

        if (problem is null)
        {
            batch = draft.ToBatch(_samples.Take());
            return true;
        }

        _samples.Drop();
        batch = null;
        return false;
    }

    /// <summary>Takes back a batch's rows, to be used again: nothing may use the batch after that.</summary>
    public void Recycle(Batch batch) => _samples.Recycle(batch.Tracks);

    /// <summary>
    /// The ingest key that stands in a body as its member <c>key</c>, found without reading more than it must, so that
    /// the sender can be known before the body is; null when there is none, or no understandable body.
    /// </summary>
    public static string? FindKey(ReadOnlySpan<byte> utf8)
    {
        var cursor = new WireCursor(utf8);
        try
        {
            return TryGoTo(ref cursor, Key) && cursor.ReadText() is { Length: > 0 } key && !cursor.Failed ? key : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool TryGoTo(ref WireCursor cursor, int wanted)
    {
        cursor.Start();
        var scan = cursor.EnterObject();
        while (cursor.NextMember(Members, ref scan) is >= 0 and var member)
        {
            if (member == wanted)
            {
                return true;
            }

            cursor.Skip();
        }

        return false;
    }

    private Draft ReadBatch(ref WireCursor cursor, ReadOnlySpan<byte> utf8)
    {
        var draft = new Draft();
        var postponed = 0UL;
        cursor.Start();
        var scan = cursor.EnterObject();
        while (cursor.NextMember(Members, ref scan) is >= 0 and var member)
        {
            if (member < FirstSection)
            {
                ReadEnvelope(ref cursor, member, ref draft);
            }
            else if ((scan.Seen & NeededFirst) == NeededFirst)
            {
                ReadSection(ref cursor, member, ref draft);
            }
            else
            {
                postponed |= 1UL << member;
                cursor.Skip();
            }
        }

        cursor.LeaveObject(Members, scan);
        cursor.Finish();
        if (postponed != 0 && !cursor.Failed)
        {
            ReadPostponed(ref cursor, utf8, postponed, ref draft);
        }

        return draft;
    }

    // Sections that stood before the sequence number or the clock offset: now both are known.
    private void ReadPostponed(ref WireCursor cursor, ReadOnlySpan<byte> utf8, ulong postponed, ref Draft draft)
    {
        var again = new WireCursor(utf8);
        again.Start();
        var scan = again.EnterObject();
        while (again.NextMember(Members, ref scan) is >= 0 and var member)
        {
            if ((postponed & (1UL << member)) != 0)
            {
                ReadSection(ref again, member, ref draft);
            }
            else
            {
                again.Skip();
            }
        }

        cursor.FailLike(in again);
    }

    private static void ReadEnvelope(ref WireCursor cursor, int member, ref Draft draft)
    {
        switch (member)
        {
            case Version:
                CheckVersion(ref cursor);
                break;
            case ContactId:
                draft.ContactId = cursor.ReadId(Batch.IdLengthMax, mayBeEmpty: false);
                break;
            case Agent:
                draft.Agent = cursor.ReadId(Batch.IdLengthMax, mayBeEmpty: true);
                break;
            case Session:
                draft.Session = cursor.ReadId(Batch.IdLengthMax, mayBeEmpty: false);
                break;
            case Sequence:
                draft.Sequence = cursor.ReadWhole(0, WireLimits.WholeMax);
                break;
            case Key:
                cursor.CheckText();
                break;
            case Source:
                draft.Source = ReadSource(ref cursor);
                break;
            case ClockOffset:
                draft.ClockOffsetMs = cursor.ReadScaled(0, -WireLimits.ClockOffsetMax, WireLimits.ClockOffsetMax);
                break;
            case Recording:
                draft.IsRecording = cursor.ReadFlag();
                break;
            default:
                throw new UnreachableException($"BUG: a batch has no member {member}.");
        }
    }

    private void ReadSection(ref WireCursor cursor, int member, ref Draft draft)
    {
        switch (member)
        {
            case FactsSection:
                draft.Facts = FactsReader.Read(ref cursor, draft.ClockOffsetMs);
                break;
            case SamplesSection:
                _samples.Read(ref cursor, draft.Sequence, draft.ClockOffsetMs);
                break;
            case HappeningsSection:
                draft.Happenings = HappeningReader.Read(ref cursor, draft.ClockOffsetMs);
                break;
            case HeadsetSection:
                draft.Headset = HeadsetReader.Read(ref cursor, draft.ClockOffsetMs);
                break;
            default:
                throw new UnreachableException($"BUG: a batch has no section {member}.");
        }
    }

    /// <summary>Reads a version and makes sure that it is known.</summary>
    internal static void CheckVersion(ref WireCursor cursor)
    {
        var version = cursor.ReadWhole(long.MinValue, long.MaxValue);
        if (!cursor.Failed && version != WireLimits.Version)
        {
            cursor.Fail(
                BatchProblemKind.UnsupportedVersion,
                $"Version {version} is not known here; version {WireLimits.Version} is."
            );
        }
    }

    private static BatchSource ReadSource(ref WireCursor cursor)
    {
        switch (cursor.ReadText())
        {
            case "browser":
                return BatchSource.Browser;
            case "platform":
                return BatchSource.Platform;
            default:
                cursor.Fail(
                    BatchProblemKind.OutOfRange,
                    $"\"browser\" or \"platform\" is expected, not {cursor.Shown()}."
                );
                return BatchSource.Browser;
        }
    }

    // Another version may well have other members: its number explains more than the first that is not understood.
    private static BatchProblem ProblemOf(ReadOnlySpan<byte> utf8, in WireCursor cursor)
    {
        var again = new WireCursor(utf8);
        try
        {
            if (TryGoTo(ref again, Version))
            {
                CheckVersion(ref again);
            }
        }
        catch (JsonException)
        {
            // The mistake that was found first is the one to name.
        }

        return again.FaultKind is BatchProblemKind.UnsupportedVersion
            ? BodyProblems.Found(utf8, in again)
            : BodyProblems.Found(utf8, in cursor);
    }

    /// <summary>What was read so far.</summary>
    private struct Draft
    {
        public string? ContactId;
        public string? Agent;
        public string? Session;
        public long Sequence;
        public long ClockOffsetMs;
        public BatchSource Source;
        public bool IsRecording;
        public Facts? Facts;
        public IReadOnlyList<Happening>? Happenings;
        public IReadOnlyList<HeadsetReport>? Headset;

        public readonly Batch ToBatch(IReadOnlyList<Track> tracks) =>
            new()
            {
                ContactId = ContactId ?? "",
                Agent = Agent ?? "",
                Session = Session ?? "",
                Sequence = Sequence,
                Source = Source,
                ClockOffsetMs = ClockOffsetMs,
                IsRecording = IsRecording,
                Facts = Facts,
                Tracks = tracks,
                Happenings = Happenings ?? [],
                Headset = Headset ?? [],
            };
    }
}
