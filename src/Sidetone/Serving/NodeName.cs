namespace Sidetone.Serving;

/// <summary>What this process is called where work is claimed in the database.</summary>
/// <param name="Value">Machine and process: two processes on one store never share it.</param>
internal sealed record NodeName(string Value)
{
    /// <summary>The name of the process that runs this.</summary>
    public static NodeName Own { get; } = new($"{Environment.MachineName}:{Environment.ProcessId}");
}
