using System.Globalization;
using Npgsql;

namespace Sidetone.Storage.Postgres;

/// <summary>Hears what other nodes notify, on a connection of its own that comes back when it breaks.</summary>
internal sealed class PostgresListener(NpgsqlDataSource source, Signals signals, TimeProvider time) : IAsyncDisposable
{
    // One channel of the server for all of ours: they are told apart in the payload, and need no quoting.
    private const string ServerChannel = "sidetone";

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    // Tells this node's own notifications from others': its waiters were woken before the server was asked.
    private readonly string _node = Random.Shared.NextInt64().ToString("x16", CultureInfo.InvariantCulture);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new(); // Guards _listening.
    private Task? _listening;

    public void EnsureListening()
    {
        lock (_gate)
        {
            _listening ??= Task.Run(() => ListenAsync(_stop.Token));
        }
    }

    public async Task NotifyAsync(string channel, CancellationToken cancellation)
    {
        signals.Raise(channel);
        await using var command = source.CreateCommand("SELECT pg_notify($1, $2)");
        command.Parameters.Add(new NpgsqlParameter { Value = ServerChannel });
        command.Parameters.Add(new NpgsqlParameter { Value = _node + channel });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_listening is { } listening)
        {
            await listening;
        }

        _stop.Dispose();
    }

    private async Task ListenAsync(CancellationToken stop)
    {
        var failures = 0;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(stop);
                connection.Notification += OnNotification;
                await using (var listen = new NpgsqlCommand($"LISTEN {ServerChannel}", connection))
                {
                    await listen.ExecuteNonQueryAsync(stop);
                }

                // What was notified before this moment was not heard.
                signals.RaiseAll();
                failures = 0;
                while (true)
                {
                    await connection.WaitAsync(stop);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Stopping; notifications are hints, none is owed.
            }
            catch (NpgsqlException)
            {
                // The server is away. Those who wait find their work by asking, later; this only tries again.
                failures = Math.Min(failures + 1, 8);
                await PauseAsync(TimeSpan.FromMilliseconds(50 << failures), stop);
            }
        }
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken stop)
    {
        var atMost = pause < LongestPause ? pause : LongestPause;
        await Task.Delay(atMost * Random.Shared.NextDouble(), time, stop)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void OnNotification(object sender, NpgsqlNotificationEventArgs notification)
    {
        if (!notification.Payload.StartsWith(_node, StringComparison.Ordinal))
        {
            signals.Raise(notification.Payload[_node.Length..]);
        }
    }
}
