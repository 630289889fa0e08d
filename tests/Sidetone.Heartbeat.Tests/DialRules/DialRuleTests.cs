using Sidetone.Heartbeat.DialRules;
using Sidetone.Heartbeat.Reading;

namespace Sidetone.Heartbeat.Tests.DialRules;

public sealed class DialRuleTests
{
    [Theory]
    [InlineData("+43 (1) 234-56", "+4312345")]
    [InlineData("0800/123", "0800123")]
    [InlineData("*21#", "*21#")]
    [InlineData("sip:Test@PBX.Example:5070", "sip:Test@pbx.example:5070")]
    [InlineData("SIP:127.0.0.1:5070;transport=TCP", "sip:127.0.0.1:5070")]
    [InlineData("sips:a@[::1]:5061", "sips:a@[::1]:5061")]
    public void There_is_one_spelling(string text, string canonical)
    {
        Assert.True(DialTarget.TryParse(text, out var target));
        Assert.StartsWith(canonical, target.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("12+3")]
    [InlineData("call me")]
    [InlineData("sip:")]
    [InlineData("sip:a@b@c.example")]
    [InlineData("sip:a%40b@c.example")]
    [InlineData("sip:a:secret@c.example")]
    [InlineData("sip:a@c.example?Route=x")]
    [InlineData("sip:a@c.example;maddr=1.2.3.4")]
    [InlineData("sip:a@c.example;transport=udp;lr")]
    [InlineData("sip:a@c.example:0")]
    [InlineData("sip:a@c.example:99999")]
    [InlineData("sip:a@c.example\r\nX: y")]
    [InlineData("tel:+431")]
    public void What_can_be_read_in_two_ways_is_refused(string text) => Assert.False(DialTarget.TryParse(text, out _));

    [Theory]
    [InlineData("+431234*", "+43123456", true)]
    [InlineData("+431234*", "+4412345", false)]
    [InlineData("+43*", "0043123", false)]
    [InlineData("sip:*@pbx.example", "sip:anyone@pbx.example", true)]
    [InlineData("sip:*@pbx.example", "sip:anyone@pbx.example.evil.example", false)]
    [InlineData("sip:test*", "sip:test@evil.example", false)]
    [InlineData("sip:*@127.0.0.1:*", "sip:echo@127.0.0.1:5070", true)]
    [InlineData("sip:*@127.0.0.1:*", "sip:echo@127.0.0.1", false)]
    [InlineData(@"\*21#", "*21#", true)]
    [InlineData(@"\*21#", "921#", false)]
    [InlineData("*5*5*", "15005", true)]
    public void A_pattern_means_what_it_says(string pattern, string text, bool matches)
    {
        Assert.True(DialTarget.TryParse(text, out var target));
        Assert.Equal(matches, new DialPattern(pattern).Matches(target));
    }

    [Fact]
    public void Without_rules_nothing_may_be_dialled_and_with_them_only_so_often()
    {
        Assert.True(DialTarget.TryParse("+431", out var target));
        Assert.Contains("+431", DialRuleSet.None.Refusal(target, 0, 0), StringComparison.Ordinal);
        var rules = DialRuleSet.Parse("""{"patterns":["+43*"],"perHour":2,"perDay":5}""");
        Assert.Null(rules.Refusal(target, 1, 4));
        Assert.Contains("hour", rules.Refusal(target, 2, 2), StringComparison.Ordinal);
        Assert.Contains("day", rules.Refusal(target, 0, 5), StringComparison.Ordinal);
        Assert.Equal(
            rules.ToJson().ToJsonString(),
            DialRuleSet.Parse(rules.ToJson().ToJsonString()).ToJson().ToJsonString()
        );
    }

    [Theory]
    [InlineData("""{"patterns":["*"]}""", "$.patterns[0]")]
    [InlineData("""{"patterns":["+43 1"]}""", "$.patterns[0]")]
    [InlineData("""{"perHour":0}""", "$.perHour")]
    public void Rules_that_mean_everything_or_nothing_are_refused(string json, string path)
    {
        var wrong = Assert.Throws<DefinitionException>(() => DialRuleSet.Parse(json));
        Assert.Equal(path, Assert.Single(wrong.Problems).Path);
    }
}
