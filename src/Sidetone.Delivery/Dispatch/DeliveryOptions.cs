using System.ComponentModel.DataAnnotations;

namespace Sidetone.Delivery.Dispatch;

/// <summary>How events leave. Applies at start.</summary>
public sealed class DeliveryOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Delivery";

    /// <summary>
    /// This node's name, different on every node and the same after a restart: what it had claimed before is then sent
    /// at once. Default the machine's name.
    /// </summary>
    [Required]
    public string Node { get; init; } = Environment.MachineName;

    /// <summary>The longest wait after a first failure; the wait doubles with each. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan FirstRetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait of all between two attempts. Default 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    public TimeSpan LongestRetryDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a node may take for what it claimed before another may send it. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00")]
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often to look for work when nothing was announced. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many destinations are sent to at the same time. Default 256.</summary>
    [Range(1, 10_000)]
    public int ConcurrentDestinations { get; init; } = 256;

    /// <summary>
    /// How long a destination that said it is ready is believed while events are sent there: an event bus that is
    /// deleted goes on saying yes to what it is sent. Default 1 minute.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ProbeEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long delivered events stay in the outbox to be looked at or sent again. Default 7 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan KeepDelivered { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// The folder that holds the files of file destinations, one folder per group. Default <c>events</c>.
    /// </summary>
    [Required]
    public string FileFolder { get; init; } = "events";
}
