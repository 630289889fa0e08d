using Sidetone.Storage.Sqlite;

namespace Sidetone.Storage.Tests;

internal sealed class SqliteTestStore : TestStore
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sidetone-");

    public override Database OpenAnotherNode(Database first) => first;

    public override Task HoldClockAsync(Database database) => Task.CompletedTask; // It asks the fake from the start.

    public override Task AdvanceAsync(TimeSpan by)
    {
        Time.Advance(by);
        return Task.CompletedTask;
    }

    protected override Database OpenCore() =>
        SqliteDatabase.Open(new SqliteSettings { Folder = _folder.FullName }, Time);

    protected override ValueTask RemoveAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
