using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Sidetone.Storage.Sqlite;

/// <summary>A statement for a hot path: compiled once, bound and stepped without an object per execution.</summary>
/// <remarks>
/// It runs in whatever transaction its connection is in, and belongs to the thread that has the connection. The writer
/// finalizes what is left of them when it closes.
/// </remarks>
internal sealed class SqliteStatement
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _connection = connection.Handle ?? throw new InvalidOperationException("The connection is closed.");
        Check(raw.sqlite3_prepare_v3(_connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    public SqliteStatement Bind(int index, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, index, value));
        return this;
    }

    public SqliteStatement Bind(int index, ReadOnlySpan<byte> value)
    {
        // An empty span would be bound as NULL.
        Check(
            value.IsEmpty
                ? raw.sqlite3_bind_zeroblob(_statement, index, 0)
                : raw.sqlite3_bind_blob(_statement, index, value)
        );
        return this;
    }

    public SqliteStatement Bind(int index, string value)
    {
        Check(raw.sqlite3_bind_text(_statement, index, value));
        return this;
    }

    /// <summary>True when there is a row; after false, or after an error, the statement is ready for its next execution.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        // Its result is the step's error again, which is thrown below with its message.
        if (code != raw.SQLITE_DONE)
        {
            try
            {
                Check(code);
            }
            finally
            {
                Reset();
            }
        }

        Reset();
        return false;
    }

    /// <summary>Ends an execution whose rows were not all stepped through.</summary>
    public void Reset() => _ = raw.sqlite3_reset(_statement);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    /// <summary>Executes it and counts the rows that it changed.</summary>
    public int Execute()
    {
        while (Step()) { }
        return raw.sqlite3_changes(_connection);
    }

    /// <summary>Executes it and takes the first column of its only row.</summary>
    public long Scalar()
    {
        if (!Step())
        {
            throw new InvalidOperationException("BUG: the statement gave no row.");
        }

        var value = Int64(0);
        while (Step()) { }
        return value;
    }

    private void Check(int code) => SqliteException.ThrowExceptionForRC(code, _connection);
}
