using System.Collections.Concurrent;
using System.Net;
using MaxMind.Db;
using Sidetone.Telemetry;

namespace Sidetone.Networks;

/// <summary>Says who runs an address's network and where it is, from the operator's offline files; <c>""</c> for what they do not know.</summary>
/// <remarks>
/// Any file in the MaxMind DB format serves, several together: the first that knows a member gives it. Nothing is asked
/// over the network.
/// </remarks>
internal sealed class NetworkLookup : IDisposable
{
    // Offices send thousands of batches from one address; more addresses than this, and remembering starts over.
    private const int RememberedMax = 16_384;

    private readonly Reader[] _files;
    private readonly ConcurrentDictionary<IPAddress, Sender> _remembered = new();

    /// <summary>Opens files that were checked to exist.</summary>
    /// <exception cref="InvalidDatabaseException">A file is not in the MaxMind DB format.</exception>
    public NetworkLookup(IReadOnlyList<string> files) =>
        _files = [.. files.Select(static file => new Reader(file, FileAccessMode.MemoryMapped))];

    /// <summary>Why a file cannot be used; null when it can.</summary>
    public static string? ProblemOf(string file)
    {
        try
        {
            using var reader = new Reader(file, FileAccessMode.MemoryMapped);
            return null;
        }
        catch (Exception fault)
            when (fault
                    is IOException
                        or UnauthorizedAccessException
                        or InvalidDatabaseException
                        or DeserializationException
                        or ArgumentException
            )
        {
            // The last is what an empty file gives: there is nothing to map into memory.
            return fault.Message;
        }
    }

    /// <summary>What is known of an address.</summary>
    public Sender Find(IPAddress address)
    {
        if (_files.Length == 0)
        {
            return new Sender { Address = address.ToString() };
        }

        if (_remembered.TryGetValue(address, out var known))
        {
            return known;
        }

        var found = Ask(address);
        if (_remembered.Count >= RememberedMax)
        {
            _remembered.Clear();
        }

        _remembered[address] = found;
        return found;
    }

    public void Dispose()
    {
        foreach (var file in _files)
        {
            file.Dispose();
        }
    }

    private Sender Ask(IPAddress address)
    {
        var sender = new Sender { Address = address.ToString() };
        foreach (var file in _files)
        {
            if (file.Find<Dictionary<string, object>>(address) is not { } record)
            {
                continue;
            }

            sender = sender with
            {
                Isp = Known(sender.Isp, NetworkRecord.Isp(record)),
                City = Known(sender.City, NetworkRecord.City(record)),
                Region = Known(sender.Region, NetworkRecord.Region(record)),
                Country = Known(sender.Country, NetworkRecord.Country(record)),
            };
        }

        return sender;
    }

    private static string Known(string before, string now) => before.Length > 0 ? before : now;
}
