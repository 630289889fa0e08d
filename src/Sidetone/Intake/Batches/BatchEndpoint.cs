using System.Buffers.Text;
using Sidetone.Groups;
using Sidetone.Health;
using Sidetone.Intake.Bodies;
using Sidetone.Intake.Refusals;
using Sidetone.Networks;
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
            return (IntakeRefusals.NotAccepting(health.Word), holder);
        }

        if (!ContentHeaders.IsTaken(request.ContentType))
        {
            return (IntakeRefusals.ContentType(request.ContentType), holder);
        }

        if (ContentHeaders.Coding(request.Headers.ContentEncoding) is not { } coding)
        {
            return (IntakeRefusals.ContentEncoding(), holder);
        }

        var read = await bodies.ReadAsync(request, coding, context.RequestAborted);
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

        return IntakeRefusals.Of(answer, entry);
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
}
