using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Sidetone.Heartbeat.Calls;

namespace Sidetone.Heartbeat;

/// <summary>How heartbeats run on this node. Applies at start.</summary>
public sealed class HeartbeatOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Heartbeat";

    /// <summary>This node's name, for people who look at a running job. Default the machine's name.</summary>
    [Required]
    public string Node { get; init; } = Environment.MachineName;

    /// <summary>
    /// How many calls this node has at the same time; 0 places none and leaves them to other nodes. Default 10.
    /// </summary>
    [Range(0, 1_000)]
    public int ConcurrentCalls { get; init; } = 10;

    /// <summary>How often to look for what is due. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How old a due slot may be and still be dialled; what is older is reported as missed. Default 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00")]
    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a node may be silent before another one ends its jobs as failed. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a job that a person answered waits for what the person's browser observed; 0 does not. Default 2 minutes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:30:00")]
    public TimeSpan AgentLegWait { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The folder of recordings. Default <c>recordings</c>.</summary>
    [Required]
    public string RecordingFolder { get; init; } = "recordings";

    /// <summary>How long recordings are kept. Default 7 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan KeepRecordings { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// A PEM file with the authorities that TLS trusts in place of the system's. Default the system's. Read at start.
    /// </summary>
    public string? TrustedRoots { get; init; }
}

/// <summary>The annotations of <see cref="HeartbeatOptions"/>, checked by generated code.</summary>
[OptionsValidator]
internal sealed partial class HeartbeatOptionsAnnotations : IValidateOptions<HeartbeatOptions>;

/// <summary>What annotations cannot say: that the file is there and can be read.</summary>
internal sealed class HeartbeatOptionsFiles : IValidateOptions<HeartbeatOptions>
{
    public ValidateOptionsResult Validate(string? name, HeartbeatOptions options)
    {
        if (options.TrustedRoots is not { } file)
        {
            return ValidateOptionsResult.Skip;
        }

        try
        {
            _ = TrustedRoots.Read(file);
            return ValidateOptionsResult.Success;
        }
        catch (IOException fault)
        {
            return ValidateOptionsResult.Fail(
                $"{HeartbeatOptions.Section}:{nameof(HeartbeatOptions.TrustedRoots)}: {fault.Message}"
            );
        }
    }
}
