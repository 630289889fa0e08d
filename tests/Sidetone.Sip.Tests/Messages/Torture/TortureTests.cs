using System.Text;
using Sidetone.Sip.Messages;
using Sidetone.Sip.Tests.Support;

namespace Sidetone.Sip.Tests.Messages.Torture;

/// <summary>The 49 messages of RFC 4475.</summary>
public sealed class TortureTests
{
    public static TheoryData<string> Valid { get; } = [.. ValidMessages.All.Keys];

    public static TheoryData<string> Syntax { get; } = [.. RefusedMessages.Syntax.Keys];

    public static TheoryData<string> Meaning { get; } = [.. RefusedMessages.Meaning.Keys];

    [Theory]
    [MemberData(nameof(Valid))]
    public void An_unusual_message_is_read_and_comes_out_the_same(string name)
    {
        var message = Read(ValidMessages.All[name], out var fault);
        Assert.Null(fault);

        var again = SipParser.Parse(message!.ToBytes(), new SipLimits { HeaderLength = 20_000 }, out fault);
        Assert.Null(fault);
        var left = message.Headers.Fields.Where(static field => field.Name != "Content-Length");
        Assert.Equal(left, again!.Headers.Fields.Where(static field => field.Name != "Content-Length"));
        Assert.Equal(message.Body, again.Body);
    }

    [Theory]
    [MemberData(nameof(Syntax))]
    public async Task A_broken_message_is_refused(string name)
    {
        var (status, text) = RefusedMessages.Syntax[name];
        await ExpectAsync(status, text);
        Read(text, out var fault);
        Assert.Equal(status != 100, fault is not null);
    }

    [Theory]
    [MemberData(nameof(Meaning))]
    public Task A_strange_request_is_answered_as_an_endpoint_should(string name)
    {
        var (status, text) = RefusedMessages.Meaning[name];
        return ExpectAsync(status, text);
    }

    [Fact]
    public void The_short_tortuous_INVITE_says_what_it_says()
    {
        var invite = (SipRequest)Read(ValidMessages.All["wsinv"], out _)!;

        Assert.Equal("J Rosenberg \\\"", invite.From!.DisplayName);
        Assert.Equal(("98asjd8", "1918181833n"), (invite.From.Tag, invite.To!.Tag));
        Assert.Equal(new CSeq(9, "INVITE"), invite.CSeq);
        Assert.Equal(68u, invite.Headers.Number("Max-Forwards"));
        Assert.Equal("", invite.Headers["Subject"]);
        Assert.Equal("newfangled value continued newfangled value", invite.Headers["NewFangledHeader"]);
        var vias = invite
            .Headers.List("Via")
            .Select(static text => Via.TryParse(text, out var via) ? via : null)
            .ToList();
        Assert.Equal(["192.0.2.2", "spindle.example.com", "192.168.255.111"], vias.Select(static via => via!.Host));
        Assert.Equal(["UDP", "TCP", "UDP"], vias.Select(static via => via!.Transport));
        Assert.Equal([false, true, true], vias.Select(static via => via!.HasUniqueBranch));
        var contact = invite.Headers.Addresses("Contact")!.Single();
        Assert.Equal("Quoted string \"\"", contact.DisplayName);
        Assert.Equal(("newvalue", "0.33"), (contact.Parameters["newparam"], contact.Parameters["q"]));
        Assert.Equal(150, invite.Body.Length);
    }

    [Fact]
    public void A_second_message_in_a_datagram_is_left_out()
    {
        var message = (SipRequest)Read(ValidMessages.All["dblreq"], out _)!;

        Assert.Equal("REGISTER", message.Method);
        Assert.Empty(message.Body);
    }

    [Fact]
    public async Task A_method_that_nobody_defined_is_not_implemented()
    {
        await ExpectAsync(501, ValidMessages.All["intmeth"]);
        await ExpectAsync(501, ValidMessages.All["esc02"]);
    }

    private static async Task ExpectAsync(int status, string text)
    {
        await using var us = await FakeTimeAgent.StartAsync();
        us.Wire.IsStrict = false;
        us.Wire.Hear(text);

        Assert.Equal(status == 0 ? [] : [status], us.Wire.SentStatuses);
    }

    private static SipMessage? Read(string text, out SipFault? fault) =>
        SipParser.Parse(Encoding.Latin1.GetBytes(text.ReplaceLineEndings("\r\n")), new SipLimits(), out fault);
}
