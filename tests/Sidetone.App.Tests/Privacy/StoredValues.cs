using Sidetone.Serving;
using Sidetone.Storage;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Privacy;

/// <summary>
/// Every value of an embedded store, unpacked: a text that is compressed in the file would not be found by looking at the
/// file's bytes.
/// </summary>
internal static class StoredValues
{
    public static async Task<byte[]> OfAsync(string folder)
    {
        await using var database = Stores.Open(folder, url: null, TimeProvider.System);
        return await database.ReadAsync(
            async (connection, stop) =>
            {
                using var all = new MemoryStream();
                foreach (
                    var table in await TextsAsync(connection, "SELECT name FROM sqlite_master WHERE type = 'table'")
                )
                {
                    await using var command = connection.CreateCommand();
                    command.CommandText = $"SELECT * FROM \"{table}\"";
                    await using var reader = await command.ExecuteReaderAsync(stop);
                    while (await reader.ReadAsync(stop))
                    {
                        for (var column = 0; column < reader.FieldCount; column++)
                        {
                            if (reader.GetValue(column) is byte[] value)
                            {
                                all.Write(Unpacked(value));
                            }
                        }
                    }
                }

                return all.ToArray();
            },
            RunningServer.Stop
        );
    }

    private static byte[] Unpacked(byte[] value)
    {
        try
        {
            return StoredText.Unpack(value);
        }
        catch (InvalidDataException)
        {
            return value; // It begins like a packed text and is none.
        }
    }

    private static async Task<IReadOnlyList<string>> TextsAsync(System.Data.Common.DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(RunningServer.Stop);
        var texts = new List<string>();
        while (await reader.ReadAsync(RunningServer.Stop))
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }
}
