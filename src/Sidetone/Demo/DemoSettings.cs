namespace Sidetone.Demo;

/// <summary>How the demo runs.</summary>
internal sealed record DemoSettings
{
    /// <summary>Where to listen; null for the usual place, or any free port when that is taken.</summary>
    public IReadOnlyList<string>? Urls { get; init; }

    /// <summary>True to end when every event has come.</summary>
    public required bool Once { get; init; }

    /// <summary>True to keep the data folder.</summary>
    public required bool Keep { get; init; }

    /// <summary>How long the calls take to play, whatever their length.</summary>
    public required TimeSpan PlayTime { get; init; }
}
