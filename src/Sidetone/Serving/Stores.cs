using Sidetone.Bus.Log;
using Sidetone.Closing;
using Sidetone.Delivery;
using Sidetone.Groups;
using Sidetone.Heartbeat;
using Sidetone.Issues;
using Sidetone.Platforms.Connect;
using Sidetone.Storage;
using Sidetone.Storage.Log;
using Sidetone.Storage.Postgres;
using Sidetone.Storage.Sqlite;

namespace Sidetone.Serving;

/// <summary>Opens the store that options name. The server and the command line open the same one.</summary>
internal static class Stores
{
    /// <summary>The tables of every room, in the order in which they are made.</summary>
    public static IReadOnlyList<Migration> Migrations =>
        [
            .. TelemetryLog.Migrations,
            .. GroupTables.Migrations,
            .. DeliveryTables.Migrations,
            .. BusTables.Migrations,
            .. ClosedCallTables.Migrations,
            .. IssueTables.Migrations,
            .. ConnectTables.Migrations,
            .. HeartbeatTables.Migrations,
        ];

    /// <summary>Opens the served store of a URL, or else the embedded one of a data folder.</summary>
    /// <exception cref="ConfigurationException">Neither is given, or the store does not open.</exception>
    public static Database Open(string? dataFolder, string? url, TimeProvider time) =>
        url is null ? OpenEmbedded(dataFolder, time) : OpenServed(url, time);

    /// <summary>The telemetry log of a store.</summary>
    public static ITelemetryLog LogOf(Database database, LogOptions options) => new TelemetryLog(database, options);

    private static SqliteDatabase OpenEmbedded(string? dataFolder, TimeProvider time)
    {
        var folder = dataFolder ?? throw new ConfigurationException(["--data DIR or --store URL: is needed."]);
        try
        {
            return SqliteDatabase.Open(new SqliteSettings { Folder = folder }, time);
        }
        catch (System.Data.Common.DbException fault)
        {
            throw new ConfigurationException([$"--data {folder}: the store does not open: {fault.Message}"]);
        }
    }

    private static PostgresDatabase OpenServed(string url, TimeProvider time)
    {
        try
        {
            return PostgresDatabase.Open(new PostgresSettings { Address = url }, time);
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException)
        {
            throw new ConfigurationException([$"--store: {fault.Message}"]);
        }
    }
}
