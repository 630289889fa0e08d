using System.Buffers.Text;
using Sidetone.Groups;
using Sidetone.Intake.Bodies;
using Sidetone.Intake.Refusals;
using Sidetone.Networks;
using Sidetone.Storage.Log;

namespace Sidetone.Intake.Batches;

/// <summary><c>POST /v1/batches</c>: one batch in, on disk, acknowledged.</summary>
internal sealed class BatchEndpoint(
    IntakeOptions options,
    Entrance entrance,
    BatchEntry entries,
    AppendQueue queue,
    SenderAddress addresses,
    IntakeCounters counters,
    TimeProvider time
)
{
    public async Task Post(HttpContext context)
    {
        var (refusal, holder, body) = await entrance.EnterAsync(context);
        if (body is not null && holder is not null)
        {
            using (body)
            {
                refusal = await KeepAsync(context, body, holder.Group);
            }
        }

        if (refusal is null)
        {
            return;
        }

        counters.Refused(holder?.Group.Group.Id, refusal.Reason);
        await ProblemResponse.WriteAsync(context.Response, refusal);
    }

    private async ValueTask<Refusal?> KeepAsync(HttpContext context, PooledBody body, GroupSnapshot group)
    {
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
