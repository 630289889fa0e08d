using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Sidetone.Storage.Sqlite;

/// <summary>Connections that only read, each with a snapshot of its own: readers never wait for the writer.</summary>
internal sealed class SqliteReaders(Func<SqliteConnection> open, int max) : IDisposable
{
    private readonly ConcurrentStack<SqliteConnection> _idle = new();
    private readonly SemaphoreSlim _free = new(max, max);

    public async Task<T> ReadAsync<T>(Func<SqliteConnection, Task<T>> query, CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation);
        var connection = _idle.TryPop(out var idle) ? idle : null;
        try
        {
            connection ??= open();
            var result = await query(connection);
            _idle.Push(connection);
            connection = null;
            return result;
        }
        finally
        {
            // Not given back: the query failed, and what it left open on the connection is unknown.
            connection?.Dispose();
            _free.Release();
        }
    }

    public void Dispose()
    {
        while (_idle.TryPop(out var connection))
        {
            connection.Dispose();
        }

        _free.Dispose();
    }
}
