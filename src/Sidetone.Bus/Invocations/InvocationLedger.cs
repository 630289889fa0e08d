using System.Data.Common;
using System.Diagnostics;
using Sidetone.Storage;

namespace Sidetone.Bus.Invocations;

/// <summary>Writes down how invocations went.</summary>
internal sealed class InvocationLedger(Database database)
{
    // Long texts from strangers' servers are for reading, not for keeping.
    private const int MessageMax = 1_000;

    private string Now => $"(SELECT {database.Dialect.NowMs})";

    /// <summary>
    /// Writes down verdicts on what one claim of a lane took; how many no longer held their claim and changed nothing.
    /// </summary>
    public Task<int> StoreAsync(
        LaneKey lane,
        IReadOnlyList<InvocationVerdict> verdicts,
        CancellationToken cancellation
    ) =>
        database.WriteAsync(
            async (transaction, stop) =>
            {
                if (verdicts.All(verdict => verdict is InvocationVerdict.Done))
                {
                    return verdicts.Count - await ForgetAsync(transaction, verdicts, stop);
                }

                var deadLane = verdicts.Any(verdict => verdict is InvocationVerdict.DeadLetter)
                    ? await Lanes.NumberAsync(transaction, database.Dialect, lane with { IsDeadLetter = true }, stop)
                    : 0;
                var lost = 0;
                foreach (var verdict in verdicts)
                {
                    lost += await StoreAsync(transaction, verdict, deadLane, stop) > 0 ? 0 : 1;
                }

                return lost;
            },
            cancellation
        );

    // All of a claim have its token, so that a range of numbers is enough to tell them from others.
    private static Task<int> ForgetAsync(
        DbTransaction transaction,
        IReadOnlyList<InvocationVerdict> verdicts,
        CancellationToken cancellation
    ) =>
        transaction.ExecuteAsync(
            "DELETE FROM bus_invocation WHERE id BETWEEN @first AND @last AND token = @token AND state = 1",
            new
            {
                first = verdicts.Min(verdict => verdict.Invocation.Id),
                last = verdicts.Max(verdict => verdict.Invocation.Id),
                token = verdicts[0].Invocation.Token,
            },
            cancellation
        );

    private Task<int> StoreAsync(
        DbTransaction transaction,
        InvocationVerdict verdict,
        long deadLane,
        CancellationToken cancellation
    ) =>
        verdict switch
        {
            InvocationVerdict.Done => ForgetAsync(transaction, [verdict], cancellation),
            InvocationVerdict.Again again => ChangeAsync(
                transaction,
                $"state = 0, attempts = attempts + 1, due_at = {Now} + @delay, error_code = @code, error_message = @message",
                new
                {
                    id = again.Invocation.Id,
                    token = again.Invocation.Token,
                    delay = (long)Math.Ceiling(again.Delay.TotalMilliseconds),
                    code = again.Code,
                    message = Shortened(again.Message),
                },
                cancellation
            ),
            InvocationVerdict.DeadLetter dead => ChangeAsync(
                transaction,
                $"""
                lane = @lane, state = 0, attempts = 0, since = {Now}, due_at = {Now}, error_code = @code,
                    error_message = @message, exhausted = @exhausted, tried = @tried
                """,
                Failure(dead.Invocation, dead.Failure, deadLane),
                cancellation
            ),
            InvocationVerdict.Failed failed => ChangeAsync(
                transaction,
                $"""
                state = 2, due_at = {Now}, error_code = @code, error_message = @message, exhausted = @exhausted,
                    tried = @tried
                """,
                Failure(failed.Invocation, failed.Failure, 0),
                cancellation
            ),
            _ => throw new UnreachableException($"BUG: unknown verdict {verdict}."),
        };

    private static object Failure(ClaimedInvocation invocation, InvocationFailure failure, long lane) =>
        new
        {
            id = invocation.Id,
            token = invocation.Token,
            lane,
            code = failure.Code,
            message = Shortened(failure.Message),
            exhausted = failure.Exhausted,
            tried = failure.Attempts,
        };

    private static Task<int> ChangeAsync(
        DbTransaction transaction,
        string change,
        object parameters,
        CancellationToken cancellation
    ) =>
        transaction.ExecuteAsync(
            $"UPDATE bus_invocation SET owner = '', {change} WHERE id = @id AND token = @token AND state = 1",
            parameters,
            cancellation
        );

    private static string Shortened(string message) => message.Length > MessageMax ? message[..MessageMax] : message;
}
