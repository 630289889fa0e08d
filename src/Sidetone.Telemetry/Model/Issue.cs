namespace Sidetone.Telemetry;

/// <summary>What an agent reported from the desk, in a call or outside one.</summary>
/// <remarks>
/// Category, cause, severity and scenario are chosen from the group's lists, or are any other text: lists change while
/// pages are open.
/// </remarks>
public sealed record Issue
{
    /// <summary>The longest choice from a list, in characters.</summary>
    public const int ChoiceLengthMax = 256;

    /// <summary>Its id, made at the desk.</summary>
    public required Guid Id { get; init; }

    /// <summary>When it was reported, in milliseconds since the Unix epoch, clock offset applied.</summary>
    public required long At { get; init; }

    /// <summary>The agent's user name.</summary>
    public required string Agent { get; init; }

    /// <summary>The contact that the agent talked to; empty outside a call.</summary>
    public string ContactId { get; init; } = "";

    /// <summary>What sort of issue it is.</summary>
    public required string Category { get; init; }

    /// <summary>What is wrong, more exactly; empty when not said.</summary>
    public string Cause { get; init; } = "";

    /// <summary>How bad it is; empty when not said.</summary>
    public string Severity { get; init; } = "";

    /// <summary>When it happens; empty when not said.</summary>
    public string Scenario { get; init; } = "";

    /// <summary>The agent's own words.</summary>
    public string Message { get; init; } = "";

    /// <summary>The softphone's last error, when there was one.</summary>
    public IssueError? SoftphoneError { get; init; }

    /// <summary>The agent's browser; null when unknown.</summary>
    public NameAndVersion? Browser { get; init; }

    /// <summary>The agent's computer at that moment; null when unknown.</summary>
    public IssueMachine? Machine { get; init; }

    /// <summary>Server's clock minus the desk's, in milliseconds; already applied to every time here.</summary>
    public long ClockOffsetMs { get; init; }

    /// <summary>The statistics of the last half minute, one track per stream.</summary>
    public IReadOnlyList<Track> Tracks { get; init; } = [];
}

/// <summary>An error of the softphone.</summary>
public sealed record IssueError
{
    /// <summary>Its type as the softphone names it, such as <c>ice_collection_timeout</c>.</summary>
    public string Type { get; init; } = "";

    /// <summary>Its message.</summary>
    public string Message { get; init; } = "";
}

/// <summary>The agent's computer at one moment. What is null was not measured.</summary>
public sealed record IssueMachine
{
    /// <summary>The CPU's model.</summary>
    public string CpuModel { get; init; } = "";

    /// <summary>CPU in use, in hundredths of a per cent, 0 to 10000.</summary>
    public long? CpuUtilization { get; init; }

    /// <summary>Installed memory, in hundredths of a GB.</summary>
    public long? Memory { get; init; }

    /// <summary>Free memory, in hundredths of a GB.</summary>
    public long? MemoryAvailable { get; init; }
}
