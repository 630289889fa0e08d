using System.Globalization;
using Sidetone.Intake.Refusals;
using Sidetone.Telemetry;

namespace Sidetone.Intake.Batches;

/// <summary>Which times a batch may carry: nothing that retention would have deleted, nothing from the future.</summary>
internal static class BatchTimes
{
    /// <summary>How far ahead of the server's clock a sender may be. More is no drift but a wrong clock.</summary>
    private static readonly TimeSpan AheadMax = TimeSpan.FromDays(1);

    /// <summary>Why a batch is not taken at an instant; null when it is.</summary>
    public static Refusal? Check(Batch batch, int retentionDays, DateTimeOffset now)
    {
        var earliest = (now - TimeSpan.FromDays(retentionDays)).ToUnixTimeMilliseconds();
        var latest = (now + AheadMax).ToUnixTimeMilliseconds();
        foreach (var track in batch.Tracks)
        {
            for (var row = 0; row < track.Count; row++)
            {
                if (Check(track.Time(row), earliest, latest) is { } reason)
                {
                    return Refused(reason, track.Time(row), "$.samples", now);
                }
            }
        }

        for (var index = 0; index < batch.Happenings.Count; index++)
        {
            var at = batch.Happenings[index].At;
            if (Check(at, earliest, latest) is { } reason)
            {
                return Refused(reason, at, $"$.happenings[{index}]", now);
            }
        }

        return null;
    }

    private static RefusalReason? Check(long at, long earliest, long latest) =>
        at < earliest ? RefusalReason.TimeTooOld
        : at > latest ? RefusalReason.TimeInFuture
        : null;

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
}
