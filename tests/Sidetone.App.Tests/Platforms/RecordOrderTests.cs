using System.Collections.Frozen;
using System.Text.Json;
using Sidetone.Groups;
using Sidetone.Platforms.Connect;
using Sidetone.Platforms.Connect.Records;
using Sidetone.Privacy;
using Sidetone.Telemetry;
using Sidetone.Telemetry.Packing;
using Sidetone.Tests.Closing;

namespace Sidetone.Tests.Platforms;

/// <summary>A call that a page and every feed of the platform told of: its summary is the same in every order.</summary>
public sealed class RecordOrderTests
{
    private const int Rounds = 200;
    private static readonly DateTimeOffset s_start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly AccountGroup s_group = new(
        Guid.Parse("01890a5d-ac96-774b-bcce-b302099a8057"),
        "group",
        AccountGroup.DefaultAccount,
        s_start
    );

    [Fact]
    public void Any_order_any_repeats_and_any_moment_of_closing_give_the_same_bytes()
    {
        var batches = Batches();
        var expected = SummaryOf(SessionAssembler.Assemble(batches));
        for (var round = 0; round < Rounds; round++)
        {
            var random = new Random(round);
            var sent = batches.Concat(batches.Where(_ => random.Next(3) == 0)).ToArray();
            random.Shuffle(sent);
            // The call is closed with what came before some moment; the rest comes late to its packed recording.
            var late = random.Next(1, sent.Length);
            var packed = RecordingCodec.Pack(SessionAssembler.Assemble(sent[..late]));
            var sessions = SessionAssembler.Merge(RecordingCodec.Unpack(packed), sent[late..]);

            Assert.Equal(expected, SummaryOf(SessionAssembler.Assemble(sent)));
            Assert.Equal(expected, SummaryOf(sessions));
        }

        // That there is something to get wrong: each source is in it.
        Assert.Contains(
            "\"previous\":\"before-contact-1\",\"next\":\"after\"",
            expected.Summary,
            StringComparison.Ordinal
        );
        Assert.Contains("\"onHoldDurationSec\":20", expected.Summary, StringComparison.Ordinal);
        Assert.Contains("\"packetsReceived\":5301", expected.Summary, StringComparison.Ordinal);
        Assert.NotNull(expected.InsightsSummary);
    }

    private static ExpectedCall SummaryOf(IReadOnlyList<Session> sessions) =>
        ExpectedCall.Of(s_group, "contact-1", "ada", sessions);

    private static IReadOnlyList<(Batch Batch, long Hash)> Batches()
    {
        var records = new ConnectRecords(s_start);
        string[] all =
        [
            .. records.AgentEvents(),
            .. records.ContactEvents(),
            records.ContactRecord(updated: 180, reason: "OTHER"),
            records.ContactRecord(updated: 200, next: "after"),
        ];
        return
        [
            .. all.SelectMany(ReportsOf).Select(report => Hashed(ReportEntry.Of(Snapshot(), report).Batch)),
            .. PlayedCall.Of("contact-1", s_start.AddSeconds(ConnectRecords.Connected), seconds: 110).Select(Hashed),
        ];
    }

    private static (Batch Batch, long Hash) Hashed(Batch batch)
    {
        BatchCodec.Encode(batch, out var hash);
        return (batch, hash);
    }

    private static IReadOnlyList<ContactReport> ReportsOf(string record)
    {
        using var json = JsonDocument.Parse(record);
        Assert.Null(RecordReader.TryRead(json.RootElement, out var content));
        return content!.Reports;
    }

    private static GroupSnapshot Snapshot() =>
        new()
        {
            Group = s_group,
            SettingsVersion = 1,
            Settings = GroupSettings.Default,
            Origins = FrozenSet<string>.Empty,
            Redaction = new Redaction(GroupSettings.Default.FieldRules, new byte[32]),
        };
}
