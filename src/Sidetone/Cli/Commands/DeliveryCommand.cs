using System.CommandLine;

namespace Sidetone.Cli.Commands;

/// <summary><c>delivery</c>: how events are leaving, and sending them again.</summary>
internal static class DeliveryCommand
{
    public static Command Create() =>
        new("delivery", "Show how a group's events are leaving, and send them again.")
        {
            DeliveryStatusCommand.Create(),
            DeliveryResendCommand.Create(),
        };
}
