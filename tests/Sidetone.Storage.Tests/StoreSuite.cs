namespace Sidetone.Storage.Tests;

/// <summary>What every suite of the seam starts with: one empty database of an engine for each test.</summary>
public abstract class StoreSuite(Func<TestStore> create) : IAsyncLifetime
{
    private TestStore? _store;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected TestStore Store => _store ?? throw new InvalidOperationException("The test has not begun.");

    public virtual ValueTask InitializeAsync()
    {
        _store = create();
        return ValueTask.CompletedTask;
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}
