namespace Sidetone.Platforms.Connect.SetAside;

/// <summary>A record that could not be taken.</summary>
internal sealed class SetAsideRecord
{
    public long Id { get; init; }

    /// <summary>When it came first, in milliseconds since the Unix epoch.</summary>
    public long FirstMs { get; init; }

    /// <summary>When it came last.</summary>
    public long LastMs { get; init; }

    /// <summary>How often it came.</summary>
    public long Times { get; init; }

    /// <summary>The reason's code, as problem documents have it.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The JSON path at fault, from the record's root.</summary>
    public string Path { get; init; } = "";

    /// <summary>What is wrong, in words.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Its length in bytes.</summary>
    public long Length { get; init; }

    /// <summary>
    /// The record itself, cut off when it is long; null in a group with field rules, which cannot be applied to what cannot
    /// be read.
    /// </summary>
    public byte[]? Body { get; init; }
}
