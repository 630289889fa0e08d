using Sidetone.Calls.Summaries;
using Sidetone.Catalog;

namespace Sidetone.Calls.Headsets;

/// <summary>Prints what a headset measured as the detail of its HeadsetSummary event.</summary>
internal static class HeadsetComposer
{
    private const long HundredPercent = 10_000;

    /// <summary>The details of a call's headsets that gave any statistics, by what tells the headsets apart.</summary>
    public static IReadOnlyList<SummarizedHeadset> Compose(
        CallIdentity call,
        CallMeasurements measured,
        CallKnowledge known
    ) =>
        [
            .. measured
                .Headsets.Where(headset => headset is { HasTelemetry: true, TotalMs: > 0 })
                .Select(headset => new SummarizedHeadset(headset.Device.Key, DetailOf(call, measured, known, headset))),
        ];

    private static HeadsetSummary DetailOf(
        CallIdentity call,
        CallMeasurements measured,
        CallKnowledge known,
        HeadsetMeasurements headset
    )
    {
        var durations = CallDurations.Of(measured.Timeline);
        return new HeadsetSummary
        {
            AccountProperties = new GroupReference { GroupId = call.GroupId.ToString() },
            Contact = new HeadsetContact
            {
                Id = new ContactIds
                {
                    Current = call.ContactId,
                    Previous = known.Facts.PreviousContactId ?? "",
                    Next = known.Facts.NextContactId ?? "",
                },
                Interaction = new HeadsetInteraction
                {
                    TotalDurationSec = durations.Total,
                    OnHoldDurationSec = durations.Hold,
                    AgentInteractionDurationSec = durations.Talking,
                },
                QueueName = known.Facts.QueueName ?? "",
            },
            Headset = new Headset
            {
                ModelName = headset.Device.Name,
                FirmwareVersion = headset.Device.Firmware,
                SerialNumber = headset.Device.Serial,
                ApiVersion = headset.Device.ApiVersion,
                Metrics = MetricsOf(headset),
            },
        };
    }

    /// <summary>The figures of a headset; what it did not tell is zero.</summary>
    private static HeadsetMetrics MetricsOf(HeadsetMeasurements headset) =>
        new()
        {
            Speech = SpeechOf(headset),
            ExposureDb = RangeOf(headset.Exposure),
            BackgroundNoiseDb = RangeOf(headset.BackgroundNoise),
            MisalignedBoomArmCount = headset.BoomMisalignments,
            DeviceMuteCount = headset.Mutes,
            DeviceVolumeAdjustCount = headset.VolumeAdjustments,
        };

    // Seconds and per cent have two decimals, and are split so that the four parts are exactly the whole.
    private static SpeechTimes SpeechOf(HeadsetMeasurements headset)
    {
        // A headset that never says who speaks tells nothing of silence either.
        long[] parts = headset.HasSpeech
            ? [headset.TxMs, headset.RxMs, headset.CrosstalkMs, headset.SilenceMs]
            : [0, 0, 0, 0];
        var total = (long)Math.Round(parts.Sum() / 10m, MidpointRounding.AwayFromZero);
        var seconds = Apportioned.Of(parts, total);
        var percent = Apportioned.Of(parts, HundredPercent);
        return new SpeechTimes
        {
            TxSpeechTotal = Hundredths(seconds[0]),
            TxSpeechTotalPct = Hundredths(percent[0]),
            RxSpeechTotal = Hundredths(seconds[1]),
            RxSpeechTotalPct = Hundredths(percent[1]),
            CrossTalkTotal = Hundredths(seconds[2]),
            CrossTalkTotalPct = Hundredths(percent[2]),
            SilenceTotal = Hundredths(seconds[3]),
            SilenceTotalPct = Hundredths(percent[3]),
            TotalSeconds = Hundredths(total),
        };
    }

    private static MetricRange RangeOf(LevelFigures level) =>
        new()
        {
            Min = CatalogNumber.From(level.Min),
            Max = CatalogNumber.From(level.Max),
            Avg = CatalogNumber.From(level.Average),
        };

    private static CatalogNumber Hundredths(long value) => CatalogNumber.From(value / 100m);
}
