using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sidetone.Delivery.Destinations;
using Sidetone.Delivery.Outbox;
using Sidetone.Delivery.Tests.Rigs;

namespace Sidetone.Delivery.Tests.Destinations;

/// <summary>What every destination promises, asked of each kind through the service that sends.</summary>
public abstract class DestinationSuite
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_event_arrives_with_its_own_id_and_the_same_envelope_everywhere()
    {
        await using var place = await OpenAsync();
        await using var rig = await OpenRigAsync(place);
        OutboxEvent[] events =
        [
            DeliveryRig.Event("c1"),
            DeliveryRig.Event("c1", "InsightsSummary"),
            DeliveryRig.Event("c2"),
        ];
        await rig.StartAsync();

        await rig.AddAsync(events);

        await rig.AllAsync(DeliveryState.Delivered);
        var received = await place.ReceivedAsync(rig);
        Assert.Equal(events.Select(sent => sent.Id.ToString()).Order(), received.Select(place.IdOf).Order());
        var first = received.Single(envelope => place.IdOf(envelope) == events[0].Id.ToString());
        var (id, resources) = place.GivesOwnIds
            ? (Id(first), $"[\"sidetone:event/{events[0].Id}\"]")
            : (events[0].Id.ToString(), "[]");
        Assert.Equal(
            $$$"""{"version":"0","id":"{{{id}}}","detail-type":"CallSummary","source":"{{{place.SourcePrefix}}}/a28453f9-1111-2222-3333-84d9e67ac297/calls","account":"000000000000","time":"2026-01-02T03:04:05Z","region":"ap-southeast-2","resources":{{{resources}}},"detail":{"mos":4.41}}""",
            first
        );
    }

    [Fact]
    public async Task What_fails_for_a_while_arrives_later_under_the_same_id()
    {
        await using var place = await OpenAsync();
        await using var rig = await OpenRigAsync(place);
        await place.TroubleAsync(rig);
        await rig.StartAsync();
        await rig.AddAsync(DeliveryRig.Event("c1"));
        await rig.PassTimeUntilAsync(place.WasTriedInTroubleAsync(rig));
        Assert.Empty(await place.ReceivedAsync(rig));

        await place.MendAsync(rig);

        await rig.PassTimeUntilAsync(async () => (await rig.RowsAsync())[0].State == (long)DeliveryState.Delivered);
        Assert.Equal(DeliveryRig.Event("c1").Id.ToString(), place.IdOf(Assert.Single(await place.ReceivedAsync(rig))));
    }

    [Fact]
    public async Task What_the_destination_will_never_take_is_set_aside_with_the_reason_and_can_be_sent_again()
    {
        await using var place = await OpenAsync();
        Assert.SkipUnless(place.CanReject, "This kind takes every event.");
        await using var rig = await OpenRigAsync(place);
        place.Reject("c2");
        await rig.StartAsync();

        await rig.AddAsync(DeliveryRig.Event("c1"), WithContact("c2"), DeliveryRig.Event("c3"));

        await rig.PassTimeUntilAsync(async () => (await rig.RowsAsync()).All(row => row.State >= 2));
        var aside = Assert.Single(await rig.Status.SetAsideAsync(DeliveryRig.Group, 10, Stop));
        Assert.Equal((DeliveryRig.Event("c2").Id, "main", 1), (aside.Event, aside.DestinationName, aside.Attempts));
        Assert.NotEmpty(aside.Reason);
        Assert.Equal(2, (await place.ReceivedAsync(rig)).Count);

        await place.MendAsync(rig);
        Assert.Equal(1, await rig.Status.ResendSetAsideAsync(DeliveryRig.Group, null, Stop));
        await rig.AllAsync(DeliveryState.Delivered);
        Assert.Equal(3, (await place.ReceivedAsync(rig)).Count);
    }

    [Fact]
    public async Task A_node_that_dies_before_it_wrote_down_the_answer_loses_nothing()
    {
        await using var place = await OpenAsync();
        await using var rig = await OpenRigAsync(place);
        await rig.AddAsync(DeliveryRig.Event("c1"), DeliveryRig.Event("c2"));
        await DieAfterSendingAsync(rig, place);

        await rig.StartAsync();

        await rig.AllAsync(DeliveryState.Delivered);
        var received = await place.ReceivedAsync(rig);
        Assert.Equal(2, received.Select(place.IdOf).Distinct().Count());
        if (place.ExactlyOnce)
        {
            Assert.Equal(2, received.Count);
        }
    }

    [Fact]
    public async Task An_event_sent_again_by_a_person_arrives_again_under_the_same_id()
    {
        await using var place = await OpenAsync();
        await using var rig = await OpenRigAsync(place);
        await rig.StartAsync();
        await rig.AddAsync(DeliveryRig.Event("c1"));
        await rig.AllAsync(DeliveryState.Delivered);

        Assert.Equal(1, await rig.Status.ResendAsync(DeliveryRig.Group, DeliveryRig.Event("c1").Id, Stop));

        await Until.TrueAsync(async () => (await place.ReceivedAsync(rig)).Count == 2);
        Assert.Single((await place.ReceivedAsync(rig)).Select(place.IdOf).Distinct());
        Assert.Equal(0, await rig.Status.ResendAsync(Guid.Empty, DeliveryRig.Event("c1").Id, Stop));
    }

    private protected abstract Task<Place> OpenAsync();

    private protected static string Id(string envelope)
    {
        using var document = JsonDocument.Parse(envelope);
        return document.RootElement.GetProperty("id").GetString() ?? "";
    }

    /// <summary>An event whose detail names its contact, so that the place can know it.</summary>
    private static OutboxEvent WithContact(string contact) =>
        DeliveryRig.Event(contact, detail: $$"""{"contact":"{{contact}}"}""");

    private static async Task<DeliveryRig> OpenRigAsync(Place place)
    {
        var rig = await DeliveryRig.OpenAsync(Engine.Sqlite, place.Register);
        await rig.AddDestinationAsync(
            place.Kind,
            settings: place.Settings,
            secrets: place.Secrets,
            sourcePrefix: place.SourcePrefix
        );
        return rig;
    }

    private static async Task DieAfterSendingAsync(DeliveryRig rig, Place place)
    {
        var record = (await rig.Destinations.ListAsync(DeliveryRig.Group, Stop))[0];
        var kind = rig.Get<IEnumerable<IDestinationKind>>().Single(kind => kind.Name == place.Kind);
        await using var destination = kind.Open(record);
        var claimed = await rig.Claims.ClaimAsync(record, "node-1", 1, TimeSpan.FromMinutes(1), Stop);
        OutgoingEvent[] events = [.. claimed.Select(delivery => delivery.Event)];
        if (destination is IRemoteDestination remote)
        {
            await remote.SendAsync(events, Stop);
            return;
        }

        await Assert.ThrowsAsync<TimeoutException>(() =>
            rig.Database.WriteAsync<bool>(
                async (transaction, stop) =>
                {
                    await rig.Claims.CompleteAsync(transaction, claimed, stop);
                    await ((ITransactionalDestination)destination).AppendAsync(transaction, events, stop);
                    throw new TimeoutException("The power went off.");
                },
                Stop
            )
        );
    }
}

/// <summary>One kind's place for events, and how to make it fail.</summary>
internal abstract class Place : IAsyncDisposable
{
    public abstract string Kind { get; }

    public virtual string Settings => "{}";

    public virtual string? Secrets => null;

    public virtual string SourcePrefix => "aws.partner/operata.com";

    /// <summary>Whether the place gives events ids of its own, so that ours stand in their resources.</summary>
    public virtual bool GivesOwnIds => false;

    public virtual bool CanReject => false;

    public virtual bool ExactlyOnce => false;

    /// <summary>Our id of an event, from its envelope.</summary>
    public string IdOf(string envelope)
    {
        using var document = JsonDocument.Parse(envelope);
        var root = document.RootElement;
        return GivesOwnIds
            ? root.GetProperty("resources")[0].GetString()!.Replace("sidetone:event/", "", StringComparison.Ordinal)
            : root.GetProperty("id").GetString() ?? "";
    }

    public virtual void Register(IServiceCollection services) { }

    /// <summary>The envelopes that arrived, in order.</summary>
    public abstract Task<IReadOnlyList<string>> ReceivedAsync(DeliveryRig rig);

    public abstract Task TroubleAsync(DeliveryRig rig);

    public abstract Task MendAsync(DeliveryRig rig);

    public virtual void Reject(string contact) { }

    /// <summary>Whether sending was tried while there was trouble.</summary>
    public virtual Func<Task<bool>> WasTriedInTroubleAsync(DeliveryRig rig) =>
        async () => (await rig.RowsAsync())[0] is { Attempts: > 0, LastError: not null };

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
