using Microsoft.Data.Sqlite;
using Sidetone.Telemetry;

namespace Sidetone.Bench.Measures;

/// <summary>What a store takes of the disk: used pages, with indexes.</summary>
internal static class StorageFigures
{
    /// <summary>Seconds that a batch has samples of, whatever streams they describe.</summary>
    public static int SamplesOf(Batch batch) =>
        batch.Tracks.Where(track => track.Key.Kind == TrackKind.Machine).Sum(track => track.Count);

    /// <summary>Bytes of the pages that hold something; nobody else may have the file open.</summary>
    public static long UsedBytes(string file)
    {
        using var connection = Open(file);
        Scalar(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        var pages = Scalar(connection, "PRAGMA page_count") - Scalar(connection, "PRAGMA freelist_count");
        return pages * Scalar(connection, "PRAGMA page_size");
    }

    /// <summary>Bytes of each table and index, the largest first; empty when the engine was built without <c>dbstat</c>.</summary>
    public static IReadOnlyList<(string Name, long Bytes)> ByTable(string file)
    {
        using var connection = Open(file);
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC";
            using var reader = command.ExecuteReader();
            var tables = new List<(string, long)>();
            while (reader.Read())
            {
                tables.Add((reader.GetString(0), reader.GetInt64(1)));
            }

            return tables;
        }
        catch (SqliteException)
        {
            return [];
        }
    }

    /// <summary>Bytes of the contents alone: what a query of lengths says.</summary>
    public static long Content(string file, string sql)
    {
        using var connection = Open(file);
        return Scalar(connection, sql);
    }

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        connection.Open();
        return connection;
    }

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is long value ? value : 0;
    }
}
