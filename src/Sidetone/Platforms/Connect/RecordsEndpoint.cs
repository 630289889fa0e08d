using Sidetone.Api;
using Sidetone.Groups;
using Sidetone.Intake;
using Sidetone.Intake.Refusals;
using Sidetone.Platforms.Connect.Envelopes;

namespace Sidetone.Platforms.Connect;

/// <summary><c>POST /v1/platforms/connect/records</c>: a record, several, or an envelope of them.</summary>
internal sealed class RecordsEndpoint(ConnectGate gate, ConnectFeed feed, IntakeCounters counters, TimeProvider time)
{
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
            await ProblemResponse.WriteAsync(context.Response, refusal);
        }
    }

    private async Task<Refusal?> TakeAsync(HttpContext context, GroupSnapshot group, ReadOnlyMemory<byte> body)
    {
        var records = new RecordSplitter();
        records.Add(body);
        if (records.HasTooMany)
        {
            return ConnectFeed.TooMany();
        }

        if (records is { IsEnvelope: false, Records.Count: 0 })
        {
            return new Refusal(RefusalReason.BodyMalformed, "The body is empty: there is no record.", "$");
        }

        // Who sends a record alone hears what is wrong with it, and can keep it; of many, the others must get through.
        var isAlone = records is { IsEnvelope: false, Records.Count: 1 };
        var taken = await feed.TakeAsync(group, records.Records, setsAside: !isAlone, context.RequestAborted);
        if (taken.Later is not null)
        {
            return taken.Later;
        }

        if (isAlone && taken.Faulty is [var (_, problem)])
        {
            return new Refusal(problem.Reason, problem.Detail, problem.Path);
        }

        await AnswerAsync(context.Response, taken);
        return null;
    }

    private Task AnswerAsync(HttpResponse response, TakenRecords taken)
    {
        response.StatusCode = StatusCodes.Status202Accepted;
        return JsonAnswer.WriteAsync(
            response,
            json =>
            {
                json.WriteNumber("accepted", taken.Accepted);
                json.WriteNumber("repeated", taken.Repeated);
                json.WriteNumber("ignored", taken.Ignored.Values.Sum());
                json.WriteNumber("setAside", taken.Faulty.Count);
                json.WriteNumber("serverTime", time.GetUtcNow().ToUnixTimeMilliseconds());
            }
        );
    }
}
