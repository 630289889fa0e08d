using System.Text;
using Sidetone.Calls;
using Sidetone.Catalog;
using Sidetone.Closing;
using Sidetone.Groups;
using Sidetone.Telemetry;
using Sidetone.Telemetry.Packing;

namespace Sidetone.Tests.Closing;

/// <summary>What a call must become, worked out from its batches and no server.</summary>
/// <param name="Summary">The detail of its CallSummary event.</param>
/// <param name="InsightsSummary">The detail of its InsightsSummary event; null when there is none.</param>
internal sealed record ExpectedCall(string Summary, string? InsightsSummary)
{
    /// <summary>From batches of one call, in any order and with any repeats, that were sent from this machine.</summary>
    public static ExpectedCall Of(AccountGroup group, IEnumerable<Batch> batches)
    {
        var received = batches.Select(batch => batch with { Sender = new Sender { Address = "127.0.0.1" } }).ToArray();
        var sessions = SessionAssembler.Assemble(
            received.Select(batch =>
            {
                BatchCodec.Encode(batch, out var hash);
                return (batch, hash);
            })
        );
        return Of(group, received[0].ContactId, received[0].Agent, sessions);
    }

    /// <summary>The detail of the only HeadsetSummary event.</summary>
    public static string HeadsetOf(AccountGroup group, IReadOnlyList<Batch> batches)
    {
        var sessions = SessionAssembler.Assemble(batches.Select(batch => (batch, 0L)));
        var identity = new CallIdentity(group.Id, group.Name, batches[0].ContactId, batches[0].Agent);
        var summarized = CallSummarizer.Summarize(identity, sessions, GroupSettings.Default.Calls);
        var detail = Assert.Single(summarized.Headsets).Summary;
        return Encoding.UTF8.GetString(CatalogWriter.WriteDetail(detail, GroupSettings.Default.CatalogProfile));
    }

    /// <summary>From the sessions of a stored recording.</summary>
    public static ExpectedCall Of(AccountGroup group, string contactId, string agent, IReadOnlyList<Session> sessions)
    {
        var identity = new CallIdentity(group.Id, group.Name, contactId, agent);
        var summarized = CallSummarizer.Summarize(identity, sessions, GroupSettings.Default.Calls);
        var profile = GroupSettings.Default.CatalogProfile;
        return new ExpectedCall(
            Encoding.UTF8.GetString(CallEvents.SummaryDetail(summarized, profile)),
            summarized.InsightsSummary is { } insights
                ? Encoding.UTF8.GetString(CatalogWriter.WriteDetail(insights, profile))
                : null
        );
    }
}
