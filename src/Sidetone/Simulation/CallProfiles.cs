using Sidetone.Simulation.Media;

namespace Sidetone.Simulation;

/// <summary>The kinds of calls that can be simulated.</summary>
internal static class CallProfiles
{
    /// <summary>Every kind, in the order it is listed for people.</summary>
    public static readonly IReadOnlyList<CallProfile> All =
    [
        new()
        {
            Name = "clean",
            Description = "A wired agent, nothing wrong.",
            Network = NetworkProfile.Wired,
            Weight = 40,
        },
        new()
        {
            Name = "wifi",
            Description = "Good Wi-Fi at home.",
            Network = NetworkProfile.GoodWiFi,
            Weight = 25,
        },
        new()
        {
            Name = "bad-wifi",
            Description = "Wi-Fi two walls away: bursts of loss, jitter, spikes in the round trip.",
            Network = NetworkProfile.BadWiFi,
            Connected = new SecondsRange(120, 600),
            Weight = 8,
        },
        new()
        {
            Name = "lossy",
            Description = "A failing switch: steady loss in both directions.",
            Network = NetworkProfile.Lossy,
            Weight = 4,
        },
        new()
        {
            Name = "far",
            Description = "A tunnel to another continent: long round trips.",
            Network = NetworkProfile.FarTunnel,
            Weight = 3,
        },
        new()
        {
            Name = "hold-and-mute",
            Description = "A long hold and a long mute, during which no packets are expected; the headset tells.",
            Network = NetworkProfile.Wired,
            Connected = new SecondsRange(300, 480),
            Holds = [new SecondsRange(125, 170)],
            Mutes = [new SecondsRange(65, 90), new SecondsRange(4, 12)],
            HeadsetTells = true,
            Weight = 6,
        },
        new()
        {
            Name = "silence-suppressed",
            Description = "Both sides send next to nothing while silent.",
            Network = NetworkProfile.Wired,
            SuppressesSilence = true,
            Weight = 5,
        },
        new()
        {
            Name = "reconnect",
            Description = "The connection breaks and the softphone connects anew, counters from zero.",
            Network = NetworkProfile.GoodWiFi,
            Connected = new SecondsRange(120, 300),
            Outages = [new SecondsRange(3, 6)],
            Weight = 3,
        },
        new()
        {
            Name = "one-way",
            Description = "The agent's microphone gives nothing.",
            Network = NetworkProfile.Wired,
            DeadMicrophone = true,
            Weight = 2,
        },
        new()
        {
            Name = "device-change",
            Description = "The agent changes to another microphone during the call.",
            Network = NetworkProfile.GoodWiFi,
            ChangesDevice = true,
            Weight = 2,
        },
        new()
        {
            Name = "busy-machine",
            Description = "The agent's computer is at its limit.",
            Network = NetworkProfile.Wired,
            CpuPercent = new WanderSettings(Usual: 95, Spread: 0.02),
            Weight = 2,
        },
        new()
        {
            Name = "short",
            Description = "Hung up within seconds.",
            Network = NetworkProfile.Wired,
            Connected = new SecondsRange(3, 9),
            Weight = 2,
        },
    ];

    /// <summary>The kind with a name; null when there is none.</summary>
    public static CallProfile? Find(string name) =>
        All.FirstOrDefault(profile => profile.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>One of several kinds, each as often as its weight says.</summary>
    public static CallProfile Draw(IReadOnlyList<CallProfile> among, SeededRandom random)
    {
        var left = random.Below(among.Sum(profile => profile.Weight));
        foreach (var profile in among)
        {
            left -= profile.Weight;
            if (left < 0)
            {
                return profile;
            }
        }

        return among[^1];
    }
}
