using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sidetone.Bus.Log;
using Sidetone.Groups;
using Sidetone.Storage;
using Sidetone.Telemetry;
using Sidetone.Telemetry.Wire;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Closing;

/// <summary>A closed call as <c>GET /v1/calls/{contactId}</c> shows it.</summary>
internal sealed record ShownCall(JsonElement Json)
{
    public string Summary => Json.GetProperty("summary").GetRawText();

    public JsonElement Contact => Json.GetProperty("summary").GetProperty("contact");

    public bool ChangedSinceSent => Json.GetProperty("changedSinceSent").GetBoolean();

    /// <summary>The batches it holds, as <c>session/number</c>.</summary>
    public IReadOnlyList<string> Batches =>
        [
            .. Json.GetProperty("sessions")
                .EnumerateArray()
                .SelectMany(session =>
                    session
                        .GetProperty("batches")
                        .EnumerateArray()
                        .Select(number => $"{session.GetProperty("session").GetString()}/{number.GetInt64()}")
                ),
        ];
}

/// <summary>An event of the built-in bus.</summary>
internal sealed record ShownEvent(string Id, string Type, string Detail, string Envelope);

/// <summary>One group's senders and readers at a running server.</summary>
internal sealed class ClosingDesk(RunningServer server, CreatedGroup group)
{
    private int _looks;

    public AccountGroup Group => group.Group;

    /// <summary>Sends a batch, which must be taken.</summary>
    public async Task SendAsync(Batch batch, bool repeated = false) =>
        (await server.SendAsync(BatchWriter.ToUtf8(batch), group.IngestKey)).Accepted(repeated);

    /// <summary>Sends batches one after the other.</summary>
    public async Task SendAsync(IEnumerable<Batch> batches)
    {
        foreach (var batch in batches)
        {
            await SendAsync(batch);
        }
    }

    /// <summary>The call, or null while it is not closed.</summary>
    public async Task<ShownCall?> FindAsync(string contact)
    {
        var answer = await server.GetAsync($"/v1/calls/{contact}", group.ReadKey);
        var calls = answer.Json.GetProperty("calls").EnumerateArray().ToArray();
        return calls.Length == 0 ? null : new ShownCall(Assert.Single(calls));
    }

    /// <summary>Waits until the call is closed and holds so many batches.</summary>
    public async Task<ShownCall> ClosedAsync(string contact, int batches)
    {
        ShownCall? call = null;
        await Eventually.HoldsAsync(async () =>
            (call = await FindAsync(contact)) is { } found && found.Batches.Count >= batches
        );
        Assert.Equal(batches, call!.Batches.Count);
        return call;
    }

    /// <summary>
    /// Has the server look for due calls and close one that came after everything else: what is not closed now was
    /// looked at, and left open.
    /// </summary>
    public async Task LookAsync(DateTimeOffset now)
    {
        var contact = $"look-{++_looks}";
        var told = PlayedCall.Told(contact, contact, BatchSource.Browser, now, ("connecting", null), ("ended", 0));
        await SendAsync(told);
        await ClosedAsync(contact, 1);
    }

    /// <summary>The events of a contact in order, once nothing is left to deliver.</summary>
    public async Task<IReadOnlyList<ShownEvent>> EventsAsync(string contact)
    {
        var services = server.Host.Services;
        var database = services.GetRequiredService<Database>();
        await Eventually.HoldsAsync(async () => await OpenDeliveriesAsync(database) == 0);
        var log = services.GetRequiredService<BusLog>();
        var page = await log.ReadAfterAsync(Group.Id, 0, new HashSet<string>(), 10_000, RunningServer.Stop);
        return
        [
            .. page
                .Events.Select(logged => Shown(Encoding.UTF8.GetString(logged.Envelope.Span)))
                .Where(shown => shown.Envelope.Contains($"\"{contact}\"", StringComparison.Ordinal)),
        ];
    }

    private static ShownEvent Shown(string envelope)
    {
        var json = JsonDocument.Parse(envelope).RootElement;
        return new ShownEvent(
            json.GetProperty("id").GetString() ?? "",
            json.GetProperty("detail-type").GetString() ?? "",
            json.GetProperty("detail").GetRawText(),
            envelope
        );
    }

    private static Task<long> OpenDeliveriesAsync(Database database) =>
        database.ReadAsync(
            async (connection, stop) =>
            {
                await using var command = connection.CreateCommand();
                command.CommandText = "SELECT count(*) FROM outbox_delivery WHERE state < 2";
                return Convert.ToInt64(await command.ExecuteScalarAsync(stop), null);
            },
            RunningServer.Stop
        );
}
