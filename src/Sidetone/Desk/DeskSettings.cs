namespace Sidetone.Desk;

/// <summary>What agents choose from when they report an issue, in the order in which it is offered.</summary>
/// <remarks>Suggestions, not a closed set: a page may have been open since before a list was changed.</remarks>
internal sealed record DeskSettings
{
    /// <summary>What sort of issue it is.</summary>
    public IReadOnlyList<string> Categories { get; init; } =
    [
        "Audio quality",
        "Call dropped",
        "Softphone would not work",
        "Headset or microphone",
        "Computer or network",
        "Something else",
    ];

    /// <summary>What is wrong, more exactly.</summary>
    public IReadOnlyList<string> Causes { get; init; } =
    [
        "I could not hear the customer",
        "The customer could not hear me",
        "Choppy or robotic sound",
        "Echo",
        "Long delay",
        "Background noise",
        "The call ended by itself",
        "Softphone would not work",
        "Headset did not work",
        "Computer was slow",
        "I do not know",
    ];

    /// <summary>How bad it is, the best first.</summary>
    public IReadOnlyList<string> Severities { get; init; } = ["Great", "Good", "Fair", "Poor", "Terrible"];

    /// <summary>When it happens.</summary>
    public IReadOnlyList<string> Scenarios { get; init; } =
    ["When the call came in", "During the call", "On hold or transfer", "Between calls", "All day"];

    /// <summary>The lists with their names in settings, in the order in which they are written.</summary>
    public IEnumerable<(string Name, IReadOnlyList<string> Choices)> Lists =>
        [("categories", Categories), ("causes", Causes), ("severities", Severities), ("scenarios", Scenarios)];
}
