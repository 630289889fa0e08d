using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Sidetone.Bus.Api;

/// <summary>How much of each thing a group may have; the defaults are those of Amazon EventBridge. Applies at start.</summary>
public sealed class BusLimits
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Bus:Limits";

    /// <summary>Event buses, the default one counted. Default 100.</summary>
    [Range(1, 100_000)]
    public int EventBuses { get; init; } = 100;

    /// <summary>Rules of one bus. Default 300.</summary>
    [Range(1, 100_000)]
    public int RulesPerBus { get; init; } = 300;

    /// <summary>Targets of one rule. Default 5.</summary>
    [Range(1, 100)]
    public int TargetsPerRule { get; init; } = 5;

    /// <summary>Characters of a rule's or an archive's event pattern. Default 2,048; the API takes no more than 4,096.</summary>
    [Range(1, 4_096)]
    public int EventPatternCharacters { get; init; } = 2_048;

    /// <summary>Connections. Default 3,000.</summary>
    [Range(1, 100_000)]
    public int Connections { get; init; } = 3_000;

    /// <summary>API destinations. Default 3,000.</summary>
    [Range(1, 100_000)]
    public int ApiDestinations { get; init; } = 3_000;

    /// <summary>Archives. Default 1,000.</summary>
    [Range(1, 100_000)]
    public int Archives { get; init; } = 1_000;

    /// <summary>Replays that are not over. Default 10.</summary>
    [Range(1, 1_000)]
    public int ActiveReplays { get; init; } = 10;

    /// <summary>Partner event sources. Default 1,000.</summary>
    [Range(1, 100_000)]
    public int PartnerEventSources { get; init; } = 1_000;

    /// <summary>Global endpoints. Default 100.</summary>
    [Range(1, 100_000)]
    public int Endpoints { get; init; } = 100;

    /// <summary>Tags of one resource. Default 50.</summary>
    [Range(1, 1_000)]
    public int TagsPerResource { get; init; } = 50;

    /// <summary>Characters of a bus's resource policy. Default 10,240.</summary>
    [Range(1, 1_000_000)]
    public int PolicyCharacters { get; init; } = 10_240;

    /// <summary>Bytes of a request's body. Default 8 MiB: escaped as a string, details grow.</summary>
    [Range(4_096, 64 << 20)]
    public int RequestBytes { get; init; } = 8 << 20;
}

/// <summary>The annotations of <see cref="BusLimits"/>, checked by generated code.</summary>
[OptionsValidator]
internal sealed partial class BusLimitsAnnotations : IValidateOptions<BusLimits>;
