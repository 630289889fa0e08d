using System.Text;
using Sidetone.Platforms.Connect.Envelopes;

namespace Sidetone.Tests.Platforms;

public sealed class RecordSplitterTests
{
    private static RecordSplitter Split(string body)
    {
        var records = new RecordSplitter();
        records.Add(Encoding.UTF8.GetBytes(body));
        return records;
    }

    private static string Shown(RecordSplitter records) =>
        string.Join(
            ' ',
            records.Records.Select(record =>
                record.Problem is null ? record.Json.GetRawText() : $"!{Encoding.UTF8.GetString(record.Bytes.Span)}"
            )
        );

    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""", false)]
    [InlineData("""{"a":1}{"b":2}""", """{"a":1} {"b":2}""", false)]
    [InlineData("{\"a\":1}\n{\"b\":2}\r\n\n", """{"a":1} {"b":2}""", false)]
    [InlineData("""[{"a":1},{"b":2}]""", """{"a":1} {"b":2}""", true)]
    [InlineData("", "", false)]
    [InlineData("  \n ", "", false)]
    [InlineData("[]", "", true)]
    public void Records_come_alone_joined_in_lines_and_in_arrays(string body, string expected, bool isEnvelope)
    {
        var records = Split(body);
        Assert.Equal((expected, isEnvelope), (Shown(records), records.IsEnvelope));
    }

    [Fact]
    public void A_line_that_is_broken_costs_itself()
    {
        Assert.Equal("""{"a":1} !{"b": {"c":3}""", Shown(Split("{\"a\":1}\n{\"b\":\n{\"c\":3}\n")));
        Assert.Equal("!nonsense", Shown(Split("nonsense")));
        Assert.Equal("""{"a":1} !{"b":""", Shown(Split("""{"a":1}{"b":""")));
        Assert.Equal("!{] {\"c\":3}", Shown(Split("\n\n{]\n{\"c\":3}")));
    }

    [Fact]
    public void Kinesis_envelopes_hold_one_or_several_records_each()
    {
        var records = Split(ConnectRecords.Kinesis("""{"a":1}""", "{\"b\":2}{\"c\":3}\n", "{"));
        Assert.Equal("""{"a":1} {"b":2} {"c":3} !{""", Shown(records));
        Assert.True(records.IsEnvelope);
        Assert.Equal("$.Records[1].kinesis.data", records.Records[1].Path);
    }

    [Fact]
    public void Pipes_pass_an_array_of_streams_records_on()
    {
        var body = $$"""[{"data":"{{ConnectRecords.Base64("""{"a":1}""")}}","partitionKey":"p"},{"data":"***"}]""";
        Assert.Equal("""{"a":1} !"***" """.TrimEnd(), Shown(Split(body)));
    }

    [Fact]
    public void A_body_has_a_bound_of_records()
    {
        Assert.False(Split(string.Concat(Enumerable.Repeat("{}", RecordSplitter.RecordsMax))).HasTooMany);
        var over = Split(string.Concat(Enumerable.Repeat("{}", RecordSplitter.RecordsMax + 1)));
        Assert.True(over.HasTooMany);
        Assert.Equal(RecordSplitter.RecordsMax, over.Records.Count);
    }

    [Fact]
    public void Whatever_bytes_come_are_taken_apart_and_none_is_lost()
    {
        var random = new Random(7);
        for (var round = 0; round < 2_000; round++)
        {
            var bytes = new byte[random.Next(60)];
            for (var i = 0; i < bytes.Length; i++)
            {
                bytes[i] = (byte)"{}[]\",:a1 \n\\\xc3"[random.Next(14) % 13];
            }

            var records = new RecordSplitter();
            records.Add(bytes);
            Assert.InRange(records.Records.Count, 0, bytes.Length);
        }
    }
}
