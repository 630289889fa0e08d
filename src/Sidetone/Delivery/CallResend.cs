using Sidetone.Calls;
using Sidetone.Closing;
using Sidetone.Delivery.Destinations;
using Sidetone.Delivery.Outbox;
using Sidetone.Groups;
using Sidetone.Storage;
using Sidetone.Telemetry.Packing;

namespace Sidetone.Delivery;

/// <summary>Sends the events of a closed call again as it is stored now: the correction, when something came late.</summary>
/// <remarks>
/// The events are made anew from the packed recording under the settings that the stored summary was made with, so they
/// are those that belong to it byte for byte, whether or not the outbox still has what was sent.
/// </remarks>
internal sealed class CallResend(Database database, ClosedCallStore calls, GroupStore groups, EventOutbox outbox)
{
    /// <summary>Sends the events of a contact's calls again to all of the group's destinations; how many they are.</summary>
    public async Task<int> ResendAsync(AccountGroup group, string contactId, CancellationToken cancellation)
    {
        var sent = 0;
        foreach (var call in await calls.OfContactAsync(group.Id, contactId, cancellation))
        {
            sent += await ResendAsync(group, call, cancellation);
        }

        await outbox.AnnounceAsync(cancellation);
        return sent;
    }

    private async Task<int> ResendAsync(AccountGroup group, ClosedCall call, CancellationToken cancellation)
    {
        var settings =
            await groups.SettingsAsync(group.Id, call.SettingsVersion, cancellation)
            ?? (await groups.SettingsAsync(group.Id, cancellation)).Settings;
        var sessions = RecordingCodec.Unpack(call.Recording);
        if (!CallCloser.IsSent(sessions, settings))
        {
            return 0;
        }

        var identity = new CallIdentity(group.Id, group.Name, call.ContactId, call.Agent);
        var summarized = CallSummarizer.Summarize(identity, sessions, settings.Calls);
        // A correction has the id of what it corrects; the call may have got its agent's name since that was sent.
        var sentAs = identity with
        {
            Agent = call.SentAs ?? call.Agent,
        };
        var events = CallEvents.Of(sentAs, summarized, settings.CatalogProfile, settings.Headset);
        return await database.WriteAsync(
            async (transaction, stop) =>
            {
                var destinations = await DestinationStore.IdsAsync(transaction, group.Id, stop);
                foreach (var corrected in events)
                {
                    await outbox.CorrectAsync(transaction, corrected, destinations, stop);
                }

                // What came in since the call was read is not in these events: then it stays changed.
                await transaction.ExecuteAsync(
                    "UPDATE closed_call SET changed_since_sent = 0 WHERE call_key = @key AND recording = @recording",
                    new { key = call.Key.ToBytes(), recording = call.Recording },
                    stop
                );
                return events.Count;
            },
            cancellation
        );
    }
}
