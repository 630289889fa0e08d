using System.Diagnostics.CodeAnalysis;

namespace Sidetone.Bus.Inputs;

/// <summary>What a target is sent, or why it cannot be sent anything.</summary>
public readonly record struct InputResult
{
    private InputResult(ReadOnlyMemory<byte> body, string? problem) => (Body, Problem) = (body, problem);

    /// <summary>JSON in UTF-8.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>Why there is no body, for a person; null when there is one.</summary>
    public string? Problem { get; }

    /// <summary>True when there is a body.</summary>
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsGood => Problem is null;

    /// <summary>An input.</summary>
    public static InputResult Of(ReadOnlyMemory<byte> body) => new(body, null);

    /// <summary>No input.</summary>
    public static InputResult Impossible(string problem) => new(default, problem);
}
