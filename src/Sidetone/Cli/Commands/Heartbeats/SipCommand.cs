using System.CommandLine;
using System.Globalization;
using System.Net;
using Sidetone.Heartbeat.Answering;

namespace Sidetone.Cli.Commands.Heartbeats;

/// <summary><c>sip answer</c>: a receiver that anybody can point a call at.</summary>
internal static class SipCommand
{
    public static Command Create() =>
        new("sip", "Take calls from here, to try a way through the network.") { Answer() };

    private static Command Answer()
    {
        var listen = new Option<string>("--listen")
        {
            HelpName = "ADDRESS:PORT",
            Description = "Where to take calls, by UDP and TCP.",
            DefaultValueFactory = _ => "127.0.0.1:5060",
        };
        var reject = new Option<int?>("--reject")
        {
            HelpName = "CODE",
            Description = "Reject every call with a SIP status, 400 to 699.",
        };
        var signal = new Option<bool>("--signal") { Description = "Send the agent's test signal instead of an echo." };
        var json = SharedOptions.Json("Print a line of JSON for each call.");
        var command = new Command(
            "answer",
            "Answer every call and send back what is heard, until Ctrl-C; each call is reported when it is over."
        )
        {
            listen,
            reject,
            signal,
            json,
        };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var at = EndPoint(parsed.GetRequiredValue(listen));
                if (parsed.GetValue(reject) is < 400 or > 699)
                {
                    throw new CommandFailure("--reject must be from 400 to 699.", ExitCode.Usage);
                }

                await using var answerer = await CallAnswerer.OpenAsync(
                    new AnswererSettings(at, parsed.GetValue(reject), SaysSignal: parsed.GetValue(signal)),
                    TimeProvider.System
                );
                Terminal.Error.WriteLine($"Taking calls at sip:{answerer.LocalEndPoint}. Ctrl-C stops.");
                await answerer.RunAsync(call => Print(call, parsed.GetValue(json)), cancellation);
                return ExitCode.Ok;
            }
        );
        return command;
    }

    private static void Print(AnsweredCall call, bool json)
    {
        if (json)
        {
            Terminal.Out.WriteLine(call.ToJson().ToJsonString(JsonText.Plain));
        }
        else
        {
            Terminal.Out.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{call.At:HH:mm:ss}  {call.From}  {call.Talk.TotalSeconds:0.0} s  {call.Packets} packets, lost "
                        + $"{call.LossPercent:0.0} %, jitter {call.JitterMs:0.0} ms  {call.End}"
                )
            );
        }

        Terminal.Out.Flush();
    }

    private static IPEndPoint EndPoint(string text) =>
        IPEndPoint.TryParse(text, out var at) && text.Contains(':', StringComparison.Ordinal)
            ? at
            : throw new CommandFailure($"'{text}' is not of the form ADDRESS:PORT.", ExitCode.Usage);
}
