namespace Sidetone.Bus.Targets;

/// <summary>A target cannot be invoked, and trying again does not help: it, or what it needs, is not there.</summary>
/// <param name="code">The error's name for dead letters, such as <c>NO_RESOURCE</c>.</param>
/// <param name="message">Why, for a person.</param>
public sealed class TargetUnusableException(string code, string message) : Exception(message)
{
    /// <summary>The error's name for dead letters.</summary>
    public string Code { get; } = code;
}
