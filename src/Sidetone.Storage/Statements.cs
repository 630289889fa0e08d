using System.Data.Common;
using Dapper;

namespace Sidetone.Storage;

/// <summary>One SQL statement at a time on a connection or in a transaction, with named parameters and a cancellation.</summary>
/// <remarks>Rows are read into types with settable properties, matched by name without regard to case.</remarks>
public static class Statements
{
    /// <summary>Runs a statement within the transaction; the number of rows it changed.</summary>
    public static Task<int> ExecuteAsync(
        this DbTransaction transaction,
        string sql,
        object? parameters,
        CancellationToken cancellation
    ) => Open(transaction).ExecuteAsync(Command(transaction, sql, parameters, cancellation));

    /// <summary>Runs a query within the transaction; every row.</summary>
    public static async Task<IReadOnlyList<T>> QueryAsync<T>(
        this DbTransaction transaction,
        string sql,
        object? parameters,
        CancellationToken cancellation
    ) => (await Open(transaction).QueryAsync<T>(Command(transaction, sql, parameters, cancellation))).AsList();

    /// <summary>Runs a query within the transaction; the first column of the first row.</summary>
    public static Task<T?> ScalarAsync<T>(
        this DbTransaction transaction,
        string sql,
        object? parameters,
        CancellationToken cancellation
    ) => Open(transaction).ExecuteScalarAsync<T>(Command(transaction, sql, parameters, cancellation));

    /// <summary>Runs a query on a connection of its own; every row.</summary>
    public static Task<IReadOnlyList<T>> QueryAsync<T>(
        this Database database,
        string sql,
        object? parameters,
        CancellationToken cancellation
    ) =>
        database.ReadAsync<IReadOnlyList<T>>(
            async (connection, stop) => (await connection.QueryAsync<T>(Command(null, sql, parameters, stop))).AsList(),
            cancellation
        );

    /// <summary>
    /// Parameters <c>@p0, @p1 …</c> for numbers in a list, and the list's text; both engines understand it, and the
    /// text depends on the count alone.
    /// </summary>
    public static (string List, object Parameters) ListOf(IReadOnlyList<long> numbers)
    {
        var parameters = new DynamicParameters();
        for (var i = 0; i < numbers.Count; i++)
        {
            parameters.Add($"p{i}", numbers[i]);
        }

        return ($"({string.Join(", ", numbers.Select((_, i) => $"@p{i}"))})", parameters);
    }

    private static CommandDefinition Command(
        DbTransaction? transaction,
        string sql,
        object? parameters,
        CancellationToken cancellation
    ) => new(sql, parameters, transaction, cancellationToken: cancellation);

    private static DbConnection Open(DbTransaction transaction) =>
        transaction.Connection ?? throw new InvalidOperationException("The transaction is over.");
}
