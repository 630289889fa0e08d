using System.Data.Common;
using System.Globalization;
using System.Text;
using Sidetone.Groups;
using Sidetone.Intake;
using Sidetone.Intake.Batches;
using Sidetone.Intake.Refusals;
using Sidetone.Storage;
using Sidetone.Telemetry;
using Sidetone.Telemetry.Wire;

namespace Sidetone.Issues;

/// <summary><c>POST /v1/issues</c>: one report in, on disk with its event, acknowledged.</summary>
internal sealed partial class IssueEndpoint(
    Entrance entrance,
    IssueStore issues,
    IntakeCounters counters,
    TimeProvider time,
    ILogger<IssueEndpoint> logger
)
{
    public async Task Post(HttpContext context)
    {
        var (refusal, holder, body) = await entrance.EnterAsync(context);
        if (body is not null && holder is not null)
        {
            using (body)
            {
                refusal = TryRead(body.Span, holder.Group, out var issue);
                if (refusal is null)
                {
                    // Not cancelled with the request: it is committed or refused, never half.
                    refusal = await KeepAsync(context, issue!, holder.Group);
                }
            }
        }

        if (refusal is null)
        {
            return;
        }

        counters.Refused(holder?.Group.Group.Id, refusal.Reason);
        await ProblemResponse.WriteAsync(context.Response, refusal);
    }

    private Refusal? TryRead(ReadOnlySpan<byte> body, GroupSnapshot group, out Issue? issue)
    {
        if (!new IssueReader().TryRead(body, out var read, out var problem))
        {
            issue = null;
            return new Refusal(BatchEntry.ReasonOf(problem.Kind), problem.Reason, problem.Path);
        }

        issue = group.Redaction.Apply(read);
        return BatchTimes.Check(issue, group.Settings.RetentionDays, time.GetUtcNow());
    }

    private async Task<Refusal?> KeepAsync(HttpContext context, Issue issue, GroupSnapshot group)
    {
        try
        {
            var id = group.Group.Id;
            var answer = await issues.AddAsync(id, issue, group.Settings.CatalogProfile, CancellationToken.None);
            if (answer == IssueAnswer.Contradicted)
            {
                return new Refusal(
                    RefusalReason.IssueContradicted,
                    $"Another report was kept under the id {issue.Id:N}. A report that is changed has a new id.",
                    "$.id"
                );
            }

            var repeated = answer == IssueAnswer.Repeated;
            counters.IssueAcknowledged(repeated);
            await AcknowledgeAsync(context.Response, issue, repeated);
            return null;
        }
        catch (StoreFullException)
        {
            return Refusal.Later(RefusalReason.StoreFull, "The store's disk is full.", 30);
        }
        catch (StoreBusyException)
        {
            return Refusal.Later(RefusalReason.StoreBusy, "The store has too much to do.", 1);
        }
        catch (Exception trouble) when (trouble is DbException || StoreTrouble.Passes(trouble))
        {
            LogNotStored(trouble.Message);
            return Refusal.Later(RefusalReason.StoreFailed, "The store does not answer.", 5);
        }
    }

    private Task AcknowledgeAsync(HttpResponse response, Issue issue, bool repeated)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"accepted":true,"repeated":{{(repeated ? "true" : "false")}},"id":"{{issue.Id:N}}","serverTime":{{now}}}"""
        );
        var body = Encoding.UTF8.GetBytes(text);
        response.StatusCode = StatusCodes.Status202Accepted;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, 0, body.Length);
    }

    [LoggerMessage(3201, LogLevel.Warning, "A reported issue was not stored and is refused for now: {Reason}")]
    private partial void LogNotStored(string reason);
}
