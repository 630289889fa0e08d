using System.CommandLine;
using Sidetone.Cli.Commands.Buses;
using Sidetone.Cli.Commands.Destinations;
using Sidetone.Cli.Commands.Heartbeats;

namespace Sidetone.Cli.Commands;

/// <summary>Every command, in the order in which a newcomer needs them.</summary>
internal static class CommandTree
{
    private const string Description = """
        Collects WebRTC telemetry of a contact centre's calls, turns every call into one summary with MOS and insights,
        and delivers them as events of the published Operata event catalog.

        New here? 'sidetone demo' shows it all in a minute.
        """;

    /// <summary>Makes the tree anew; parsing keeps its state in it.</summary>
    public static RootCommand Create() =>
        new(Description)
        {
            DemoCommand.Create(),
            ServeCommand.Create(),
            GroupCommand.Create(),
            KeyCommand.Create(),
            DestinationCommand.Create(),
            DeliveryCommand.Create(),
            BusCommand.Create(),
            SummarizeCommand.Create(),
            ImportCommand.Create(),
            SimulateCommand.Create(),
            TailCommand.Create(),
            HeartbeatCommand.Create(),
            SipCommand.Create(),
            CatalogCommand.Create(),
            PatternCommand.Create(),
        };
}
