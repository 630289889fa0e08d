using System.Data.Common;
using System.Globalization;
using Dapper;

namespace Sidetone.Storage;

/// <summary>Runs the steps of a database that were not run yet, within a transaction that no other migration shares.</summary>
internal static class Migrator
{
    private const string Table = """
        CREATE TABLE IF NOT EXISTS sidetone_migration (
            feature text NOT NULL,
            version bigint NOT NULL,
            applied_ms bigint NOT NULL,
            PRIMARY KEY (feature, version)
        )
        """;

    /// <exception cref="ArgumentException">A feature's versions do not count from 1 without gaps.</exception>
    public static void Check(IReadOnlyList<Migration> migrations)
    {
        foreach (var feature in migrations.GroupBy(migration => migration.Feature, StringComparer.Ordinal))
        {
            var versions = feature.Select(migration => migration.Version).ToArray();
            if (!versions.SequenceEqual(Enumerable.Range(1, versions.Length)))
            {
                throw new ArgumentException(
                    $"The migrations of '{feature.Key}' must count from 1 without gaps, not {string.Join(", ", versions)}.",
                    nameof(migrations)
                );
            }
        }
    }

    public static async Task RunAsync(
        DbTransaction transaction,
        Dialect dialect,
        IReadOnlyList<Migration> migrations,
        CancellationToken cancellation
    )
    {
        var connection = transaction.Connection ?? throw new InvalidOperationException("The transaction is over.");
        await ExecuteAsync(Table, null);
        var rows = await connection.QueryAsync<(string Feature, long Version)>(
            new CommandDefinition(
                "SELECT feature, version FROM sidetone_migration",
                transaction: transaction,
                cancellationToken: cancellation
            )
        );
        var applied = rows.ToLookup(row => row.Feature, row => row.Version, StringComparer.Ordinal);
        foreach (var feature in migrations.GroupBy(migration => migration.Feature, StringComparer.Ordinal))
        {
            var last = LastApplied(feature.Key, applied[feature.Key], feature.Count());
            foreach (var migration in feature.Where(migration => migration.Version > last))
            {
                await ExecuteAsync(migration.Sql(dialect), null);
                await ExecuteAsync(
                    $"INSERT INTO sidetone_migration (feature, version, applied_ms) VALUES (@feature, @version, {dialect.NowMs})",
                    new { feature = migration.Feature, version = (long)migration.Version }
                );
            }
        }

        Task ExecuteAsync(string sql, object? parameters) =>
            connection.ExecuteAsync(
                new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellation)
            );
    }

    private static long LastApplied(string feature, IEnumerable<long> applied, int known)
    {
        var versions = applied.Order().ToArray();
        if (versions is [.., var last] && last > known)
        {
            throw new StoreTooNewException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The database has version {last} of '{feature}', and this program knows {known}: start a newer program."
                )
            );
        }

        return versions.SequenceEqual(Enumerable.Range(1, versions.Length).Select(version => (long)version))
            ? versions.Length
            : throw new InvalidOperationException(
                $"The database lacks versions of '{feature}' before {versions[^1]}: its table of migrations was changed by hand."
            );
    }
}
