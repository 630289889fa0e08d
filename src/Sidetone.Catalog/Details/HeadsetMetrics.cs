namespace Sidetone.Catalog;

/// <summary>The figures of a headset.</summary>
public sealed record HeadsetMetrics : CatalogObject, ICatalogObject<HeadsetMetrics>
{
    /// <summary>Gets who spoke how long.</summary>
    public SpeechTimes? Speech { get; init; }

    /// <summary>Gets the level at the agent's ear in dB(A), weighted by time.</summary>
    public MetricRange? ExposureDb { get; init; }

    /// <summary>Gets the noise around the agent in dB(A), weighted by time.</summary>
    public MetricRange? BackgroundNoiseDb { get; init; }

    /// <summary>Gets how often the boom arm left its place.</summary>
    public CatalogNumber? MisalignedBoomArmCount { get; init; }

    /// <summary>Gets how often the agent muted at the headset.</summary>
    public CatalogNumber? DeviceMuteCount { get; init; }

    /// <summary>Gets how often the agent changed the volume at the headset.</summary>
    public CatalogNumber? DeviceVolumeAdjustCount { get; init; }

    static HeadsetMetrics ICatalogObject<HeadsetMetrics>.Read(MemberReader members) =>
        new()
        {
            Speech = members.Object<SpeechTimes>("speech"),
            ExposureDb = members.Object<MetricRange>("exposureDb"),
            BackgroundNoiseDb = members.Object<MetricRange>("backgroundNoiseDb"),
            MisalignedBoomArmCount = members.Number("misalignedBoomArmCount"),
            DeviceMuteCount = members.Number("deviceMuteCount"),
            DeviceVolumeAdjustCount = members.Number("deviceVolumeAdjustCount"),
        };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Object("speech", Speech);
        visit.Object("exposureDb", ExposureDb);
        visit.Object("backgroundNoiseDb", BackgroundNoiseDb);
        visit.Number("misalignedBoomArmCount", MisalignedBoomArmCount);
        visit.Number("deviceMuteCount", DeviceMuteCount);
        visit.Number("deviceVolumeAdjustCount", DeviceVolumeAdjustCount);
    }
}

/// <summary>Who spoke how long, in seconds and in per cent of the whole.</summary>
public sealed record SpeechTimes : CatalogObject, ICatalogObject<SpeechTimes>
{
    /// <summary>Gets the time when both spoke, in seconds.</summary>
    public CatalogNumber? CrossTalkTotal { get; init; }

    /// <summary>Gets the time when both spoke, in per cent.</summary>
    public CatalogNumber? CrossTalkTotalPct { get; init; }

    /// <summary>Gets the time when only the customer spoke, in seconds.</summary>
    public CatalogNumber? RxSpeechTotal { get; init; }

    /// <summary>Gets the time when only the customer spoke, in per cent.</summary>
    public CatalogNumber? RxSpeechTotalPct { get; init; }

    /// <summary>Gets the time when nobody spoke, in seconds.</summary>
    public CatalogNumber? SilenceTotal { get; init; }

    /// <summary>Gets the time when nobody spoke, in per cent.</summary>
    public CatalogNumber? SilenceTotalPct { get; init; }

    /// <summary>Gets the whole time observed, in seconds.</summary>
    public CatalogNumber? TotalSeconds { get; init; }

    /// <summary>Gets the time when only the agent spoke, in seconds.</summary>
    public CatalogNumber? TxSpeechTotal { get; init; }

    /// <summary>Gets the time when only the agent spoke, in per cent.</summary>
    public CatalogNumber? TxSpeechTotalPct { get; init; }

    static SpeechTimes ICatalogObject<SpeechTimes>.Read(MemberReader members) =>
        new()
        {
            CrossTalkTotal = members.Number("crossTalkTotal"),
            CrossTalkTotalPct = members.Number("crossTalkTotalPct"),
            RxSpeechTotal = members.Number("rxSpeechTotal"),
            RxSpeechTotalPct = members.Number("rxSpeechTotalPct"),
            SilenceTotal = members.Number("silenceTotal"),
            SilenceTotalPct = members.Number("silenceTotalPct"),
            TotalSeconds = members.Number("totalSeconds"),
            TxSpeechTotal = members.Number("txSpeechTotal"),
            TxSpeechTotalPct = members.Number("txSpeechTotalPct"),
        };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Number("crossTalkTotal", CrossTalkTotal);
        visit.Number("crossTalkTotalPct", CrossTalkTotalPct);
        visit.Number("rxSpeechTotal", RxSpeechTotal);
        visit.Number("rxSpeechTotalPct", RxSpeechTotalPct);
        visit.Number("silenceTotal", SilenceTotal);
        visit.Number("silenceTotalPct", SilenceTotalPct);
        visit.Number("totalSeconds", TotalSeconds);
        visit.Number("txSpeechTotal", TxSpeechTotal);
        visit.Number("txSpeechTotalPct", TxSpeechTotalPct);
    }
}
