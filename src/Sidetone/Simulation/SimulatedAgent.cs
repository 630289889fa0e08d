using System.Globalization;
using Sidetone.Telemetry;

namespace Sidetone.Simulation;

/// <summary>One agent and the desk: name, machine, headset. The same agent keeps them from call to call.</summary>
internal sealed record SimulatedAgent
{
    private static readonly string[] s_names =
    [
        "ada",
        "ben",
        "chidi",
        "dana",
        "emre",
        "farah",
        "goran",
        "hana",
        "imani",
        "jonas",
        "kavya",
        "lena",
        "mateo",
        "nadia",
        "omar",
        "priya",
        "quinn",
        "rosa",
        "sven",
        "tala",
        "uri",
        "vera",
        "wen",
        "ximena",
        "yusuf",
        "zoe",
    ];

    private static readonly string[] s_cpus =
    [
        "Intel(R) Core(TM) i5-1145G7 @ 2.60GHz",
        "Intel(R) Core(TM) i7-10610U CPU @ 1.80GHz",
        "AMD Ryzen 5 PRO 4650U with Radeon Graphics",
    ];

    private static readonly string[] s_headsets =
    [
        "Headset Microphone (Jabra Evolve2 40)",
        "Headset Microphone (Poly Blackwire 5220)",
        "Headset Microphone (EPOS IMPACT SC 60)",
    ];

    /// <summary>The user name.</summary>
    public required string Username { get; init; }

    /// <summary>The name for people.</summary>
    public required string FriendlyName { get; init; }

    /// <summary>The CPU's model.</summary>
    public required string CpuModel { get; init; }

    /// <summary>Installed memory in GB.</summary>
    public required int MemoryGb { get; init; }

    /// <summary>Memory in use, in per cent.</summary>
    public required double MemoryPercent { get; init; }

    /// <summary>The address on the local network.</summary>
    public required string LocalAddress { get; init; }

    /// <summary>The headset's microphone.</summary>
    public required string Headset { get; init; }

    /// <summary>The headset as its maker's interface names it.</summary>
    public HeadsetDevice HeadsetDevice =>
        new()
        {
            Name = Headset[(Headset.IndexOf('(', StringComparison.Ordinal) + 1)..].TrimEnd(')'),
            ProductId = "0000:0001",
            Firmware = "2.11.0",
            Serial = $"SIM-{Username}",
            ApiVersion = "simulation",
        };

    /// <summary>The agent with a number; the same seed and number give the same agent.</summary>
    public static SimulatedAgent Number(int number, SeededRandom seed)
    {
        var random = seed.Fork(number);
        var name = s_names[number % s_names.Length];
        var round = number / s_names.Length;
        return new SimulatedAgent
        {
            FriendlyName =
                Capitalised(name) + (round == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {round + 1}")),
            Username = name + (round == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $".{round + 1}")),
            CpuModel = random.Pick(s_cpus),
            MemoryGb = random.Pick<int>([8, 16, 16, 32]),
            MemoryPercent = random.Between(45, 72),
            LocalAddress = string.Create(CultureInfo.InvariantCulture, $"192.168.1.{10 + random.Below(200)}"),
            Headset = random.Pick(s_headsets),
        };
    }

    /// <summary>The microphone and speaker of the headset, in use from an instant on.</summary>
    public IReadOnlyList<MediaDevice> Devices(long at) =>
        [
            new()
            {
                Kind = "audioinput",
                Label = Headset,
                DeviceId = "headset-in",
                GroupId = "headset",
                At = at,
                SampleRate = 48_000,
            },
            new()
            {
                Kind = "audiooutput",
                Label = Headset.Replace("Microphone", "Earphone", StringComparison.Ordinal),
                DeviceId = "headset-out",
                GroupId = "headset",
                At = at,
            },
        ];

    /// <summary>The microphone of the laptop itself.</summary>
    public static MediaDevice OtherMicrophone(long at) =>
        new()
        {
            Kind = "audioinput",
            Label = "Internal Microphone (Built-in)",
            DeviceId = "laptop-in",
            GroupId = "laptop",
            At = at,
            SampleRate = 48_000,
        };

    private static string Capitalised(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
