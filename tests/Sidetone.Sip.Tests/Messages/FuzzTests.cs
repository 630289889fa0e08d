using System.Text;
using Sidetone.Sip.Addresses;
using Sidetone.Sip.Authentication;
using Sidetone.Sip.Messages;
using Sidetone.Sip.Sdp;
using Sidetone.Sip.Tests.Messages.Torture;
using Sidetone.Sip.Tests.Support;
using Sidetone.Sip.Transports;
using Sidetone.Tests;

namespace Sidetone.Sip.Tests.Messages;

/// <summary>Messages that are nearly right throw nothing and pile nothing up.</summary>
public sealed class FuzzTests
{
    private static readonly string[] _corpus =
    [
        .. ValidMessages.All.Values.Where(static text => text.Length < 4_000),
        .. RefusedMessages.Syntax.Values.Select(static entry => entry.Text),
        .. RefusedMessages.Meaning.Values.Select(static entry => entry.Text),
        .. Calls(),
    ];

    [Fact]
    public async Task An_agent_takes_anything_and_keeps_within_its_bounds()
    {
        const int Transactions = 50;
        const int CallsMax = 10;
        var us = await FakeTimeAgent.StartAsync(
            options: new()
            {
                Transactions = Transactions,
                Calls = CallsMax,
                WaitingCalls = CallsMax,
            }
        );
        us.Wire.IsStrict = false;
        var steps = 0;
        Fuzz.Run(
            _corpus,
            text =>
            {
                us.Wire.Hear(text);
                us.Wire.Clear();
                Assert.True(us.Agent.Counters.LastFault is null, us.Agent.Counters.LastFault?.ToString());
                Assert.InRange(us.Agent.Engine.Transactions.Count, 0, Transactions);
                Assert.InRange(us.Agent.Calls, 0, CallsMax);
                if (steps++ % 20 == 0)
                {
                    us.Time.Advance(TimeSpan.FromSeconds(1));
                    if (us.Agent.Engine.Transactions.Count < Transactions)
                    {
                        us.Dial();
                    }

                    Take(us, steps);
                }
            }
        );
        await us.DisposeAsync();
        Assert.Equal(0, us.Agent.Calls);
    }

    [Fact]
    public void A_message_without_a_fault_comes_out_as_it_went_in() =>
        Fuzz.Run(
            _corpus,
            static text =>
            {
                var message = SipParser.Parse(Bytes(text), new SipLimits(), out var fault);
                if (message is null || fault is not null)
                {
                    Assert.NotNull(fault);
                    return;
                }

                var again = SipParser.Parse(message.ToBytes(), new SipLimits(), out fault);
                Assert.Null(fault);
                Assert.Equal(message.From!.ToString(), again!.From!.ToString());
                Assert.Equal(message.CSeq, again.CSeq);
                Assert.Equal(message.Body, again.Body);
            }
        );

    [Fact]
    public void A_stream_is_cut_the_same_however_it_arrives() =>
        Fuzz.Run(
            [
                .. _corpus,
                string.Concat(_corpus.Where(static text => text.Contains("ontent-", StringComparison.Ordinal)).Take(8)),
            ],
            static text =>
            {
                var bytes = Bytes(text);
                Assert.Equal(Cut(bytes, bytes.Length + 1), Cut(bytes, 7));
            }
        );

    [Fact]
    public void Descriptions_addresses_and_challenges_are_read_or_refused() =>
        Fuzz.Run(
            [
                .. _corpus.Select(static text => text[(text.IndexOf("\n\n", StringComparison.Ordinal) + 2)..]),
                Encoding.Latin1.GetString(
                    Wire.Sdp(4_000, "a=rtcp:4007 IN IP4 192.0.2.9\r\na=ptime:30\r\na=sendonly\r\n")
                ),
                "Digest realm=\"a\\\"b\", nonce=\"n\", qop=\"auth,auth-int\", stale=true, algorithm=SHA-256-sess",
                "\"A, B\" <sips:u:p@[2001:db8::1]:5061;transport=tls;lr?X=1>;tag=5;expires=60",
            ],
            static text =>
            {
                try
                {
                    var session = SdpParser.Parse(Encoding.Latin1.GetBytes(text));
                    new AudioNegotiation(FakeTimeAgent.Dialling.Audio, 1).Answer(session);
                }
                catch (SdpException fault)
                {
                    Assert.InRange(fault.Line, 0, text.Length + 2);
                }

                foreach (var line in text.Split('\n'))
                {
                    if (NameAddress.TryParse(line, out var address))
                    {
                        Assert.True(NameAddress.TryParse(address.ToString(), out _), line);
                    }

                    _ = DigestChallenge.TryParse(line, out _);
                    _ = Via.TryParse(line, out _);
                    CSeq.Parse(line);
                    _ = SipHeaders.Split(line).Count();
                }
            }
        );

    private static void Take(FakeTimeAgent us, int steps)
    {
        var next = us.Agent.NextCallAsync(CancellationToken.None);
        if (!next.IsCompletedSuccessfully)
        {
            return;
        }

        var call = next.Result;
        switch (steps % 3)
        {
            case 0:
                call.Ring();
                break;
            case 1:
                _ = call.AcceptAsync(FakeTimeAgent.Dialling.Audio);
                break;
            default:
                call.Reject(486);
                break;
        }
    }

    /// <summary>What a call is made of, so that mutations reach dialogs.</summary>
    private static IEnumerable<string> Calls()
    {
        foreach (var method in new[] { "INVITE", "ACK", "BYE", "UPDATE", "CANCEL", "OPTIONS" })
        {
            var request = FakeTimeAgent.Request(method, method is "INVITE" or "CANCEL" ? null : "tag");
            if (method is "INVITE" or "UPDATE")
            {
                Wire.WithSdp(request);
                request.Headers.Add("Session-Expires", "90;refresher=uac");
                request.Headers.Add("Supported", "timer");
            }

            yield return Encoding.Latin1.GetString(request.ToBytes()).ReplaceLineEndings("\n");
            yield return Encoding
                .Latin1.GetString(SipResponse.Answering(request, 200, "tag").ToBytes())
                .ReplaceLineEndings("\n");
        }
    }

    private static List<string> Cut(byte[] bytes, int piece)
    {
        var framer = new SipFramer(new SipLimits { MessageBytes = 6_000 });
        var messages = new List<string>();
        for (var at = 0; at < bytes.Length && !framer.IsLost; at += piece)
        {
            framer.Append(bytes.AsSpan(at, Math.Min(piece, bytes.Length - at)));
            while (framer.Take() is { } message)
            {
                messages.Add(Encoding.Latin1.GetString(message));
            }
        }

        return messages;
    }

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text.ReplaceLineEndings("\r\n"));
}
