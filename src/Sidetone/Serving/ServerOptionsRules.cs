using System.Net;
using System.Text.RegularExpressions;
using Sidetone.Networks;
using Sidetone.Storage.Log;

namespace Sidetone.Serving;

/// <summary>Which options make sense. Every problem is found, so that a person mends them in one go.</summary>
internal static partial class ServerOptionsRules
{
    /// <exception cref="ConfigurationException">Something cannot be used.</exception>
    public static void Require(ServerOptions options)
    {
        var problems = new List<string>();
        CheckStore(options, problems);
        CheckUrls("--urls", options.Urls, problems);
        if (options.BusUrl is { } busUrl)
        {
            CheckUrls("--bus-url", [busUrl], problems);
        }

        foreach (var proxy in options.TrustedProxies)
        {
            if (!TryParseNetwork(proxy, out _))
            {
                problems.Add(
                    $"--trusted-proxy {proxy}: must be an address or a network, such as 10.0.0.7 or 10.0.0.0/8."
                );
            }
        }

        foreach (var file in options.NetworkFiles)
        {
            if (NetworkLookup.ProblemOf(file) is { } problem)
            {
                problems.Add($"--network-file {file}: {problem}");
            }
        }

        if (!RegionName().IsMatch(options.Region))
        {
            problems.Add($"--region {options.Region}: must be lower-case letters, digits and hyphens.");
        }

        CheckIntake(options, problems);
        CheckLog(options.Log, problems);
        if (problems.Count > 0)
        {
            throw new ConfigurationException(problems);
        }
    }

    /// <summary>A network, or an address as the network of itself.</summary>
    public static bool TryParseNetwork(string text, out IPNetwork network)
    {
        if (IPAddress.TryParse(text, out var address))
        {
            network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
            return true;
        }

        return IPNetwork.TryParse(text, out network);
    }

    /// <summary>Whether a URL is reached from this machine alone.</summary>
    public static bool IsLoopback(string url) =>
        BindingAddress.Parse(url) is var binding
        && (
            binding.IsUnixPipe
            || binding.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(binding.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address))
        );

    private static void CheckStore(ServerOptions options, List<string> problems)
    {
        if (options.DataFolder is null && options.Store is null)
        {
            problems.Add("--data DIR or --store URL: one of them says where data is kept.");
        }

        if (options.Store is { } store && !IsPostgres(store))
        {
            // The URL may hold a password, so it is not repeated here.
            problems.Add("--store: must be a URL such as postgres://user:password@host:5432/database.");
        }

        if (options.Store is not null && options.DataFolder is null && options.KeyFile is null)
        {
            problems.Add(
                "--key-file FILE: is needed with --store, the same file for every node, unless --data has it."
            );
        }
    }

    // Besides the URL the form that .NET tools use is taken: Host=…;Username=…;Database=….
    private static bool IsPostgres(string store) =>
        store.StartsWith("postgres://", StringComparison.Ordinal)
        || store.StartsWith("postgresql://", StringComparison.Ordinal)
        || store.StartsWith("Host=", StringComparison.OrdinalIgnoreCase);

    private static void CheckUrls(string option, IReadOnlyList<string> urls, List<string> problems)
    {
        if (urls.Count == 0)
        {
            problems.Add($"--urls: must name at least one, such as {ServerOptions.DefaultUrl}.");
        }

        foreach (var url in urls)
        {
            try
            {
                var binding = BindingAddress.Parse(url);
                if (binding.Scheme != "http" || binding.PathBase.Length > 0)
                {
                    problems.Add($"{option} {url}: must be http://address:port. TLS belongs to a proxy in front.");
                }
            }
            catch (FormatException)
            {
                problems.Add($"{option} {url}: must be http://address:port, such as {ServerOptions.DefaultUrl}.");
            }
        }
    }

    private static void CheckIntake(ServerOptions options, List<string> problems)
    {
        if (options.Intake.SentBytesMax is < 1024 or > 64 << 20)
        {
            problems.Add("Intake:SentBytesMax: must be from 1024 to 67108864 bytes.");
        }

        if (
            options.Intake.ExpandedBytesMax < options.Intake.SentBytesMax
            || options.Intake.ExpandedBytesMax > 256 << 20
        )
        {
            problems.Add("Intake:ExpandedBytesMax: must be from Intake:SentBytesMax to 268435456 bytes.");
        }

        if (options.Intake.QueueEntriesMax is < 1 or > 1_000_000)
        {
            problems.Add("Intake:QueueEntriesMax: must be from 1 to 1000000.");
        }
    }

    private static void CheckLog(LogOptions log, List<string> problems)
    {
        CheckTime("Log:Silence", log.Silence, TimeSpan.FromMilliseconds(100), problems);
        CheckTime("Log:GapWait", log.GapWait, TimeSpan.Zero, problems);
        CheckTime("Log:TickCap", log.TickCap, TimeSpan.FromMilliseconds(100), problems);
    }

    private static void CheckTime(string name, TimeSpan value, TimeSpan least, List<string> problems)
    {
        if (value < least || value > TimeSpan.FromDays(1))
        {
            problems.Add($"{name}: must be from {least:c} to {TimeSpan.FromDays(1):c}.");
        }
    }

    [GeneratedRegex("^[a-z0-9-]{1,64}$")]
    private static partial Regex RegionName();
}
