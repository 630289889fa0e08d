using Sidetone.Closing;
using Sidetone.Groups;
using Sidetone.Storage;
using Sidetone.Storage.Log;
using Sidetone.Telemetry;
using Sidetone.Telemetry.Packing;

namespace Sidetone.Platforms.Connect.Contacts;

/// <summary>Says, when a call that the platform gave no agent is to be closed, whose it is after all.</summary>
internal sealed class UnnamedCalls(
    Database database,
    ITelemetryLog log,
    ClosedCallStore calls,
    ContactAgents contacts,
    NameDirectory names,
    KeyRing groups
) : IContactAgents
{
    /// <inheritdoc/>
    public async Task<string?> FindAsync(CallClaim claim, CancellationToken cancellation)
    {
        if (
            await contacts.FindAsync(claim.Group, claim.ContactId, cancellation) is not { } row
            || groups.Group(claim.Group) is not { } group
        )
        {
            return null;
        }

        if (row.Agent is { } settled)
        {
            return settled.Length > 0 ? settled : null;
        }

        var learned = await NameOfAsync(group, row.AgentArn, cancellation);
        var agent = learned ?? await PageOfAsync(claim, row, cancellation) ?? "";
        var final = await database.WriteAsync(
            async (transaction, stop) =>
            {
                if (learned is null && agent.Length > 0 && row.AgentArn is { } arn)
                {
                    await names.MeetAsync(transaction, group, arn, agent, stop);
                }

                return await ContactAgents.SettleAsync(transaction, claim.Group, claim.ContactId, agent, stop);
            },
            cancellation
        );
        return final.Length > 0 ? final : null;
    }

    /// <inheritdoc/>
    public Task AdoptAsync(
        System.Data.Common.DbTransaction transaction,
        CallClaim claim,
        CancellationToken cancellation
    ) => ContactAgents.AdoptAsync(transaction, claim.Group, claim.ContactId, claim.Agent, cancellation);

    private async Task<string?> NameOfAsync(GroupSnapshot group, string? arn, CancellationToken cancellation) =>
        arn is null ? null : (await names.FindAsync(group, [arn], cancellation)).GetValueOrDefault(arn)?.Name;

    /// <summary>
    /// The agent whose page saw the contact: of several the one connected last; of those that were only offered it, the only
    /// one, and none when the platform says that somebody was connected.
    /// </summary>
    private async Task<string?> PageOfAsync(CallClaim claim, ContactRow row, CancellationToken cancellation)
    {
        var agents = await log.AgentsOfAsync(claim.Group, claim.ContactId, cancellation);
        var others = agents.Where(agent => agent.Length > 0).ToList();
        (string Agent, long At)? last = null;
        foreach (var agent in others)
        {
            if (await ConnectedAtAsync(claim, agent, cancellation) is { } at && !(last?.At >= at))
            {
                last = (agent, at);
            }
        }

        return last?.Agent ?? (others.Count == 1 && row.AgentArn is null ? others[0] : null);
    }

    private async Task<long?> ConnectedAtAsync(CallClaim claim, string agent, CancellationToken cancellation)
    {
        var key = CallKey.Of(claim.Group, claim.ContactId, agent);
        var stored = await calls.FindAsync(key, cancellation);
        var read = await log.ReadAsync(key, cancellation);
        var sessions = SessionAssembler.Merge(
            stored is null ? [] : RecordingCodec.Unpack(stored.Recording),
            read.Entries.Select(entry => (BatchCodec.Decode(entry.Body.Span), entry.ContentHash))
        );
        return sessions
            .SelectMany(session => session.Happenings)
            .Where(each => each.Happening.Type == HappeningType.Connected)
            .Min(each => (long?)each.Happening.At);
    }
}
