using Microsoft.Data.Sqlite;
using Sidetone.Storage;
using ZstdSharp;

namespace Sidetone.Browser.Tests.Privacy;

/// <summary>Everything that a server's data folder holds: as it lies on the disk, and unpacked.</summary>
internal static class StoreContent
{
    /// <summary>What a Zstandard frame begins with (RFC 8878, 3.1.1).</summary>
    private static readonly byte[] s_frame = [0x28, 0xB5, 0x2F, 0xFD];

    /// <summary>The bytes of every file, the database's write-ahead log among them.</summary>
    public static async Task<byte[]> FilesAsync(string folder)
    {
        using var all = new MemoryStream();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            await stream.CopyToAsync(all, TestContext.Current.CancellationToken);
        }

        return all.ToArray();
    }

    /// <summary>Every value of every table: texts, and blobs with what is packed in them.</summary>
    public static async Task<byte[]> ValuesAsync(string folder)
    {
        var file = Path.Combine(folder, "sidetone.db");
        await using var store = new SqliteConnection($"Data Source={file};Pooling=False");
        await store.OpenAsync(TestContext.Current.CancellationToken);
        using var all = new MemoryStream();
        foreach (var table in await TablesAsync(store))
        {
            await using var command = store.CreateCommand();
            command.CommandText = $"SELECT * FROM \"{table}\"";
            await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            {
                for (var column = 0; column < reader.FieldCount; column++)
                {
                    all.Write(
                        reader.GetValue(column) is byte[] value ? Unpacked(value) : Bytes(reader.GetValue(column))
                    );
                }
            }
        }

        return all.ToArray();
    }

    private static byte[] Bytes(object value) => System.Text.Encoding.UTF8.GetBytes($"{value}\n");

    private static byte[] Unpacked(byte[] value)
    {
        var at = value.AsSpan().IndexOf(s_frame);
        if (at >= 0)
        {
            using var decompressor = new Decompressor();
            return [.. value, .. decompressor.Unwrap(value.AsSpan(at))];
        }

        try
        {
            return StoredText.Unpack(value);
        }
        catch (InvalidDataException)
        {
            return value; // It begins like a packed text and is none.
        }
    }

    private static async Task<IReadOnlyList<string>> TablesAsync(SqliteConnection store)
    {
        await using var command = store.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table'";
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var names = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }
}
