using Sidetone.Api;
using Sidetone.Groups;
using Sidetone.Intake;
using Sidetone.Intake.Refusals;
using Sidetone.Platforms.Connect.Envelopes;

namespace Sidetone.Platforms.Connect;

/// <summary>
/// <c>POST /v1/platforms/connect/firehose</c>: what Amazon Data Firehose delivers to an HTTP endpoint (request and response
/// specification, 1.0).
/// </summary>
/// <remarks>
/// The answer repeats the request's id, says when it was made, and on failure why; anything else Firehose takes for a
/// failure, and sends the same records again until its retry time is over. So a record that cannot be read is set aside and
/// acknowledged, and only what may pass is refused.
/// </remarks>
internal sealed class FirehoseEndpoint(ConnectGate gate, ConnectFeed feed, IntakeCounters counters, TimeProvider time)
{
    private const string RequestId = "X-Amz-Firehose-Request-Id";
    private const int RequestIdMax = 256;

    public async Task Post(HttpContext context)
    {
        var (refusal, group, body) = await gate.AdmitAsync(context);
        if (body is not null && group is not null)
        {
            using (body)
            {
                refusal = await TakeAsync(context, group, body.Memory);
            }
        }

        if (refusal is not null)
        {
            counters.Refused(group?.Group.Id, refusal.Reason);
        }

        await AnswerAsync(context, refusal);
    }

    private async Task<Refusal?> TakeAsync(HttpContext context, GroupSnapshot group, ReadOnlyMemory<byte> body)
    {
        if (FirehoseRequest.TryRead(body, out var records) is { } fault)
        {
            return fault;
        }

        return records.HasTooMany
            ? ConnectFeed.TooMany()
            : (await feed.TakeAsync(group, records.Records, setsAside: true, context.RequestAborted)).Later;
    }

    private Task AnswerAsync(HttpContext context, Refusal? refusal)
    {
        var id = context.Request.Headers[RequestId].ToString();
        context.Response.StatusCode = refusal is null ? StatusCodes.Status200OK : RefusalKind.Of(refusal.Reason).Status;
        return JsonAnswer.WriteAsync(
            context.Response,
            json =>
            {
                json.WriteString("requestId", id.Length > RequestIdMax ? id[..RequestIdMax] : id);
                json.WriteNumber("timestamp", time.GetUtcNow().ToUnixTimeMilliseconds());
                if (refusal is not null)
                {
                    json.WriteString("errorMessage", refusal.Detail);
                }
            }
        );
    }
}
