using Microsoft.Data.Sqlite;

namespace Sidetone.Bench.Server;

/// <summary>Waits until a server's calls are closed and their events on the bus.</summary>
internal static class Closed
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    public static async Task WaitAsync(BenchServer server, int calls)
    {
        using var patience = new CancellationTokenSource(s_patience);
        await using var connection = new SqliteConnection(
            $"Data Source={server.DatabaseFile};Mode=ReadOnly;Pooling=false"
        );
        await connection.OpenAsync(patience.Token);
        await using var command = connection.CreateCommand();
        // A delivery's state 2 is delivered.
        command.CommandText = """
            SELECT (SELECT count(*) FROM closed_call) >= @calls
                AND NOT EXISTS (SELECT 1 FROM outbox_delivery WHERE state < 2)
            """;
        command.Parameters.AddWithValue("@calls", calls);
        while (await command.ExecuteScalarAsync(patience.Token) is not 1L)
        {
            await Task.Delay(100, patience.Token);
        }
    }
}
