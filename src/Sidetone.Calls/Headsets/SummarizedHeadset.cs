using Sidetone.Catalog;

namespace Sidetone.Calls.Headsets;

/// <summary>One headset's part of a call's summary.</summary>
/// <param name="DeviceKey">What tells it from other headsets of the call; part of its event's id.</param>
/// <param name="Summary">The detail of its HeadsetSummary event.</param>
public sealed record SummarizedHeadset(string DeviceKey, HeadsetSummary Summary);
