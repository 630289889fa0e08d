using Microsoft.Data.Sqlite;

namespace Sidetone.Storage.Sqlite;

/// <summary>What SQLite's result codes mean to a caller (https://www.sqlite.org/rescode.html).</summary>
internal static class SqliteErrors
{
    private const int Full = 13;

    // The shared memory of the write-ahead log could not grow: on a full disk this comes before SQLITE_FULL.
    private const int SharedMemorySize = 10 | (19 << 8);

    public static Exception Translate(Exception error) =>
        error is SqliteException sqlite
        && (sqlite.SqliteErrorCode == Full || sqlite.SqliteExtendedErrorCode == SharedMemorySize)
            ? new StoreFullException("The disk of the database is full; nothing of the change was kept.", error)
            : error;
}
