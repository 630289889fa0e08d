using System.ComponentModel.DataAnnotations;

namespace Sidetone.Bus.Events;

/// <summary>What the bus takes in. Applies at start.</summary>
public sealed class EventIntakeOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Bus:Events";

    /// <summary>
    /// The most bytes that the entries of one request have together, counted as AWS does. Default 1 MiB, AWS's limit
    /// since 2026; 262,144 is what it was before and still is in some regions.
    /// </summary>
    [Range(1_024, 16 * 1024 * 1024)]
    public int RequestBytesMax { get; init; } = 1024 * 1024;

    /// <summary>
    /// Whether an entry that would reach nobody is refused with the reason: an unknown bus, a detail type that is too
    /// long, a partner source without a bus. AWS answers with an id and drops the event; false does the same. Default
    /// true.
    /// </summary>
    public bool Strict { get; init; } = true;
}

/// <summary>The annotations of <see cref="EventIntakeOptions"/>, checked by generated code.</summary>
[Microsoft.Extensions.Options.OptionsValidator]
internal sealed partial class EventIntakeOptionsAnnotations
    : Microsoft.Extensions.Options.IValidateOptions<EventIntakeOptions>;
