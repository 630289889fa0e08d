using Npgsql;

namespace Sidetone.Storage.Postgres;

/// <summary>What PostgreSQL's errors mean to a caller (PostgreSQL documentation, appendix A).</summary>
internal static class PostgresErrors
{
    /// <summary>True when the same change may go through when it is run again, and surely left nothing behind.</summary>
    public static bool CanRunAgain(Exception error, bool committing) =>
        error switch
        {
            // Serialization failure, deadlock: rolled back for certain, also when the commit says so.
            PostgresException { SqlState: PostgresErrorCodes.SerializationFailure } => true,
            PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected } => true,
            // A server that stops or starts. Once the commit was sent nobody knows whether it took place.
            PostgresException { SqlState: ['5', '7', 'P', ..] or ['0', '8', ..] } => !committing,
            PostgresException => false,
            NpgsqlException { InnerException: IOException or System.Net.Sockets.SocketException } => !committing,
            _ => false,
        };

    public static Exception Translate(Exception error) =>
        error switch
        {
            PostgresException { SqlState: PostgresErrorCodes.DiskFull } => new StoreFullException(
                "The disk of the database is full; nothing of the change was kept.",
                error
            ),
            PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } => new StoreBusyException(
                "The database server has no connection left for this node."
            ),
            NpgsqlException { InnerException: TimeoutException } when error is not PostgresException =>
                new StoreBusyException("No connection to the database came free in time."),
            _ => error,
        };
}
