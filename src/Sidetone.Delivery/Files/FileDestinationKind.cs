using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Sidetone.Delivery.Destinations;
using Sidetone.Delivery.Dispatch;
using Sidetone.Outgoing;

namespace Sidetone.Delivery.Files;

/// <summary>Destinations that are JSON Lines files, in one folder per group.</summary>
internal sealed class FileDestinationKind(IOptions<DeliveryOptions> options) : IDestinationKind, IDisposable
{
    /// <summary>The kind's name.</summary>
    public const string KindName = "file";

    // One per file: two destinations of a group may name the same one, and repair must not meet a running append.
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);

    public string Name => KindName;

    public IDestination Open(DestinationRecord record)
    {
        var settings = DeliveryJson.Read(record.Settings, DeliveryJson.Default.FileSettings, "file settings");
        if (
            settings.Name.Length is 0 or > 200
            || settings.Name[0] == '.'
            || settings.Name != Path.GetFileName(settings.Name)
            || settings.Name.AsSpan().ContainsAny(Path.GetInvalidFileNameChars())
        )
        {
            throw new DestinationSettingsException(
                "The file's name must be a plain one without folders, such as events.jsonl."
            );
        }

        var path = Path.GetFullPath(Path.Combine(options.Value.FileFolder, record.Group.ToString(), settings.Name));
        return new FileDestination(new LineFile(path), _turns.GetOrAdd(path, _ => new SemaphoreSlim(1, 1)));
    }

    public void Dispose()
    {
        foreach (var turn in _turns.Values)
        {
            turn.Dispose();
        }
    }
}
