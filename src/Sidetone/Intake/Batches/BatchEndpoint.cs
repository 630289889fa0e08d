using System.Buffers.Text;
using Sidetone.Groups;
using Sidetone.Health;
using Sidetone.Intake.Bodies;
using Sidetone.Intake.Refusals;
using Sidetone.Networks;
using Sidetone.Storage.Log;
using Sidetone.Telemetry.Wire;

namespace Sidetone.Intake.Batches;

/// <summary><c>POST /v1/batches</c>: one batch in, on disk, acknowledged.</summary>
/// <remarks>
/// <code>
///  headers ──▶ key ──▶ body, decompressed ──▶ (key in the body) ──▶ entry ──▶ log, committed ──▶ 202
/// </code>
/// Who sends is asked before the body is read wherever the headers say it: a stranger costs next to nothing.
/// </remarks>
internal sealed class BatchEndpoint(
    IntakeOptions options,
    ServerHealth health,
    IntakeGate gate,
    CrossOrigin crossOrigin,
    BodyIntake bodies,
    BatchEntry entries,
    AppendQueue queue,
    SenderAddress addresses,
    IntakeCounters counters,
    TimeProvider time
)
{
    public async Task Post(HttpContext context)
    {
        string? origin = context.Request.Headers.Origin;
        if (origin is not null)
        {
            crossOrigin.Admit(context, origin);
        }

        var (refusal, holder) = await TakeAsync(context, origin);
        if (refusal is null)
        {
            return;
        }

        counters.Refused(holder?.Group.Group.Id, refusal.Reason);
        await ProblemResponse.WriteAsync(context.Response, refusal);
    }

    private async ValueTask<(Refusal?, KeyHolder?)> TakeAsync(HttpContext context, string? origin)
    {
        var request = context.Request;
        KeyHolder? holder = null;
        var key = SenderKey.Of(request.Headers);
        if (key.Length > 0 && gate.Admit(key, origin, out holder) is { } stranger)
        {
            return (stranger, holder);
        }

        if (!health.IsAccepting)
        {
            return (NotAccepting(), holder);
        }

        if (!ContentHeaders.IsTaken(request.ContentType))
        {
            return (ContentType(request.ContentType), holder);
        }

        if (ContentHeaders.Coding(request.Headers.ContentEncoding) is not { } coding)
        {
            return (ContentEncoding(), holder);
        }

        var read = await ReadAsync(request, coding);
        if (read.Body is not { } body)
        {
            return (read.Refusal, holder);
        }

        using (body)
        {
            if (holder is null && Identify(body, origin, out holder) is { } unknown)
            {
                return (unknown, holder);
            }

            return (await KeepAsync(context, body, holder), holder);
        }
    }

    private async ValueTask<BodyOutcome> ReadAsync(HttpRequest request, ContentCoding coding)
    {
        try
        {
            return await bodies.ReadAsync(request, coding, request.HttpContext.RequestAborted);
        }
        catch (BadHttpRequestException fault)
        {
            // The server beneath refused: too slow, broken chunks, or larger than anything here may be.
            return fault.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? new Refusal(RefusalReason.BodyTooLarge, fault.Message)
                : new Refusal(RefusalReason.BodyMalformed, fault.Message);
        }
    }

    private Refusal? Identify(PooledBody body, string? origin, out KeyHolder? holder)
    {
        if (BatchReader.FindKey(body.Span) is { } key)
        {
            return gate.Admit(key, origin, out holder);
        }

        holder = null;
        return new Refusal(
            RefusalReason.KeyMissing,
            "There is no key: send Authorization: Bearer, X-Sidetone-Key, or the body's member key.",
            "$.key"
        );
    }

    private async ValueTask<Refusal?> KeepAsync(HttpContext context, PooledBody body, KeyHolder? holder)
    {
        var group = (holder ?? throw new InvalidOperationException("BUG: nobody sent this batch.")).Group;
        if (options.Discard)
        {
            await AcknowledgeAsync(context.Response, repeated: false);
            return null;
        }

        if (entries.TryMake(body.Span, group, addresses.Of(context), out var entry) is { } refusal)
        {
            return refusal;
        }

        var length = body.Length;
        // What waits for its commit holds the packed batch alone.
        body.Dispose();
        var answer = await queue.AppendAsync(
            entry ?? throw new InvalidOperationException("BUG: neither entry nor refusal.")
        );
        if (answer is AppendAnswer.Accepted or AppendAnswer.Repeated)
        {
            var repeated = answer == AppendAnswer.Repeated;
            counters.Acknowledged(group.Group.Id, repeated, length);
            await AcknowledgeAsync(context.Response, repeated);
            return null;
        }

        return RefusalOf(answer, entry);
    }

    private Task AcknowledgeAsync(HttpResponse response, bool repeated)
    {
        var body = new byte[96];
        var start = repeated
            ? """{"accepted":true,"repeated":true,"serverTime":"""u8
            : """{"accepted":true,"repeated":false,"serverTime":"""u8;
        start.CopyTo(body);
        Utf8Formatter.TryFormat(time.GetUtcNow().ToUnixTimeMilliseconds(), body.AsSpan(start.Length), out var digits);
        var length = start.Length + digits;
        body[length++] = (byte)'}';
        response.StatusCode = StatusCodes.Status202Accepted;
        response.ContentType = "application/json";
        response.ContentLength = length;
        return response.Body.WriteAsync(body, 0, length);
    }

    private static Refusal RefusalOf(AppendAnswer answer, LogEntry entry) =>
        answer switch
        {
            AppendAnswer.Contradicted => new Refusal(
                RefusalReason.SequenceContradicted,
                $"Session {entry.Session} sent another batch with sequence {entry.Sequence} before, which was kept.",
                "$.sequence"
            ),
            AppendAnswer.SessionOfAnotherCall => new Refusal(
                RefusalReason.SessionOfAnotherCall,
                $"Session {entry.Session} belongs to a call with another contactId or agent. Begin a new session per call.",
                "$.session"
            ),
            AppendAnswer.TooOld => new Refusal(
                RefusalReason.TimeTooOld,
                "The call was deleted when its retention was over; nothing more is taken of it.",
                "$.contactId"
            ),
            AppendAnswer.QueueFull => Refusal.Later(RefusalReason.QueueFull, "Too many batches wait to be stored.", 1),
            AppendAnswer.StoreBusy => Refusal.Later(RefusalReason.StoreBusy, "The store has too much to do.", 1),
            AppendAnswer.StoreFull => Refusal.Later(RefusalReason.StoreFull, "The store's disk is full.", 30),
            _ => Refusal.Later(RefusalReason.StoreFailed, "The store does not answer.", 5),
        };

    private Refusal NotAccepting() =>
        Refusal.Later(
            RefusalReason.NotAccepting,
            $"The server is {health.Word} and does not accept batches.",
            seconds: 5
        );

    private static Refusal ContentType(string? type) =>
        new(RefusalReason.ContentType, $"'{type}' is not taken; send application/json or text/plain, in UTF-8.");

    private static Refusal ContentEncoding() =>
        new(RefusalReason.ContentEncoding, "Send gzip, br, deflate, or no Content-Encoding; one, not several.");
}
