using Microsoft.Extensions.Time.Testing;

namespace Sidetone.Storage.Tests;

/// <summary>An empty database of one test, with a clock that the test moves, that can be closed and opened again.</summary>
public abstract class TestStore : IAsyncDisposable
{
    private readonly List<Database> _opened = [];

    /// <summary>Opens the database as a server that starts would; on a served engine each is a node of its own.</summary>
    public Database Open()
    {
        var database = OpenCore();
        _opened.Add(database);
        return database;
    }

    /// <summary>A second node on the same database, or the same one again where an engine has only one.</summary>
    public abstract Database OpenAnotherNode(Database first);

    /// <summary>Takes over the database's clock; call it after the first migration.</summary>
    public abstract Task HoldClockAsync(Database database);

    /// <summary>Moves the database's clock.</summary>
    public abstract Task AdvanceAsync(TimeSpan by);

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    protected abstract Database OpenCore();

    protected abstract ValueTask RemoveAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _opened)
        {
            await database.DisposeAsync();
        }

        await RemoveAsync();
        GC.SuppressFinalize(this);
    }
}
