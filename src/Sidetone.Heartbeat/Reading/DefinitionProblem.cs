namespace Sidetone.Heartbeat.Reading;

/// <summary>One thing that is wrong with what an operator wrote.</summary>
/// <param name="Path">The JSON path at fault, such as <c>$.receiver.answer.code</c>.</param>
/// <param name="Reason">What must be there instead.</param>
public sealed record DefinitionProblem(string Path, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Reason}";
}

/// <summary>What an operator wrote cannot be used; every problem at once.</summary>
public sealed class DefinitionException(IReadOnlyList<DefinitionProblem> problems)
    : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>One problem.</summary>
    public DefinitionException(string path, string reason)
        : this([new DefinitionProblem(path, reason)]) { }

    /// <summary>What is wrong, at least one thing.</summary>
    public IReadOnlyList<DefinitionProblem> Problems => problems;
}
