using System.Globalization;
using Sidetone.Intake.Refusals;
using Sidetone.Telemetry;

namespace Sidetone.Intake.Batches;

/// <summary>Which times a batch or an issue may carry: nothing that retention would have deleted, nothing from the future.</summary>
internal static class BatchTimes
{
    /// <summary>How far ahead of the server's clock a sender may be. More is no drift but a wrong clock.</summary>
    private static readonly TimeSpan AheadMax = TimeSpan.FromDays(1);

    /// <summary>Why a batch is not taken at an instant; null when it is.</summary>
    public static Refusal? Check(Batch batch, int retentionDays, DateTimeOffset now)
    {
        var bounds = Bounds.Of(retentionDays, now);
        if (CheckTracks(batch.Tracks, bounds) is { } refusal)
        {
            return refusal;
        }

        for (var index = 0; index < batch.Happenings.Count; index++)
        {
            var at = batch.Happenings[index].At;
            if (bounds.Check(at) is { } reason)
            {
                return Refused(reason, at, $"$.happenings[{index}]", now);
            }
        }

        for (var index = 0; index < batch.Headset.Count; index++)
        {
            for (var told = 0; told < batch.Headset[index].Events.Count; told++)
            {
                var at = batch.Headset[index].Events[told].At;
                if (bounds.Check(at) is { } reason)
                {
                    return Refused(reason, at, $"$.headset[{index}].events[{told}]", now);
                }
            }
        }

        return null;
    }

    /// <summary>Why an issue is not taken at an instant; null when it is.</summary>
    public static Refusal? Check(Issue issue, int retentionDays, DateTimeOffset now)
    {
        var bounds = Bounds.Of(retentionDays, now);
        return bounds.Check(issue.At) is { } reason
            ? Refused(reason, issue.At, "$.at", now)
            : CheckTracks(issue.Tracks, bounds);
    }

    private static Refusal? CheckTracks(IReadOnlyList<Track> tracks, in Bounds bounds)
    {
        for (var index = 0; index < tracks.Count; index++)
        {
            var track = tracks[index];
            for (var row = 0; row < track.Count; row++)
            {
                if (bounds.Check(track.Time(row)) is { } reason)
                {
                    return Refused(reason, track.Time(row), "$.samples", bounds.Now);
                }
            }
        }

        return null;
    }

    private static Refusal Refused(RefusalReason reason, long at, string path, DateTimeOffset now)
    {
        var text = DateTimeOffset
            .FromUnixTimeMilliseconds(at)
            .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var clock = now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var why =
            reason == RefusalReason.TimeTooOld
                ? "is older than what the group keeps (retentionDays)"
                : "is more than a day ahead";
        return new Refusal(
            reason,
            $"{text} {why}; the server's clock says {clock}. "
                + "A sender whose clock is wrong measures clockOffsetMs with GET /v1/time.",
            path
        );
    }

    private readonly record struct Bounds(long Earliest, long Latest, DateTimeOffset Now)
    {
        public static Bounds Of(int retentionDays, DateTimeOffset now) =>
            new(
                (now - TimeSpan.FromDays(retentionDays)).ToUnixTimeMilliseconds(),
                (now + AheadMax).ToUnixTimeMilliseconds(),
                now
            );

        public RefusalReason? Check(long at) =>
            at < Earliest ? RefusalReason.TimeTooOld
            : at > Latest ? RefusalReason.TimeInFuture
            : null;
    }
}
