using System.Collections.Frozen;
using Sidetone.Delivery.Destinations;
using Sidetone.Storage.Secrets;

namespace Sidetone.Delivery.Dispatch;

/// <summary>Opens destinations when they have work and keeps them open until their settings change.</summary>
/// <remarks>Only the one worker of a destination asks for it, so nothing is closed while it is in use.</remarks>
internal sealed class DestinationDirectory(DestinationStore store, IEnumerable<IDestinationKind> kinds)
    : IAsyncDisposable
{
    private readonly FrozenDictionary<string, IDestinationKind> _kinds = kinds.ToFrozenDictionary(
        kind => kind.Name,
        StringComparer.Ordinal
    );

    private readonly Lock _gate = new(); // Guards _open.
    private readonly Dictionary<DestinationId, OpenDestination> _open = [];

    /// <summary>Whether destinations of a kind are probed.</summary>
    public bool IsProbed(string kind) => _kinds.TryGetValue(kind, out var known) && known.IsProbed;

    /// <summary>The destination as of a revision or later; null when it is gone.</summary>
    /// <exception cref="DestinationSettingsException">Its settings cannot be used.</exception>
    public async Task<OpenDestination?> OpenAsync(DestinationId id, long revision, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_open.TryGetValue(id, out var known) && known.Record.Revision == revision)
            {
                return known;
            }
        }

        await CloseAsync(id);
        if (await FindAsync(id, cancellation) is not { } record)
        {
            return null;
        }

        if (!_kinds.TryGetValue(record.Kind, out var kind))
        {
            throw new DestinationSettingsException($"There is no destination of kind \"{record.Kind}\" here.");
        }

        var opened = new OpenDestination(record, kind.Open(record));
        lock (_gate)
        {
            _open.Add(id, opened);
        }

        return opened;
    }

    public async ValueTask DisposeAsync()
    {
        List<DestinationId> open;
        lock (_gate)
        {
            open = [.. _open.Keys];
        }

        foreach (var id in open)
        {
            await CloseAsync(id);
        }
    }

    private async Task<DestinationRecord?> FindAsync(DestinationId id, CancellationToken cancellation)
    {
        try
        {
            return await store.FindAsync(id, cancellation);
        }
        catch (SecretUnreadableException unreadable)
        {
            throw new DestinationSettingsException(unreadable.Message, unreadable);
        }
    }

    private async ValueTask CloseAsync(DestinationId id)
    {
        OpenDestination? old;
        lock (_gate)
        {
            _open.Remove(id, out old);
        }

        if (old is not null)
        {
            await old.Destination.DisposeAsync();
        }
    }
}

/// <summary>A destination with the settings it was opened from.</summary>
internal sealed record OpenDestination(DestinationRecord Record, IDestination Destination);
