namespace Sidetone.Catalog;

/// <summary>What holds between the values of a headset summary.</summary>
internal static class HeadsetSummaryRules
{
    private const string Path = "$.detail.headset.metrics";

    // The parts are rounded one by one before they are added.
    private const int Parts = 5;

    public static void Check(HeadsetSummary summary, DepartureList departures)
    {
        departures.Uuid("$.detail.accountProperties.operataGroupId", summary.AccountProperties?.GroupId);
        var interaction = summary.Contact?.Interaction;
        departures.AtLeastZero("$.detail.contact.interaction.totalDurationSec", interaction?.TotalDurationSec);
        departures.AtLeastZero("$.detail.contact.interaction.onHoldDurationSec", interaction?.OnHoldDurationSec);
        departures.AtLeastZero(
            "$.detail.contact.interaction.agentInteractionDurationSec",
            interaction?.AgentInteractionDurationSec
        );
        if (summary.Headset?.Metrics is not { } metrics)
        {
            return;
        }

        departures.Range($"{Path}.exposureDb", metrics.ExposureDb);
        departures.Range($"{Path}.backgroundNoiseDb", metrics.BackgroundNoiseDb);
        departures.AtLeastZero($"{Path}.misalignedBoomArmCount", metrics.MisalignedBoomArmCount);
        departures.AtLeastZero($"{Path}.deviceMuteCount", metrics.DeviceMuteCount);
        departures.AtLeastZero($"{Path}.deviceVolumeAdjustCount", metrics.DeviceVolumeAdjustCount);
        if (metrics.Speech is { } speech)
        {
            Speech(speech, departures);
        }
    }

    private static void Speech(SpeechTimes speech, DepartureList departures)
    {
        var total = speech.TotalSeconds?.ToDouble();
        departures.Follows(
            $"{Path}.speech.totalSeconds",
            speech.TotalSeconds,
            speech.CrossTalkTotal?.ToDouble()
                + speech.RxSpeechTotal?.ToDouble()
                + speech.SilenceTotal?.ToDouble()
                + speech.TxSpeechTotal?.ToDouble(),
            "the sum of its four parts",
            Parts
        );
        Part("crossTalkTotal", speech.CrossTalkTotal, speech.CrossTalkTotalPct, total, departures);
        Part("rxSpeechTotal", speech.RxSpeechTotal, speech.RxSpeechTotalPct, total, departures);
        Part("silenceTotal", speech.SilenceTotal, speech.SilenceTotalPct, total, departures);
        Part("txSpeechTotal", speech.TxSpeechTotal, speech.TxSpeechTotalPct, total, departures);
    }

    private static void Part(
        string name,
        CatalogNumber? seconds,
        CatalogNumber? share,
        double? total,
        DepartureList departures
    )
    {
        departures.AtLeastZero($"{Path}.speech.{name}", seconds);
        departures.Percentage($"{Path}.speech.{name}Pct", share);
        // Of a second or two, a hundredth is already half a per cent.
        if (total > 10)
        {
            departures.Follows(
                $"{Path}.speech.{name}Pct",
                share,
                100 * seconds?.ToDouble() / total,
                "100 · seconds / total seconds",
                Parts * Parts
            );
        }
    }
}
