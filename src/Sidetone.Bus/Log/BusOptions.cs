using System.ComponentModel.DataAnnotations;

namespace Sidetone.Bus.Log;

/// <summary>How the built-in bus keeps events. Applies at start.</summary>
public sealed class BusOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Bus";

    /// <summary>How long events stay in the log. Default 7 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan KeepEvents { get; init; } = TimeSpan.FromDays(7);
}

/// <summary>The annotations of <see cref="BusOptions"/>, checked by generated code.</summary>
[Microsoft.Extensions.Options.OptionsValidator]
internal sealed partial class BusOptionsAnnotations : Microsoft.Extensions.Options.IValidateOptions<BusOptions>;
