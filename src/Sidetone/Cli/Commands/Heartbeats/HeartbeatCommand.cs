using System.CommandLine;

namespace Sidetone.Cli.Commands.Heartbeats;

/// <summary><c>heartbeat</c>: synthetic test calls of a group.</summary>
internal static class HeartbeatCommand
{
    public static Command Create() =>
        new("heartbeat", "Test calls: define and schedule them, see what they gave, place one now.")
        {
            HeartbeatRunCommand.Create(),
            HeartbeatCreateCommand.Create(),
            HeartbeatListCommand.Create(),
            HeartbeatListCommand.Remove(),
            HeartbeatResultsCommand.Create(),
            HeartbeatAllowCommand.Create(),
            HeartbeatAccountCommand.Create(),
            HeartbeatWorkflowCommand.Create(),
        };
}
