using System.Text;
using Sidetone.Telemetry.Tests.Cases;
using Sidetone.Telemetry.Wire;

namespace Sidetone.Telemetry.Tests.Wire;

public sealed class IssueReaderTests
{
    private const string Sound = """
        {"version":1,"id":"72f456d5ead0e9a2701fb03530ff3799","at":1790000000000,"clockOffsetMs":0,"agent":"andy",
        "category":"Softphone would not work","machine":{"cpuUtilization":23.09,"memoryGb":16,"memoryAvailableGb":1.33},
        "samples":[{"at":1790000000000,"inbound":[{"ssrc":1,"jitter":0.004}]}]}
        """;

    [Fact]
    public void What_was_written_is_read_as_the_same_issue()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var issue = new AnyBatch(seed).NextIssue();
            var written = IssueWriter.ToUtf8(issue, key: "k");

            Assert.True(new IssueReader().TryRead(written, out var read, out var problem), $"Seed {seed}: {problem}");
            Assert.True(Shown.Of(issue) == Shown.Of(read), $"Seed {seed}:\n{Shown.Of(issue)}\n{Shown.Of(read)}");
            Assert.Equal("k", BatchReader.FindKey(written));
        }
    }

    [Theory]
    [InlineData("72f456d5ead0e9a2701fb03530ff3799")]
    [InlineData("72f456d5-ead0-e9a2-701f-b03530ff3799")]
    [InlineData("72F456D5-EAD0-E9A2-701F-B03530FF3799")]
    public void An_id_is_the_same_with_dashes_and_without(string id)
    {
        var issue = Read(Sound.Replace("72f456d5ead0e9a2701fb03530ff3799", id, StringComparison.Ordinal));

        Assert.Equal("72f456d5ead0e9a2701fb03530ff3799", issue.Id.ToString("N"));
    }

    [Fact]
    public void The_clock_offset_is_added_wherever_it_stands()
    {
        var body = Sound
            .Replace(",\"clockOffsetMs\":0", "", StringComparison.Ordinal)
            .Replace("}]}]}", "}]}],\"clockOffsetMs\":-500}", StringComparison.Ordinal);

        var issue = Read(body);

        Assert.Equal(1_789_999_999_500, issue.At);
        Assert.Equal(1_789_999_999_500, Assert.Single(issue.Tracks).Time(0));
    }

    public static TheoryData<string, string, string, BatchProblemKind> Mistakes =>
        new()
        {
            { "\"version\":1", "\"version\":2", "$.version", BatchProblemKind.UnsupportedVersion },
            { "72f456d5ead0e9a2", "72f4", "$.id", BatchProblemKind.OutOfRange },
            { "\"at\":1790000000000,\"clock", "\"at\":\"now\",\"clock", "$.at", BatchProblemKind.WrongType },
            { "\"agent\":\"andy\",", "", "$", BatchProblemKind.Missing },
            { "\"Softphone would not work\"", "\"\"", "$.category", BatchProblemKind.OutOfRange },
            {
                "\"Softphone would not work\"",
                $"\"{new string('x', 257)}\"",
                "$.category",
                BatchProblemKind.OutOfRange
            },
            { "23.09", "100.01", "$.machine.cpuUtilization", BatchProblemKind.OutOfRange },
            { "1.33", "16.01", "$.machine.memoryAvailableGb", BatchProblemKind.OutOfRange },
            { "\"jitter\":0.004", "\"jitter\":\"x\"", "$.samples[0].inbound[0].jitter", BatchProblemKind.WrongType },
            { "\"agent\":", "\"id\":\"x\",\"agent\":", "$.id", BatchProblemKind.Repeated },
            { "]}]}", "]}]", "$.samples", BatchProblemKind.Malformed },
        };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_named_with_its_place(string sound, string broken, string path, BatchProblemKind kind)
    {
        Assert.Contains(sound, Sound, StringComparison.Ordinal);
        var body = Encoding.UTF8.GetBytes(Sound.Replace(sound, broken, StringComparison.Ordinal));

        Assert.False(new IssueReader().TryRead(body, out _, out var problem));
        Assert.Equal((kind, path), (problem.Kind, problem.Path));
    }

    [Fact]
    public void No_more_samples_are_taken_than_a_minute_or_two_has()
    {
        var many = string.Join(",", Enumerable.Repeat("{\"at\":1790000000000}", WireLimits.IssueSamplesMax + 1));
        var body = Sound.Replace("\"samples\":[", $"\"samples\":[{many},", StringComparison.Ordinal);

        Assert.False(new IssueReader().TryRead(Encoding.UTF8.GetBytes(body), out _, out var problem));
        Assert.Contains("120 samples", problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_the_bytes_are_nothing_is_thrown()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var body = IssueWriter.ToUtf8(new AnyBatch(seed % 20).NextIssue());
            for (var damage = random.Next(1, 4); damage > 0; damage--)
            {
                body[random.Next(body.Length)] = (byte)random.Next(256);
            }

            new IssueReader().TryRead(body.AsSpan(0, random.Next(body.Length + 1)), out _, out _);
        }
    }

    private static Issue Read(string body)
    {
        Assert.True(
            new IssueReader().TryRead(Encoding.UTF8.GetBytes(body), out var issue, out var problem),
            $"{problem}"
        );
        return issue;
    }
}
