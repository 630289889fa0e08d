using System.Text.Json.Nodes;
using Sidetone.Telemetry.Tests.Cases;
using Sidetone.Telemetry.Wire;

namespace Sidetone.Telemetry.Tests.Wire;

/// <summary>Holds the published description of the batch against the reader.</summary>
public sealed class BatchFormatTests
{
    private static readonly string Reference = Path.Combine(Checkout.Root, "docs", "reference");

    private static readonly Dictionary<string, MemberTable> Tables = new(StringComparer.Ordinal)
    {
        [""] = BatchReader.Members,
        ["facts"] = FactsReader.Members,
        ["nameAndVersion"] = FactsReader.NameAndVersionMembers,
        ["mediaEndpoint"] = FactsReader.MediaEndpointMembers,
        ["serviceEndpoint"] = FactsReader.ServiceEndpointMembers,
        ["device"] = FactsReader.DeviceMembers,
        ["happening"] = HappeningReader.Members,
        ["headset"] = HeadsetReader.Members,
        ["headsetDevice"] = HeadsetReader.DeviceMembers,
        ["headsetEvent"] = HeadsetReader.EventMembers,
        ["sample"] = SampleReader.Members,
        ["inbound"] = RowShape.InboundStream.Members,
        ["outbound"] = RowShape.OutboundStream.Members,
        ["remote"] = RowShape.RemoteReport.Members,
        ["transport"] = RowShape.SelectedPair.Members,
        ["machine"] = RowShape.Computer.Members,
    };

    public static TheoryData<string> Examples =>
        [
            .. Directory
                .GetFiles(Path.Combine(Reference, "examples"), "*.json")
                .Select(file => Path.GetFileName(file)!)
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_example_is_a_batch(string name)
    {
        var body = File.ReadAllBytes(Path.Combine(Reference, "examples", name));

        Assert.True(new BatchReader().TryRead(body, out var batch, out var problem), $"{problem}");
        Assert.True(batch.Tracks.Count + batch.Happenings.Count + batch.Headset.Count > 0);
        Assert.True(new BatchReader().TryRead(BatchWriter.ToUtf8(batch), out var again, out problem), $"{problem}");
        Assert.Equal(Shown.Of(batch), Shown.Of(again));
    }

    [Fact]
    public void The_schema_has_exactly_the_members_that_are_read_and_requires_those_that_must_be()
    {
        var schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Reference, "batch.schema.json")))!.AsObject();
        var definitions = schema["$defs"]!.AsObject().ToDictionary(entry => entry.Key, entry => entry.Value!);
        definitions.Add("", schema);

        Assert.Equal(Tables.Keys.Order(StringComparer.Ordinal), definitions.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, definition) in definitions)
        {
            var members = definition["properties"]!.AsObject().Select(member => member.Key);
            var required = definition["required"]?.AsArray().Select(member => member!.GetValue<string>()) ?? [];
            Assert.Equal(Tables[name].Names, members);
            Assert.Equal(Tables[name].Names.Take(Tables[name].RequiredCount), required);
        }
    }

    [Fact]
    public void The_page_names_every_member_and_every_happening()
    {
        var page = File.ReadAllText(Path.Combine(Reference, "batch-format.md"));
        var types = typeof(HappeningType)
            .GetFields()
            .Concat(typeof(HeadsetEventType).GetFields())
            .Select(field => (string)field.GetRawConstantValue()!);

        Assert.All(
            Tables.Values.SelectMany(table => table.Names).Concat(types),
            name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal)
        );
    }
}
