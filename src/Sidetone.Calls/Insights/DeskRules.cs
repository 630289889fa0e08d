using System.Globalization;
using Sidetone.Calls.Statistics;
using Sidetone.Calls.Summaries;
using Sidetone.Calls.Timeline;
using Sidetone.Telemetry;

namespace Sidetone.Calls.Insights;

/// <summary>Rules on the agent's desk: computer, devices, browser.</summary>
internal static class DeskRules
{
    /// <summary>Snapshots come every 5 s; three that are missing break a stretch.</summary>
    private const long SnapshotHoleMaxMs = 15_000;

    private static readonly string[] s_builtIn = ["built-in", "builtin", "internal", "macbook", "realtek", "array"];
    private static readonly string[] s_bluetooth = ["bluetooth", "hands-free", "handsfree", "airpods"];

    public static IEnumerable<InsightRule> All => [.. ComputerRules, .. DeviceRules];

    private static IEnumerable<InsightRule> ComputerRules =>
        [
            Load(
                20,
                "highCpu",
                "High CPU",
                "CPU",
                80,
                null,
                static call => (call.Cpu, snapshot => snapshot.CpuPercent)
            ),
            Load(
                20,
                "veryHighCpu",
                "Very High CPU",
                "CPU",
                90,
                "highCpu",
                static call => (call.Cpu, snapshot => snapshot.CpuPercent)
            ),
            Load(
                21,
                "highMemory",
                "High Memory",
                "Memory",
                80,
                null,
                static call => (call.Memory, snapshot => snapshot.MemoryPercent)
            ),
            Load(
                21,
                "veryHighMemory",
                "Very High Memory",
                "Memory",
                90,
                "highMemory",
                static call => (call.Memory, snapshot => snapshot.MemoryPercent)
            ),
            new()
            {
                Number = 30,
                Id = "browserOutdated",
                Name = "Browser Outdated",
                Definition = "Major versions behind the stable release at the time of the call.",
                Threshold = 3,
                Unit = "major versions",
                Severity = InsightSeverity.Notice,
                Advice = "Update the browser.",
                Source = "Amazon Connect: latest three versions",
                Judge = static (call, limits) =>
                    BrowserReleases.MajorsBehind(call.Browser, call.EndedAt) is { } behind && behind >= limits.Threshold
                        ? new InsightFinding(behind)
                        : null,
            },
        ];

    private static IEnumerable<InsightRule> DeviceRules =>
        [
            new()
            {
                Number = 26,
                Id = "deviceChangedMidCall",
                Name = "Device Changed Mid-Call",
                Definition = "Another microphone or speaker came into use after the call was answered.",
                Threshold = 1,
                Unit = "changes",
                Severity = InsightSeverity.Minor,
                Advice = "A loose plug, a headset that ran out of battery, or an agent who tries what works.",
                Source = "own",
                Judge = static (call, limits) =>
                    call.Devices.Count(device => device.IsChange) is var changes && changes >= limits.Threshold
                        ? new InsightFinding(changes)
                        : null,
            },
            Device(
                27,
                "builtInMicrophone",
                "Built-in Microphone",
                InsightSeverity.Minor,
                true,
                "The microphone is the computer's own.",
                "Use a USB headset.",
                static device => device.Kind == "audioinput" && Mentions(device, s_builtIn)
            ),
            Device(
                28,
                "builtInSpeakers",
                "Built-in Speakers",
                InsightSeverity.Notice,
                false,
                "The speaker is the computer's own.",
                "Use a USB headset.",
                static device => device.Kind == "audiooutput" && Mentions(device, s_builtIn)
            ),
            new()
            {
                Number = 28,
                Id = "microphoneAndSpeakerDiffer",
                Name = "Microphone And Speaker Differ",
                Definition = "Microphone and speaker belong to different devices.",
                Threshold = 0,
                Unit = "none",
                Severity = InsightSeverity.Notice,
                OnByDefault = false,
                Advice = "Choose the headset for both: two devices echo.",
                Source = "own",
                Judge = MicrophoneAndSpeakerDiffer,
            },
            Device(
                29,
                "bluetooth",
                "Bluetooth",
                InsightSeverity.Minor,
                true,
                "A Bluetooth headset, or a microphone of 16 kHz or less (hands-free profile).",
                "Use a wired headset or its own radio stick.",
                static device =>
                    Mentions(device, s_bluetooth)
                    || (device.Kind == "audioinput" && device.SampleRate is > 0 and <= 16_000)
            ),
        ];

    private static InsightRule Load(
        int number,
        string id,
        string name,
        string what,
        double threshold,
        string? replaces,
        Func<CallEvidence, (Spread Figures, Func<MachineSnapshot, double?> Value)> of
    ) =>
        new()
        {
            Number = number,
            Id = id,
            Name = name,
            Definition = $"{what} in use above the limit in every snapshot for longer than the window.",
            Threshold = threshold,
            Unit = "per cent",
            WindowSec = 30,
            Severity = replaces is null ? InsightSeverity.Minor : InsightSeverity.Severe,
            OnByDefault = what == "CPU",
            Replaces = replaces,
            Advice = "Close other programs; look for a virus scanner or video in the background.",
            Source = string.Create(
                CultureInfo.InvariantCulture,
                $"published insight list: more than {threshold} % for more than 30 s"
            ),
            Judge = (call, limits) =>
            {
                var (figures, value) = of(call);
                return Sustained(call, limits, figures, value);
            },
        };

    private static InsightFinding? Sustained(
        CallEvidence call,
        RuleLimits limits,
        Spread figures,
        Func<MachineSnapshot, double?> value
    )
    {
        if (call.Machine.Count == 0)
        {
            // Figures alone prove it only when even the smallest value of a long enough call is above.
            return figures.HasValue && figures.Min > limits.Threshold && call.TotalSec > limits.WindowSec
                ? new InsightFinding(figures.Min)
                : null;
        }

        var runs = new List<Span>();
        var isOpen = false;
        foreach (var snapshot in call.Machine)
        {
            if (value(snapshot) is not { } percent)
            {
                continue;
            }

            if (percent <= limits.Threshold)
            {
                isOpen = false;
            }
            else if (isOpen && snapshot.At - runs[^1].Until <= SnapshotHoleMaxMs)
            {
                runs[^1] = runs[^1] with { Until = snapshot.At };
            }
            else
            {
                runs.Add(new Span(snapshot.At, snapshot.At));
                isOpen = true;
            }
        }

        return Runs.LongerThan(runs, limits.WindowSec, "");
    }

    private static InsightRule Device(
        int number,
        string id,
        string name,
        InsightSeverity severity,
        bool isOn,
        string definition,
        string advice,
        Func<MediaDevice, bool> test
    ) =>
        new()
        {
            Number = number,
            Id = id,
            Name = name,
            Definition = definition,
            Threshold = 0,
            Unit = "none",
            Severity = severity,
            OnByDefault = isOn,
            Advice = advice,
            Source = "own",
            Judge = (call, _) => call.Devices.Any(used => test(used.Device)) ? new InsightFinding(1) : null,
        };

    private static InsightFinding? MicrophoneAndSpeakerDiffer(CallEvidence call, RuleLimits limits)
    {
        var microphone = LastGroupOf(call, "audioinput");
        var speaker = LastGroupOf(call, "audiooutput");
        return microphone.Length > 0 && speaker.Length > 0 && microphone != speaker ? new InsightFinding(1) : null;
    }

    private static string LastGroupOf(CallEvidence call, string kind) =>
        call.Devices.LastOrDefault(used => used.Device.Kind == kind)?.Device.GroupId ?? "";

    private static bool Mentions(MediaDevice device, string[] words) =>
        words.Any(word => device.Label.Contains(word, StringComparison.OrdinalIgnoreCase));
}
