namespace Sidetone.Cli;

/// <summary>A command could not do what it was asked; the message is for the person who asked.</summary>
internal sealed class CommandFailure(string message, int exitCode = ExitCode.Failure) : Exception(message)
{
    /// <summary>What the process ends with.</summary>
    public int ExitCode { get; } = exitCode;
}
