using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Sidetone.Heartbeat;
using Sidetone.Heartbeat.Calls;
using Sidetone.Heartbeat.Definitions;
using Sidetone.Heartbeat.DialRules;
using Sidetone.Heartbeat.Scores;
using Spectre.Console;

namespace Sidetone.Cli.Commands.Heartbeats;

/// <summary><c>heartbeat run sip:…</c>: one test call from here, now, and nothing stored.</summary>
internal static class HeartbeatRunCommand
{
    private const double SecondsMax = 600;

    public static Command Create()
    {
        var to = new Argument<string>("SIP") { Description = "What to call, such as sip:agent@127.0.0.1:5070." };
        var receive = new Option<bool>("--receive")
        {
            Description = "Play the agent, too: listen at the address that is called, answer, and measure both ways.",
        };
        var signal = new Option<double>("--signal")
        {
            HelpName = "SECONDS",
            Description = "How long the signal is sent and measured.",
            DefaultValueFactory = _ => 10,
        };
        var ring = new Option<double>("--ring-timeout")
        {
            HelpName = "SECONDS",
            Description = "How long it may ring.",
            DefaultValueFactory = _ => 60,
        };
        var record = new Option<string?>("--record")
        {
            HelpName = "FILE",
            Description = "Write what was heard to a WAV file.",
        };
        var roots = new Option<string?>("--trusted-roots")
        {
            HelpName = "FILE",
            Description = "Trust the authorities of this PEM file over TLS, in place of the system's.",
        };
        var json = SharedOptions.Json("Print the result as JSON.");
        var command = new Command(
            "run",
            "Place one test call from here, watch it, and see what it gives. Nothing is stored; exit code 0 when it completed."
        )
        {
            to,
            receive,
            signal,
            ring,
            record,
            roots,
            json,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    new CallPlan
                    {
                        CallName = "run",
                        To = Target(parsed.GetRequiredValue(to)),
                        Receiver = parsed.GetValue(receive) ? new Receiver.Virtual() : new Receiver.Human(),
                        Signal = Time(parsed.GetValue(signal), "--signal"),
                        RingTimeout = Time(parsed.GetValue(ring), "--ring-timeout"),
                        RecordingFile = parsed.GetValue(record),
                    },
                    parsed.GetValue(roots),
                    parsed.GetValue(json),
                    cancellation
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(CallPlan plan, string? roots, bool json, CancellationToken cancellation)
    {
        var record = await new SipCallPlacer(TimeProvider.System, Read(roots)).PlaceAsync(
            plan,
            new LiveView(),
            cancellation
        );
        var outcome = StatusRule.OutcomeOf(record);
        if (json)
        {
            StoredHeartbeats.Print(
                new JsonObject
                {
                    ["status"] = outcome.Status,
                    ["reason"] = outcome.Reason,
                    ["scores"] = HeartbeatJson.Of(outcome.Scores),
                    ["record"] = HeartbeatJson.Of(record),
                }
            );
        }
        else
        {
            Print(outcome, record);
        }

        return outcome.Status == JobStatus.Completed ? ExitCode.Ok : ExitCode.Failure;
    }

    private static void Print(JobOutcome outcome, CallRecord record)
    {
        Terminal.Out.WriteLine($"{outcome.Status}{(outcome.Reason.Length > 0 ? $": {outcome.Reason}" : "")}");
        if (!record.IsAnswered)
        {
            return;
        }

        var table = new Table().Border(TableBorder.Minimal).AddColumns("", "Agent hears", "Customer hears", "Network");
        table.AddRow("Score", Of(outcome.Scores.Ax), Of(outcome.Scores.Cx), Of(outcome.Scores.Network));
        Row("Delay", "ms", record.ToAgent.DelayMs, record.ToCustomer.DelayMs, record.RoundTripMs);
        Row("Lost", "%", record.ToAgent.LossPercent, record.ToCustomer.LossPercent);
        Row("Late", "%", record.ToAgent.LatePercent, record.ToCustomer.LatePercent);
        Row("Jitter", "ms", record.ToAgent.JitterMs, record.ToCustomer.JitterMs);
        Row("Drop-outs", "%", record.ToAgent.DropOutPercent, record.ToCustomer.DropOutPercent);
        Row("Level", "dB", record.ToAgent.LevelDb, record.ToCustomer.LevelDb);
        Terminal.Results.Write(table);

        void Row(string name, string unit, params ReadOnlySpan<double?> values)
        {
            var cells = new string[4];
            cells[0] = name;
            for (var i = 1; i < cells.Length; i++)
            {
                cells[i] = i <= values.Length ? Written(values[i - 1], unit) : "";
            }

            table.AddRow(cells);
        }
    }

    private static string Of(Score score) => Written(score.Measured, "");

    private static string Written(double? value, string unit) =>
        value is { } number ? string.Create(CultureInfo.InvariantCulture, $"{number:0.0} {unit}").TrimEnd() : "–";

    private static X509Certificate2Collection? Read(string? roots)
    {
        try
        {
            return roots is null ? null : TrustedRoots.Read(roots);
        }
        catch (IOException fault)
        {
            throw new CommandFailure($"--trusted-roots: {fault.Message}", ExitCode.Usage);
        }
    }

    private static DialTarget Target(string text) =>
        DialTarget.TryParse(text, out var target) && target.IsAddress
            ? target
            : throw new CommandFailure($"'{text}' is no SIP address such as sip:agent@127.0.0.1:5070.", ExitCode.Usage);

    private static TimeSpan Time(double seconds, string name) =>
        seconds is >= 1 and <= SecondsMax
            ? TimeSpan.FromSeconds(seconds)
            : throw new CommandFailure($"{name} must be from 1 to {SecondsMax} seconds.", ExitCode.Usage);

    /// <summary>A line for each thing that happens, on standard error: it reads alike on a terminal and in a file.</summary>
    private sealed class LiveView : IProgress<CallProgress>
    {
        public void Report(CallProgress value)
        {
            var so = value.Record;
            Terminal.Error.WriteLine(
                string.Create(
                        CultureInfo.InvariantCulture,
                        $"{value.At.TotalSeconds, 6:0.0} s  {value.Phase, -11}  {value.Note}{Measured(so)}"
                    )
                    .TrimEnd()
            );
        }

        private static string Measured(CallRecord? so) =>
            so is null
                ? ""
                : $"round trip {Written(so.RoundTripMs, "ms")}, lost {Written(so.ToAgent.LossPercent, "%")} to the agent and "
                    + $"{Written(so.ToCustomer.LossPercent, "%")} to the customer, jitter {Written(so.ToCustomer.JitterMs, "ms")}";
    }
}
