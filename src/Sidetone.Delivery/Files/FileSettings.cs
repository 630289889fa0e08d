namespace Sidetone.Delivery.Files;

/// <summary>The settings of a <c>file</c> destination.</summary>
public sealed record FileSettings
{
    /// <summary>The file's name within the group's folder, such as <c>events.jsonl</c>: no folders in it.</summary>
    public required string Name { get; init; }
}
