namespace Sidetone.Calls.Insights;

/// <summary>Rules on what could be heard.</summary>
internal static class SoundRules
{
    private const double SpeechSecMin = 3;

    public static IEnumerable<InsightRule> All =>
        [
            new()
            {
                Number = 11,
                Id = "oneWayAudio",
                Name = "One-Way Audio",
                Definition = "One direction was without any sound or packet, the other had at least 3 s of speech.",
                Threshold = 10,
                Unit = "seconds talked at least",
                Severity = InsightSeverity.Terminal,
                Advice = "Outbound: a dead or wrong microphone. Inbound: a firewall that lets media out only.",
                Source = "amazon-connect-streams low audio level",
                Judge = OneWayAudio,
            },
            new()
            {
                Number = 12,
                Id = "lowMicrophoneLevel",
                Name = "Low Microphone Level",
                Definition = "The loudest second of the open microphone stayed below the limit (328 is −40 dBFS).",
                Threshold = 328,
                Unit = "level 0…32767",
                WindowSec = 10,
                Severity = InsightSeverity.Minor,
                Advice = "Bring the microphone nearer, raise its gain, or choose the headset's microphone.",
                Source = "Plivo: −40 dB",
                Judge = static (call, limits) => LowLevel(call, limits, inbound: false),
            },
            new()
            {
                Number = 13,
                Id = "lowInboundLevel",
                Name = "Low Inbound Level",
                Definition = "The loudest second that the agent received stayed below the limit (328 is −40 dBFS).",
                Threshold = 328,
                Unit = "level 0…32767",
                WindowSec = 10,
                Severity = InsightSeverity.Minor,
                Advice = "The caller or the carrier is too quiet; raise the headset's volume.",
                Source = "own",
                Judge = static (call, limits) => LowLevel(call, limits, inbound: true),
            },
            new()
            {
                Number = 14,
                Id = "constantMicLevel",
                Name = "Constant Mic Level",
                Definition =
                    "The open microphone's level hardly moved: standard deviation below the limit over the window.",
                Threshold = 327.67,
                Unit = "level 0…32767",
                WindowSec = 10,
                Severity = InsightSeverity.Minor,
                OnByDefault = false,
                Advice = "A hum, or a microphone that is not connected.",
                Source = "twilio-voice.js: constant audio level",
                Judge = ConstantLevel,
            },
            new()
            {
                Number = 15,
                Id = "micClipping",
                Name = "Mic Clipping",
                Definition = "Share of the open microphone's seconds at or above −0.18 dBFS.",
                Threshold = 3,
                Unit = "per cent",
                Severity = InsightSeverity.Minor,
                OnByDefault = false,
                Advice = "Lower the microphone's gain.",
                Source = "own",
                Judge = Clipping,
            },
            new()
            {
                Number = 16,
                Id = "deadAir",
                Name = "Dead Air",
                Definition = "Both sides below −50 dBFS for at least the window.",
                Threshold = Sound.SilenceLevel,
                Unit = "level 0…32767",
                WindowSec = 15,
                Severity = InsightSeverity.Minor,
                OnByDefault = false,
                Advice = "Nobody spoke: long searches, or both wait for the other.",
                Source = "published insight list: 15 s of silence",
                Judge = DeadAir,
            },
            new()
            {
                Number = 17,
                Id = "callEndedOnSilence",
                Name = "Call Ended On Silence",
                Definition = "The agent was silent for at least the window when the call ended.",
                Threshold = Sound.SilenceLevel,
                Unit = "level 0…32767",
                WindowSec = 15,
                Severity = InsightSeverity.Minor,
                Advice = "Check whether agent and customer could hear each other at the end.",
                Source = "published insight list: callEndedOnSilence, 15 s",
                Judge = static (call, limits) => EndedSilent(call, limits, inbound: false),
            },
            new()
            {
                Number = 17,
                Id = "callEndedOnCustomerSilence",
                Name = "Call Ended On Customer Silence",
                Definition = "The customer was silent for at least the window when the call ended.",
                Threshold = Sound.SilenceLevel,
                Unit = "level 0…32767",
                WindowSec = 15,
                Severity = InsightSeverity.Minor,
                Advice = "Check whether agent and customer could hear each other at the end.",
                Source = "published insight list: callEndedOnCustomerSilence, 15 s",
                Judge = static (call, limits) => EndedSilent(call, limits, inbound: true),
            },
            new()
            {
                Number = 19,
                Id = "crosstalk",
                Name = "Crosstalk",
                Definition = "Share of the time in which both spoke: by the headset, or both levels above −35 dBFS.",
                Threshold = 15,
                Unit = "per cent",
                Severity = InsightSeverity.Notice,
                OnByDefault = false,
                Advice = "A long delay makes people talk over each other; else a matter of training.",
                Source = "own",
                Judge = Crosstalk,
            },
        ];

    private static InsightFinding? OneWayAudio(CallEvidence call, RuleLimits limits)
    {
        if (call.TotalSec - call.HoldSec < limits.Threshold || call.Seconds.Count == 0)
        {
            return null;
        }

        var inbound = Heard(call, inbound: true);
        var outbound = Heard(call, inbound: false);
        if (inbound.IsDead && outbound.SpeechSec >= SpeechSecMin)
        {
            return new InsightFinding(outbound.SpeechSec, "inbound");
        }

        return outbound.IsDead && inbound.SpeechSec >= SpeechSecMin
            ? new InsightFinding(inbound.SpeechSec, "outbound")
            : null;
    }

    /// <summary>Whether a direction was without sound all along, and how long somebody spoke in it.</summary>
    private static (bool IsDead, double SpeechSec) Heard(CallEvidence call, bool inbound)
    {
        var direction = inbound ? call.Inbound : call.Outbound;
        var loudest = -1L;
        var speechMs = 0L;
        foreach (var (second, level) in Sound.AudibleLevels(call, inbound))
        {
            loudest = Math.Max(loudest, level);
            speechMs += level >= Sound.SilenceLevel ? second.Length : 0;
        }

        var isObserved = call.Seconds.Any(second => inbound ? second.Inbound.Observed : second.Outbound.Observed);
        var noPackets = isObserved && direction.PacketsExpected == 0 && call.Mute.Length < call.Talk.Length;
        return (noPackets || loudest is >= 0 and <= Sound.NothingLevel, speechMs / 1000.0);
    }

    private static InsightFinding? LowLevel(CallEvidence call, RuleLimits limits, bool inbound)
    {
        var open = call.TotalSec - call.HoldSec - (inbound ? 0 : call.MuteSec);
        if (open < limits.WindowSec)
        {
            return null;
        }

        // From figures alone there are no seconds to leave hold and mute out of; the whole call's loudest must do.
        var loudest =
            call.Seconds.Count > 0
                ? Sound.AudibleLevels(call, inbound).Max(each => (long?)each.Level)
                : LoudestOf((inbound ? call.Inbound : call.Outbound).Level);
        return loudest < limits.Threshold ? new InsightFinding(loudest.Value, inbound ? "inbound" : "outbound") : null;
    }

    private static long? LoudestOf(Statistics.Spread level) => level.HasValue ? (long)level.Max : null;

    private static InsightFinding? ConstantLevel(CallEvidence call, RuleLimits limits)
    {
        List<long> levels = [.. Sound.AudibleLevels(call, inbound: false).Select(each => each.Level)];
        var window = (int)limits.WindowSec;
        for (var start = 0; window > 0 && start + window <= levels.Count; start++)
        {
            var part = levels[start..(start + window)];
            var average = part.Average();
            var deviation = Math.Sqrt(part.Average(level => (level - average) * (level - average)));
            if (deviation < limits.Threshold)
            {
                return new InsightFinding(deviation, "outbound");
            }
        }

        return null;
    }

    private static InsightFinding? Clipping(CallEvidence call, RuleLimits limits)
    {
        const long clippingLevel = 32112; // −0.18 dBFS
        List<long> levels = [.. Sound.AudibleLevels(call, inbound: false).Select(each => each.Level)];
        var share = levels.Count == 0 ? 0 : 100.0 * levels.Count(level => level >= clippingLevel) / levels.Count;
        return share > limits.Threshold ? new InsightFinding(share, "outbound") : null;
    }

    private static InsightFinding? DeadAir(CallEvidence call, RuleLimits limits)
    {
        var silent = Runs.Find(
            call.Seconds,
            second =>
                Sound.AudibleLevel(call, second, inbound: true) is { } inbound
                && Sound.AudibleLevel(call, second, inbound: false) is { } outbound
                    ? inbound < limits.Threshold && outbound < limits.Threshold
                    : null
        );
        return Runs.AtLeast(silent, limits.WindowSec, "");
    }

    private static InsightFinding? EndedSilent(CallEvidence call, RuleLimits limits, bool inbound) =>
        Sound.SilentEnd(call, inbound) is { } silent
            ? Runs.AtLeast([silent], limits.WindowSec, inbound ? "inbound" : "outbound")
            : null;

    private static InsightFinding? Crosstalk(CallEvidence call, RuleLimits limits)
    {
        var share = call.CrosstalkPercent ?? CrosstalkByLevels(call);
        return share > limits.Threshold ? new InsightFinding(share.Value) : null;
    }

    private static double? CrosstalkByLevels(CallEvidence call)
    {
        var both = 0;
        var heard = 0;
        foreach (var (second, inbound) in Sound.AudibleLevels(call, inbound: true))
        {
            if (Sound.AudibleLevel(call, second, inbound: false) is { } outbound)
            {
                heard++;
                both += inbound > Sound.LoudLevel && outbound > Sound.LoudLevel ? 1 : 0;
            }
        }

        return heard == 0 ? null : 100.0 * both / heard;
    }
}
