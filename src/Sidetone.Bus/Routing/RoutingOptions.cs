using System.ComponentModel.DataAnnotations;

namespace Sidetone.Bus.Routing;

/// <summary>How events find their rules. Applies at start.</summary>
public sealed class RoutingOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Bus:Routing";

    /// <summary>
    /// This node's name, different on every node and the same after a restart: it goes on with its groups at once.
    /// Default the machine's name.
    /// </summary>
    [Required]
    public string Node { get; init; } = Environment.MachineName;

    /// <summary>
    /// How long a group stays with the node that routed its last event, before another node may take it over. Default 10
    /// s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often to look for events that nobody announced. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>The annotations of <see cref="RoutingOptions"/>, checked by generated code.</summary>
[Microsoft.Extensions.Options.OptionsValidator]
internal sealed partial class RoutingOptionsAnnotations : Microsoft.Extensions.Options.IValidateOptions<RoutingOptions>;
