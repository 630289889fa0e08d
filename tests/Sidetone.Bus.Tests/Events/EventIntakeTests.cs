using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Sidetone.Bus.Buses;
using Sidetone.Bus.Events;
using Sidetone.Bus.Partners;
using Sidetone.Bus.Resources;
using Sidetone.Bus.Tests.Rigs;

namespace Sidetone.Bus.Tests.Events;

public sealed class EventIntakeTests
{
    private const string PartnerSource = "aws.partner/operata.com/g/calls";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static EventEntry Entry =>
        new()
        {
            Source = "org.example",
            DetailType = "Tried",
            Detail = """{"n":1}""",
        };

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task An_accepted_entry_is_in_the_log_as_the_envelope_that_AWS_writes(Engine engine)
    {
        await using var rig = await BusRig.OpenAsync(engine);
        var entry = Entry with
        {
            Time = new DateTimeOffset(2026, 5, 6, 7, 8, 9, 999, TimeSpan.Zero),
            Resources = ["arn:aws:x", "größer\""],
            Detail = "{ \"n\" : 1.50,\n \"text\": \"a b \\\" c\", \"n\":2 }",
        };

        var outcome = Assert.Single(await Intake(rig).PutAsync(BusRig.Tenant, [entry], Stop));

        Assert.True(Guid.TryParse(outcome.EventId, out _));
        Assert.Equal(
            $$"""
            {"version":"0","id":"{{outcome.EventId}}","detail-type":"Tried","source":"org.example",
            """
                + """
                "account":"111122223333","time":"2026-05-06T07:08:09Z","region":"eu-west-1",
                """
                + """
                "resources":["arn:aws:x","größer\""],"detail":{"n":1.50,"text":"a b \" c","n":2}}
                """,
            await OnlyEnvelopeAsync(rig)
        );
    }

    [Fact]
    public async Task An_entry_without_a_time_has_the_time_of_its_arrival()
    {
        await using var rig = await BusRig.OpenAsync(Engine.Sqlite);
        await Intake(rig).PutAsync(BusRig.Tenant, [Entry], Stop);

        Assert.Contains("\"time\":\"2026-01-02T03:04:05Z\"", await OnlyEnvelopeAsync(rig), StringComparison.Ordinal);
        Assert.Contains("\"resources\":[],", await OnlyEnvelopeAsync(rig), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Source", "InvalidArgument", "Parameter Source is not valid. Reason: Source is a required argument.")]
    [InlineData(
        "DetailType",
        "InvalidArgument",
        "Parameter DetailType is not valid. Reason: DetailType is a required argument."
    )]
    [InlineData("Detail", "InvalidArgument", "Parameter Detail is not valid. Reason: Detail is a required argument.")]
    [InlineData("aws.", "NotAuthorizedForSourceException", "Not authorized for the source.")]
    [InlineData("bus", "ResourceNotFoundException", "Event bus nowhere does not exist.")]
    [InlineData(
        "long",
        "InvalidArgument",
        "Parameter DetailType is not valid. Reason: it is longer than 128 characters."
    )]
    public async Task A_refused_entry_has_its_code_and_message_and_takes_no_other_with_it(
        string what,
        string code,
        string message
    )
    {
        await using var rig = await BusRig.OpenAsync(Engine.Sqlite);
        var wrong = what switch
        {
            "Source" => Entry with { Source = null },
            "DetailType" => Entry with { DetailType = "" },
            "Detail" => Entry with { Detail = null },
            "aws." => Entry with { Source = PartnerSource },
            "bus" => Entry with { EventBusName = "nowhere" },
            _ => Entry with { DetailType = new string('x', 129) },
        };

        var outcomes = await Intake(rig).PutAsync(BusRig.Tenant, [Entry, wrong, Entry], Stop);

        Assert.Equal((null, code, message), (outcomes[1].EventId, outcomes[1].ErrorCode, outcomes[1].ErrorMessage));
        Assert.Null(outcomes[0].ErrorCode);
        Assert.Equal(2, await rig.Log.HeadAsync(BusRig.Group, Stop));
    }

    [Theory]
    [InlineData("\"text\"")]
    [InlineData("[1]")]
    [InlineData("12")]
    [InlineData("null")]
    [InlineData("{\"n\":1")]
    [InlineData("{\"n\":1}}")]
    [InlineData("{\"n\":01}")]
    [InlineData("{'n':1}")]
    [InlineData("{\"n\":1,}")]
    [InlineData("deep")]
    public async Task A_detail_that_is_no_JSON_object_is_malformed(string detail)
    {
        await using var rig = await BusRig.OpenAsync(Engine.Sqlite);
        var text = detail == "deep" ? Nested(1_001) : detail;

        var outcome = (await Intake(rig).PutAsync(BusRig.Tenant, [Entry with { Detail = text }], Stop)).Single();

        Assert.Equal(("MalformedDetail", "Detail is malformed."), (outcome.ErrorCode, outcome.ErrorMessage));
    }

    [Fact]
    public async Task A_detail_may_be_as_deep_as_AWS_allows()
    {
        await using var rig = await BusRig.OpenAsync(Engine.Sqlite);
        var outcome = await Intake(rig).PutAsync(BusRig.Tenant, [Entry with { Detail = Nested(1_000) }], Stop);
        Assert.NotNull(outcome[0].EventId);
    }

    [Fact]
    public async Task A_bus_is_named_by_its_name_or_its_ARN()
    {
        await using var rig = await BusRig.OpenAsync(Engine.Sqlite);
        await rig.PutAsync(Bus("orders"));
        var outcomes = await Intake(rig)
            .PutAsync(
                BusRig.Tenant,
                [
                    Entry with
                    {
                        EventBusName = "orders",
                    },
                    Entry with
                    {
                        EventBusName = Arns.Bus(BusRig.Tenant, "orders"),
                    },
                    Entry with
                    {
                        EventBusName = Arns.Bus(BusRig.Tenant with { Account = "999999999999" }, "orders"),
                    },
                ],
                Stop
            );

        Assert.Null(outcomes[0].ErrorCode);
        Assert.Null(outcomes[1].ErrorCode);
        Assert.Equal("ResourceNotFoundException", outcomes[2].ErrorCode);
        var page = await rig.Log.ReadAfterAsync(BusRig.Group, 0, new HashSet<string>(), 10, Stop);
        Assert.Equal(["orders", "orders"], page.Events.Select(logged => logged.Bus));
    }

    [Fact]
    public async Task An_intake_that_is_not_strict_drops_what_reaches_nobody_as_AWS_does()
    {
        await using var rig = await BusRig.OpenAsync(Engine.Sqlite);
        var outcomes = await Intake(rig, new EventIntakeOptions { Strict = false })
            .PutAsync(BusRig.Tenant, [Entry with { EventBusName = "nowhere" }], Stop);

        Assert.NotNull(outcomes[0].EventId);
        Assert.Equal(0, await rig.Log.HeadAsync(BusRig.Group, Stop));
    }

    [Fact]
    public async Task A_request_with_too_many_entries_is_refused_and_shown_as_AWS_prints_it()
    {
        await using var rig = await BusRig.OpenAsync(Engine.Sqlite);
        var refused = await Assert.ThrowsAsync<BusException>(() =>
            Intake(rig).PutAsync(BusRig.Tenant, [.. Enumerable.Repeat(Entry, 11)], Stop)
        );

        Assert.Equal(("ValidationException", 400), (refused.Code, refused.Status));
        Assert.StartsWith(
            "1 validation error detected: Value '[PutEventsRequestEntry(time=null, source=org.example, resources=null, "
                + "detailType=Tried, detail={\"n\":1}, eventBusName=null, traceHeader=null, kmsKeyIdentifier=null, "
                + "internalMetadata=null), PutEventsRequestEntry(",
            refused.Message,
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            ")]' at 'entries' failed to satisfy constraint: Member must have length less than or equal to 10",
            refused.Message,
            StringComparison.Ordinal
        );
        await Assert.ThrowsAsync<BusException>(() => Intake(rig).PutAsync(BusRig.Tenant, [], Stop));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task The_size_of_a_request_is_counted_over_all_its_entries_as_documented(int over, bool taken)
    {
        await using var rig = await BusRig.OpenAsync(Engine.Sqlite);

        // Two entries of 14 (time) + 11 (source) + 5 (type) + 2 (resource ä) + detail.
        var detail = 5_000 - (14 + 11 + 5 + 2);
        var entry = Entry with { Time = DateTimeOffset.UnixEpoch, Resources = ["ä"], Detail = Sized(detail) };
        var intake = Intake(rig, new EventIntakeOptions { RequestBytesMax = 10_000 - over });
        var putting = intake.PutAsync(BusRig.Tenant, [entry, entry], Stop);

        if (taken)
        {
            Assert.All(await putting, outcome => Assert.NotNull(outcome.EventId));
        }
        else
        {
            var refused = await Assert.ThrowsAsync<BusException>(() => putting);
            Assert.Equal(
                ("ValidationException", "Total size of the entries in the request is over the limit."),
                (refused.Code, refused.Message)
            );
            Assert.Equal(0, await rig.Log.HeadAsync(BusRig.Group, Stop));
        }
    }

    [Fact]
    public async Task A_partner_event_goes_to_the_bus_that_belongs_to_its_source_while_that_is_active()
    {
        await using var rig = await BusRig.OpenAsync(Engine.Sqlite);
        var intake = Intake(rig);
        var entry = Entry with { Source = PartnerSource };
        await rig.PutAsync(Source("PENDING"));
        Assert.Equal(
            "ResourceNotFoundException",
            (await intake.PutPartnerAsync(BusRig.Tenant, [entry], Stop))[0].ErrorCode
        );

        await rig.PutAsync(Bus(PartnerSource) with { EventSourceName = PartnerSource });
        await rig.PutAsync(Source("ACTIVE"));
        Assert.NotNull((await intake.PutPartnerAsync(BusRig.Tenant, [entry], Stop))[0].EventId);
        Assert.Equal(
            "NotAuthorizedForSourceException",
            (await intake.PutPartnerAsync(BusRig.Tenant, [Entry], Stop))[0].ErrorCode
        );

        var page = await rig.Log.ReadAfterAsync(BusRig.Group, 0, new HashSet<string>(), 10, Stop);
        Assert.Equal(PartnerSource, Assert.Single(page.Events).Bus);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Requests_that_come_at_the_same_time_are_all_in_the_log(Engine engine)
    {
        await using var rig = await BusRig.OpenAsync(engine);
        var intake = Intake(rig);
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(_ => intake.PutAsync(BusRig.Tenant, [Entry, Entry, Entry], Stop))
        );

        var page = await rig.Log.ReadAfterAsync(BusRig.Group, 0, new HashSet<string>(), 1_000, Stop);
        Assert.Equal(
            outcomes.SelectMany(each => each).Select(outcome => outcome.EventId!).Order(),
            page.Events.Select(logged => JsonDocument.Parse(logged.Envelope).RootElement.GetProperty("id").GetString()!)
                .Order()
        );
    }

    private static EventIntake Intake(BusRig rig, EventIntakeOptions? options = null) =>
        new(rig.Database, rig.Log, rig.Resources, rig.Store.Time, Options.Create(options ?? new EventIntakeOptions()));

    private static async Task<string> OnlyEnvelopeAsync(BusRig rig)
    {
        var page = await rig.Log.ReadAfterAsync(BusRig.Group, 0, new HashSet<string>(), 10, Stop);
        return Encoding.UTF8.GetString(Assert.Single(page.Events).Envelope.Span);
    }

    private static string Nested(int depth) =>
        string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "{}" + new string('}', depth - 1);

    private static string Sized(int bytes) => $$"""{"t":"{{new string('x', bytes - 8)}}"}""";

    private static EventBusRecord Bus(string name) =>
        new()
        {
            Name = name,
            CreatedAt = DateTimeOffset.UnixEpoch,
            ModifiedAt = DateTimeOffset.UnixEpoch,
        };

    private static PartnerEventSourceRecord Source(string state) =>
        new()
        {
            Name = PartnerSource,
            Account = BusRig.Tenant.Account,
            State = state,
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
}
