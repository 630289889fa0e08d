using System.Text;
using System.Text.Json;
using Sidetone.Patterns.Matching;
using Sidetone.Patterns.Matching.Reading;

namespace Sidetone.Patterns.Tests.Matching;

public sealed class HostileEventTests
{
    private readonly PatternIndex<int> _index = new();
    private readonly MatchBuffer<int> _found = new();

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("[]")]
    [InlineData("\"a\"")]
    [InlineData("{")]
    [InlineData("{\"")]
    [InlineData("{\"a")]
    [InlineData("{\"a\\")]
    [InlineData("{\"a\"")]
    [InlineData("{\"a\":")]
    [InlineData("{\"a\":}")]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\":1,")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\":1 \"b\":2}")]
    [InlineData("{\"a\" 1}")]
    [InlineData("{a:1}")]
    [InlineData("{\"a\":tru}")]
    [InlineData("{\"a\":-}")]
    [InlineData("{\"a\":1.}")]
    [InlineData("{\"a\":1e}")]
    [InlineData("{\"a\":+1}")]
    [InlineData("{\"a\":\"\\x\"}")]
    [InlineData("{\"a\":\"\\u12\"}")]
    [InlineData("{\"a\":\"\\u 12f\"}")]
    [InlineData("{\"a\":\"x}")]
    [InlineData("{\"a\":[1,2}")]
    [InlineData("{\"a\":[1,]}")]
    [InlineData("{\"skipped\":{\"b\":[1}")]
    [InlineData("{\"skipped\":\"x}")]
    [InlineData("{\"skipped\":}")]
    [InlineData("{\"a\":1} {}")]
    [InlineData("{\"a\":1}x")]
    public void A_text_that_is_no_object_is_refused(string text)
    {
        _index.Add(1, EventPattern.Parse("""{"a":["other",{"numeric":[">",5]}],"b":{"c":[1]}}"""));

        Assert.Throws<EventFormatException>(() => _index.Match(Encoding.UTF8.GetBytes(text), _found));
    }

    [Fact]
    public void Rules_are_led_a_thousand_levels_deep_and_no_further()
    {
        _index.Add(1, EventPattern.Parse("""{"a":["x"]}"""));
        _index.Match(Nested(999, "\"x\""), _found);
        Assert.Equal([1], _found);
        Assert.Throws<EventFormatException>(() => _index.Match(Nested(1000, "\"x\""), _found));
    }

    [Fact]
    public void What_no_rule_asks_for_may_nest_as_it_likes()
    {
        _index.Add(1, EventPattern.Parse("""{"a":["x"]}"""));
        var deep =
            string.Concat(Enumerable.Repeat("[{\"b\":", 100_000))
            + "1"
            + string.Concat(Enumerable.Repeat("}]", 100_000));
        _index.Match(Encoding.UTF8.GetBytes($$"""{"b":{{deep}},"a":"x"}"""), _found);
        Assert.Equal([1], _found);
    }

    [Fact]
    public void Values_are_skipped_as_the_platform_skips_them_wherever_blocks_end()
    {
        for (var seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            var text = new StringBuilder(new string(' ', random.Next(70)));
            Nested(text, random, 0);
            var end = Encoding.UTF8.GetByteCount(text.ToString());
            text.Append(random.Next(2) == 0 ? "" : new string(']', random.Next(130)));
            var bytes = Encoding.UTF8.GetBytes(text.ToString());
            var reader = new Utf8JsonReader(bytes.AsSpan(0, end));
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            Assert.Equal(end, reader.BytesConsumed);

            Assert.Equal(end, JsonSkip.Nested(ref bytes[0], bytes.Length, start + 1));
            Assert.Equal(-1, JsonSkip.Nested(ref bytes[0], end - 1, start + 1));
        }
    }

    [Fact]
    public void A_long_array_that_many_rules_join_fields_in_is_matched_in_reasonable_time()
    {
        var elements = Enumerable
            .Range(0, 40_000)
            .Select(at => $$"""{"x":{{at % 2}},"y":{{(at + 1) % 2}},"z":[{"w":{{at}}}]}""");
        var text = Encoding.UTF8.GetBytes($$"""{"list":[{{string.Join(',', elements)}}]}""");
        for (var rule = 0; rule < 40; rule++)
        {
            _index.Add(
                rule,
                EventPattern.Parse($$$$"""{"list":{"x":[0],"y":[0],"z":{"w":[{"numeric":[">=",{{{{rule}}}}]}]}}}""")
            );
            _index.Add(100 + rule, EventPattern.Parse($$$$"""{"list":{"x":[0],"y":[1],"z":{"w":[{{{{rule}}}}]}}}"""));
        }

        _index.Match(text, _found);
        Assert.Equal(Enumerable.Range(0, 40).Where(at => at % 2 == 0).Select(at => 100 + at), _found.Order());
    }

    [Fact]
    public void A_text_made_to_visit_many_states_costs_no_memory()
    {
        // What is known after some letters is which letters came: more sets than states are kept.
        for (var letter = 0; letter < 26; letter++)
        {
            _index.Add(letter, EventPattern.Parse($$"""{"a":[{"wildcard":"*{{(char)('a' + letter)}}*!"}]}"""));
        }

        var random = new Random(5);
        var letters = Enumerable.Range(0, 26).ToArray();
        var used = 0L;
        for (var round = 0; round < 4_000; round++)
        {
            random.Shuffle(letters);
            var some = letters[..random.Next(1, 26)];
            var text = string.Concat(some.Select(letter => (char)('a' + letter)));
            _index.Match(Encoding.UTF8.GetBytes($$"""{"a":"{{text}}!"}"""), _found);
            Assert.Equal(some.Order(), _found.Order());
            if (round == 2_000)
            {
                used = GC.GetTotalMemory(forceFullCollection: true);
            }
        }

        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - used < 1_000_000);
    }

    private static byte[] Nested(int levels, string value) =>
        Encoding.UTF8.GetBytes(
            "{\"a\":" + string.Concat(Enumerable.Repeat("[", levels)) + value + new string(']', levels) + "}"
        );

    private static void Nested(StringBuilder text, Random random, int depth)
    {
        var isObject = random.Next(2) == 0;
        text.Append(isObject ? '{' : '[');
        for (var left = random.Next(5); left > 0; left--)
        {
            text.Append(isObject ? "\"" + Quoted(random) + "\":" : "");
            if (depth < 5 && random.Next(2) == 0)
            {
                Nested(text, random, depth + 1);
            }
            else
            {
                text.Append(random.Next(2) == 0 ? "12.5" : "\"" + Quoted(random) + "\"");
            }

            text.Append(left > 1 ? "," : "");
        }

        text.Append(isObject ? '}' : ']');
    }

    private static string Quoted(Random random) =>
        string.Concat(
            Enumerable
                .Range(0, random.Next(12))
                .Select(_ => (string[])["\\\\", "\\\"", "{", "}", "[", "]", "x", "\\n", ";", "é"])
                .Select(from => from[random.Next(from.Length)])
        );
}
