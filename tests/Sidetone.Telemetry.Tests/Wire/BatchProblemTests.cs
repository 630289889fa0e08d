using System.Text;
using Sidetone.Telemetry.Tests.Cases;
using Sidetone.Telemetry.Wire;

namespace Sidetone.Telemetry.Tests.Wire;

public sealed class BatchProblemTests
{
    private const string Sound = """
        {"version":1,"contactId":"c","agent":"a","session":"s","sequence":0,"clockOffsetMs":0,"source":"browser","recording":false,
        "facts":{"memoryGb":16,"enqueuedAt":1790000000000,"browser":{"name":"B"},"devices":[{"kind":"audioinput","sampleRate":48000}]},
        "samples":[{"at":1790000000000,"connection":"pc","inbound":[{"ssrc":1,"packetsReceived":50,"packetsLost":-1,"jitter":0.004,"audioLevel":0.5}],
        "outbound":[{"ssrc":2,"remote":{"roundTripTime":0.05}}],"machine":{"cpuUtilization":30}}],
        "headset":[{"device":{"name":"J"},"events":[{"at":1790000000000,"type":"mute","on":true,"level":40}]}],
        "happenings":[{"at":1790000000000,"type":"hold"}]}
        """;

    public static TheoryData<string, string, string, BatchProblemKind, string> Mistakes =>
        new()
        {
            {
                "\"version\":1",
                "\"version\":2",
                "$.version",
                BatchProblemKind.UnsupportedVersion,
                "Version 2 is not known"
            },
            { "\"version\":1", "\"version\":\"1\"", "$.version", BatchProblemKind.WrongType, "not \"1\"" },
            { "\"device\":{\"name\":\"J\"},", "", "$.headset[0]", BatchProblemKind.Missing, "\"device\"" },
            { "\"name\":\"J\"", "\"name\":1", "$.headset[0].device.name", BatchProblemKind.WrongType, "A text" },
            { "\"mute\"", "null", "$.headset[0].events[0]", BatchProblemKind.Missing, "\"type\"" },
            { "\"on\":true", "\"on\":1", "$.headset[0].events[0].on", BatchProblemKind.WrongType, "true or false" },
            {
                "\"level\":40",
                "\"level\":-1",
                "$.headset[0].events[0].level",
                BatchProblemKind.OutOfRange,
                "from 0 to 200"
            },
            { "\"version\":1,", "", "$", BatchProblemKind.Missing, "\"version\"" },
            { "\"contactId\":\"c\"", "\"contactId\":null", "$", BatchProblemKind.Missing, "\"contactId\"" },
            {
                "\"contactId\":\"c\"",
                "\"contactId\":\"\"",
                "$.contactId",
                BatchProblemKind.OutOfRange,
                "not an empty one"
            },
            {
                "\"contactId\":\"c\"",
                "\"contactId\":\"a\\u0000b\"",
                "$.contactId",
                BatchProblemKind.OutOfRange,
                "U+0000"
            },
            { "\"contactId\":\"c\"", "\"contactId\":\"a\\nb\"", "$.contactId", BatchProblemKind.OutOfRange, "control" },
            {
                "\"contactId\":\"c\"",
                $"\"contactId\":\"{new string('x', 257)}\"",
                "$.contactId",
                BatchProblemKind.OutOfRange,
                "256"
            },
            {
                "\"contactId\":\"c\"",
                $"\"contactId\":\"{new string('x', 9999)}\"",
                "$.contactId",
                BatchProblemKind.OutOfRange,
                "256"
            },
            {
                "\"contactId\":\"c\"",
                "\"contactId\":\"\\ud800\"",
                "$.contactId",
                BatchProblemKind.Malformed,
                "surrogate"
            },
            { "\"agent\":\"a\",", "", "$", BatchProblemKind.Missing, "\"agent\"" },
            {
                "\"session\":\"s\"",
                "\"session\":7",
                "$.session",
                BatchProblemKind.WrongType,
                "A text is expected, not 7"
            },
            { "\"sequence\":0", "\"sequence\":-1", "$.sequence", BatchProblemKind.OutOfRange, "not -1" },
            { "\"sequence\":0", "\"sequence\":1.5", "$.sequence", BatchProblemKind.WrongType, "whole number" },
            { "\"sequence\":0", "\"sequence\":0,\"sequence\":0", "$.sequence", BatchProblemKind.Repeated, "twice" },
            {
                "\"sequence\":0",
                "\"sequence\":0,\"\\u0073equence\":null",
                "$.sequence",
                BatchProblemKind.Repeated,
                "twice"
            },
            {
                "\"clockOffsetMs\":0",
                "\"clockOffsetMs\":1e300",
                "$.clockOffsetMs",
                BatchProblemKind.OutOfRange,
                "1e300"
            },
            { "\"browser\"", "\"Browser\"", "$.source", BatchProblemKind.OutOfRange, "\"platform\" is expected" },
            { "\"recording\":false", "\"recording\":0", "$.recording", BatchProblemKind.WrongType, "true or false" },
            { "\"memoryGb\":16", "\"memoryGb\":1e999", "$.facts.memoryGb", BatchProblemKind.OutOfRange, "1e999" },
            { "\"name\":\"B\"", "\"name\":{}", "$.facts.browser.name", BatchProblemKind.WrongType, "not an object" },
            { "48000", "\"48000\"", "$.facts.devices[0].sampleRate", BatchProblemKind.WrongType, "not \"48000\"" },
            {
                "\"enqueuedAt\":1790000000000",
                "\"enqueuedAt\":1790000000",
                "$.facts.enqueuedAt",
                BatchProblemKind.OutOfRange,
                "2000-01-01"
            },
            { "\"at\":1790000000000,\"c", "\"c", "$.samples[0]", BatchProblemKind.Missing, "\"at\"" },
            { "\"at\":1790000000000,\"c", "\"at\":1e308,\"c", "$.samples[0].at", BatchProblemKind.OutOfRange, "1e308" },
            {
                "\"connection\":\"pc\"",
                $"\"connection\":\"{new string('p', 129)}\"",
                "$.samples[0].connection",
                BatchProblemKind.OutOfRange,
                "128"
            },
            { "\"ssrc\":1,", "", "$.samples[0].inbound[0]", BatchProblemKind.Missing, "\"ssrc\"" },
            {
                "\"ssrc\":1,",
                "\"ssrc\":4294967296,",
                "$.samples[0].inbound[0].ssrc",
                BatchProblemKind.OutOfRange,
                "4294967295"
            },
            {
                "0.004",
                "\"NaN\"",
                "$.samples[0].inbound[0].jitter",
                BatchProblemKind.WrongType,
                "A number is expected, not \"NaN\""
            },
            { "0.004", "1e308", "$.samples[0].inbound[0].jitter", BatchProblemKind.OutOfRange, "not 1e308" },
            { "0.004", "-0.004", "$.samples[0].inbound[0].jitter", BatchProblemKind.OutOfRange, "from 0 to" },
            { "0.004", "[0.004]", "$.samples[0].inbound[0].jitter", BatchProblemKind.WrongType, "not an array" },
            { "0.004", "NaN", "$.samples[0].inbound[0].jitter", BatchProblemKind.Malformed, "malformed at byte" },
            {
                "\"packetsReceived\":50",
                "\"packetsReceived\":-50",
                "$.samples[0].inbound[0].packetsReceived",
                BatchProblemKind.OutOfRange,
                "not -50"
            },
            {
                "\"packetsReceived\":50",
                "\"packetsReceived\":9007199254740993",
                "$.samples[0].inbound[0].packetsReceived",
                BatchProblemKind.OutOfRange,
                "9007199254740992"
            },
            {
                "\"audioLevel\":0.5",
                "\"audioLevel\":1.01",
                "$.samples[0].inbound[0].audioLevel",
                BatchProblemKind.OutOfRange,
                "from 0 to 1 "
            },
            { "0.05", "true", "$.samples[0].outbound[0].remote.roundTripTime", BatchProblemKind.WrongType, "not true" },
            {
                "\"cpuUtilization\":30",
                "\"cpuUtilization\":100.01",
                "$.samples[0].machine.cpuUtilization",
                BatchProblemKind.OutOfRange,
                "from 0 to 100 "
            },
            {
                "\"machine\":{",
                "\"machine\":[{",
                "$.samples[0].machine",
                BatchProblemKind.WrongType,
                "An object is expected"
            },
            { "\"samples\":[", "\"samples\":[null,", "$.samples[0]", BatchProblemKind.WrongType, "not null" },
            { ",\"type\":\"hold\"", "", "$.happenings[0]", BatchProblemKind.Missing, "\"type\"" },
            { "\"hold\"}]}", "\"hold\"}]} {}", "$", BatchProblemKind.Malformed, "malformed at byte" },
            { "\"source\"", new string('[', 40), "$", BatchProblemKind.Malformed, "malformed at byte" },
            {
                "\"source\":\"browser\"",
                $"\"new\":{new string('[', 40)}{new string(']', 40)}",
                "$.new",
                BatchProblemKind.Malformed,
                "depth"
            },
        };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_named_with_its_path_and_what_is_allowed(
        string sound,
        string mistaken,
        string path,
        BatchProblemKind kind,
        string reason
    )
    {
        Assert.Contains(sound, Sound, StringComparison.Ordinal);
        var position = Sound.IndexOf(sound, StringComparison.Ordinal);
        var body = Sound[..position] + mistaken + Sound[(position + sound.Length)..];

        var problem = Refuse(Encoding.UTF8.GetBytes(body));

        Assert.Equal(kind, problem.Kind);
        Assert.StartsWith(path, problem.Path, StringComparison.Ordinal);
        Assert.Contains(reason, problem.Reason, StringComparison.Ordinal);
        if (kind is not BatchProblemKind.Malformed)
        {
            Assert.Equal(path, problem.Path);
        }
    }

    [Fact]
    public void The_sound_batch_that_the_mistakes_are_made_in_is_sound() =>
        Assert.True(new BatchReader().TryRead(Encoding.UTF8.GetBytes(Sound), out _, out var problem), $"{problem}");

    [Fact]
    public void A_body_of_another_version_is_said_to_be_that_whatever_else_is_in_it()
    {
        var problem = Refuse("""{"contactId":{"new":"shape"},"version":2}"""u8.ToArray());

        Assert.Equal((BatchProblemKind.UnsupportedVersion, "$.version"), (problem.Kind, problem.Path));
    }

    [Fact]
    public void A_body_that_is_cut_off_is_refused_at_every_length_with_the_byte_where_it_ends()
    {
        var body = Encoding.UTF8.GetBytes(Sound);
        for (var length = 0; length < body.Length; length++)
        {
            var problem = Refuse(body[..length]);

            Assert.Equal(BatchProblemKind.Malformed, problem.Kind);
            Assert.InRange(problem.BytePosition, 0, length);
            Assert.Contains($" of {length}:", problem.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_path_of_a_cut_body_is_where_it_breaks_off()
    {
        var problem = Refuse(Encoding.UTF8.GetBytes(Sound[..(Sound.IndexOf("0.004", StringComparison.Ordinal))]));

        Assert.Equal("$.samples[0].inbound[0].jitter", problem.Path);
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_refused_where_they_are()
    {
        var body = Encoding.UTF8.GetBytes(Sound);
        var position = Sound.IndexOf("hold", StringComparison.Ordinal);
        body[position] = 0xFF;

        var problem = Refuse(body);

        Assert.Equal((BatchProblemKind.Malformed, (long)position), (problem.Kind, problem.BytePosition));
    }

    [Theory]
    [InlineData(WireLimits.SamplesMax, """{"at":1790000000000}""", "samples", "3600 samples")]
    [InlineData(WireLimits.HappeningsMax, """{"at":1790000000000,"type":"hold"}""", "happenings", "1000 happenings")]
    [InlineData(WireLimits.HeadsetsMax, """{"device":{}}""", "headset", "8 headsets")]
    public void One_more_than_is_allowed_is_refused(int max, string element, string member, string reason)
    {
        string Body(int count) =>
            $$"""{"version":1,"contactId":"c","agent":"a","session":"s","sequence":0,"{{member}}":[{{string.Join(',', Enumerable.Repeat(element, count))}}]}""";

        Assert.True(new BatchReader().TryRead(Encoding.UTF8.GetBytes(Body(max)), out _, out _));
        var problem = Refuse(Encoding.UTF8.GetBytes(Body(max + 1)));

        Assert.Equal((BatchProblemKind.OutOfRange, $"$.{member}[{max}]"), (problem.Kind, problem.Path));
        Assert.Contains(reason, problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_65th_stream_of_a_sample_and_a_257th_of_a_batch_are_refused()
    {
        static byte[] Body(int samples, int streams)
        {
            var ssrc = 0;
            var all = Enumerable
                .Range(0, samples)
                .Select(_ =>
                    $$"""{"at":1790000000000,"transport":{"currentRoundTripTime":0},"inbound":[{{string.Join(',', Enumerable.Range(0, streams).Select(_ => $$"""{"ssrc":{{ssrc++}}}"""))}}]}"""
                );
            return Encoding.UTF8.GetBytes(
                $$"""{"version":1,"contactId":"c","agent":"a","session":"s","sequence":0,"samples":[{{string.Join(',', all)}}]}"""
            );
        }

        Assert.True(new BatchReader().TryRead(Body(3, 64), out _, out _));
        Assert.Equal("$.samples[0].inbound[64]", Refuse(Body(1, 65)).Path);
        Assert.Contains("256 different streams", Refuse(Body(5, 64)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_the_bytes_are_the_answer_is_a_batch_or_a_problem()
    {
        var reader = new BatchReader();
        var accepted = 0;
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var body = seed % 2 == 0 ? Encoding.UTF8.GetBytes(Sound) : BatchWriter.ToUtf8(new AnyBatch(seed).Next());
            for (var change = 0; change < 20; change++)
            {
                var changed = body.ToArray();
                for (var bytes = random.Next(1, 4); bytes > 0; bytes--)
                {
                    changed[random.Next(changed.Length)] =
                        random.Next(3) == 0
                            ? (byte)random.Next(256)
                            : (byte)"{}[]\",:0123456789-+.eE\\utn"[random.Next(26)];
                }

                var isRead = reader.TryRead(changed, out var batch, out var problem);

                Assert.Equal(isRead, batch is not null);
                Assert.Equal(isRead, problem is null);
                accepted += isRead ? 1 : 0;
                BatchReader.FindKey(changed);
            }
        }

        // Changes within texts and digits leave a batch a batch: the loop saw both answers.
        Assert.InRange(accepted, 50, 1_950);
    }

    private static BatchProblem Refuse(byte[] body)
    {
        Assert.False(new BatchReader().TryRead(body, out _, out var problem));
        return problem!;
    }
}
