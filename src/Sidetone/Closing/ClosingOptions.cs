using System.ComponentModel.DataAnnotations;

namespace Sidetone.Closing;

/// <summary>How calls are closed.</summary>
internal sealed record ClosingOptions
{
    public const string Section = "Closing";

    /// <summary>How often to look for calls that are due by time alone, such as silent ones. Default: 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many calls one look claims. Default: 64.</summary>
    [Range(1, 1024)]
    public int ClaimMax { get; init; } = 64;

    /// <summary>How many calls are closed at the same time. Default: 8; more share one commit of the embedded store.</summary>
    [Range(1, 128)]
    public int Concurrency { get; init; } = 8;

    /// <summary>How long a claim holds before another node may take the call. Default: 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a call that could not be closed is left alone. Default: 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(30);
}
