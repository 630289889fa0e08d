namespace Sidetone.Bus.Inputs;

/// <summary>What a target's input is made of.</summary>
/// <param name="Event">The envelope: JSON in UTF-8.</param>
/// <param name="RuleArn">The rule that matched.</param>
/// <param name="RuleName">Its name.</param>
/// <param name="IngestedAt">When the bus accepted the event.</param>
public readonly record struct InputContext(
    ReadOnlyMemory<byte> Event,
    string RuleArn,
    string RuleName,
    DateTimeOffset IngestedAt
);
