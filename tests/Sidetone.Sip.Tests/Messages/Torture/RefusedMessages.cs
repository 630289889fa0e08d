namespace Sidetone.Sip.Tests.Messages.Torture;

/// <summary>RFC 4475 §3.1.2 to §3.4: what is wrong, and what an endpoint has to think about. Written after the RFC.</summary>
internal static class RefusedMessages
{
    private const string Body =
        "v=0\no=mhandley 29739 7272939 IN IP4 192.0.2.15\ns=-\nc=IN IP4 192.0.2.15\nt=0 0\nm=audio 49217 RTP/AVP 0 12\n"
        + "m=video 3227 RTP/AVP 31\na=rtpmap:31 LPC\n";

    /// <summary>§3.1.2; status 0 means that nothing can be or need be answered.</summary>
    public static Dictionary<string, (int Status, string Text)> Syntax { get; } =
        new()
        {
            ["badinv01"] = (
                0,
                Request(
                    "INVITE sip:user@example.com SIP/2.0",
                    via: "SIP/2.0/UDP 192.0.2.15;;,;,,",
                    more: "Contact: \"Joe\" <sip:joe@example.org>;;;;\n"
                )
            ),
            ["clerr"] = (400, Request("INVITE sip:user@example.com SIP/2.0", length: "9999", body: Body)),
            ["ncl"] = (400, Request("INVITE sip:user@example.com SIP/2.0", length: "-999", body: Body)),
            ["scalar02"] = (
                400,
                Request(
                    "REGISTER sip:example.com SIP/2.0",
                    cseq: "36893488147419103232 REGISTER",
                    forwards: "300",
                    more: $"Expires: 1{new string('0', 100)}\nContact: <sip:user@host129.example.com>\n  ;expires=280297596632815\n"
                )
            ),
            ["scalarlg"] = (
                0,
                "SIP/2.0 503 Service Unavailable\nVia: SIP/2.0/TCP host129.example.com;branch=z9hG4bKzzxdiwo34sw;received=192.0.2.129\n"
                    + "To: <sip:user@example.com>\nFrom: <sip:other@example.net>;tag=2easdjfejw\nCSeq: 9292394834772304023312 OPTIONS\n"
                    + "Call-ID: scalarlg.noase0of0234hn2qofoaf0232aewf2394r\nRetry-After: 949302838503028349304023988\n"
                    + "Warning: 1812 overture \"In Progress\"\nContent-Length: 0\n\n"
            ),
            ["quotbal"] = (
                400,
                Request("INVITE sip:user@example.com SIP/2.0", to: "\"Mr. J. User <sip:j.user@example.com>")
            ),
            ["ltgtruri"] = (400, Request("INVITE <sip:user@example.com> SIP/2.0")),
            ["lwsruri"] = (400, Request("INVITE sip:user@example.com; lr SIP/2.0")),
            ["lwsstart"] = (400, Request("INVITE  sip:user@example.com  SIP/2.0")),
            ["trws"] = (400, Request("OPTIONS sip:remote-target@example.com SIP/2.0  ")),
            ["escruri"] = (400, Request("INVITE sip:user@example.com?Route=%3Csip:example.com%3E SIP/2.0")),
            // A date in no known zone: an endpoint without a use for it may leave it alone.
            ["baddate"] = (
                100,
                Request(
                    "INVITE sip:user@example.com SIP/2.0",
                    more: "Date: Fri, 01 Jan 2010 16:00:00 EST\nContact: <sip:x@192.0.2.1>\n"
                )
            ),
            ["regbadct"] = (
                400,
                Request(
                    "REGISTER sip:example.com SIP/2.0",
                    more: "Contact: sip:user@example.com?Route=%3Csip:sip.example.com%3E\n"
                )
            ),
            ["badaspec"] = (
                400,
                Request("OPTIONS sip:user@example.org SIP/2.0", to: "\"Watson, Thomas\" < sip:t.watson@example.org >")
            ),
            ["baddn"] = (
                400,
                Request(
                    "OPTIONS sip:t.watson@example.org SIP/2.0",
                    from: "Bell, Alexander <sip:a.g.bell@example.com>;tag=43"
                )
            ),
            ["badvers"] = (
                505,
                Request(
                    "OPTIONS sip:t.watson@example.org SIP/7.0",
                    via: "SIP/7.0/UDP c.example.com;branch=z9hG4bKkdjuw"
                )
            ),
            ["mismatch01"] = (400, Request("OPTIONS sip:user@example.com SIP/2.0", cseq: "8 INVITE")),
            ["mismatch02"] = (400, Request("NEWMETHOD sip:user@example.com SIP/2.0", cseq: "8 INVITE")),
            ["bigcode"] = (
                0,
                "SIP/2.0 4294967301 better not break the receiver\nVia: SIP/2.0/UDP 192.0.2.105;branch=z9hG4bK2398ndaoe\n"
                    + "Call-ID: bigcode.asdof3uj203asdnf3429uasdhfas3ehjasdfas9i\nCSeq: 353494 INVITE\n"
                    + "From: <sip:user@example.com>;tag=39ansfi3\nTo: <sip:user@example.edu>;tag=902jndnke3\nContent-Length: 0\n"
                    + "Contact: <sip:user@host105.example.com>\n\n"
            ),
        };

    /// <summary>§3.2 to §3.4: read without a fault by a parser, and answered by an endpoint that is no registrar.</summary>
    public static Dictionary<string, (int Status, string Text)> Meaning { get; } =
        new()
        {
            ["badbranch"] = (
                200,
                Request("OPTIONS sip:user@example.com SIP/2.0", via: "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK")
            ),
            ["insuf"] = (
                400,
                "INVITE sip:user@example.com SIP/2.0\nCSeq: 193942 INVITE\nVia: SIP/2.0/UDP 192.0.2.95;branch=z9hG4bKkdj.insuf\n"
                    + "Content-Type: application/sdp\nl: 152\n\n"
                    + Body
            ),
            ["unkscm"] = (416, Request("OPTIONS nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0")),
            ["novelsc"] = (416, Request("OPTIONS soap.beep://192.0.2.103:3002 SIP/2.0")),
            ["unksm2"] = (
                405,
                Request(
                    "REGISTER sip:example.com SIP/2.0",
                    to: "isbn:2983792873",
                    from: "<http://www.example.com>;tag=3234233",
                    more: "Contact: <name:John_Smith>\n"
                )
            ),
            ["bext01"] = (
                420,
                Request(
                    "OPTIONS sip:user@example.com SIP/2.0",
                    more: "Proxy-Require: nothingSupportsThis, nothingSupportsThisEither\nRequire: nothingSupportsThis, nothingSupportsThisEither\n"
                )
            ),
            ["invut"] = (
                415,
                Request(
                    "INVITE sip:user@example.com SIP/2.0",
                    more: "Contact: <sip:caller@host.example.net>\nContent-Type: application/unknownformat\n",
                    length: "40",
                    body: "<audio>\n <pcmu port=\"443\"/>\n</audio>\n"
                )
            ),
            ["regaut01"] = (
                405,
                Request(
                    "REGISTER sip:example.com SIP/2.0",
                    more: "Authorization: NoOneKnowsThisScheme opaque-data=here\n"
                )
            ),
            ["multi01"] = (
                400,
                Request(
                    "INVITE sip:user@company.com SIP/2.0",
                    more: "Call-ID: multi01.second\nCSeq: 59 INVITE\nFrom: sip:caller2@example.net;tag=3\nTo: sip:second@example.com\nMax-Forwards: 5\n"
                )
            ),
            ["mcl01"] = (
                400,
                Request(
                    "OPTIONS sip:user@example.com SIP/2.0",
                    more: "Content-Length: 13\n",
                    length: "5",
                    body: "There's no way to know how many octets are supposed to be here.\n"
                )
            ),
            ["bcast"] = (
                0,
                "SIP/2.0 200 OK\nVia: SIP/2.0/UDP 192.0.2.198;branch=z9hG4bK1324923\nVia: SIP/2.0/UDP 255.255.255.255;branch=z9hG4bK1saber23\n"
                    + "Call-ID: bcast.0384840201234ksdfak3j2erwedfsASdf\nCSeq: 35 INVITE\nFrom: sip:user@example.com;tag=11141343\n"
                    + "To: sip:user@example.edu;tag=2229\nContent-Length: 0\nContact: <sip:user@host28.example.com>\n\n"
            ),
            ["zeromf"] = (200, Request("OPTIONS sip:user@example.com SIP/2.0", forwards: "0")),
            ["cparam01"] = (
                405,
                Request(
                    "REGISTER sip:example.com SIP/2.0",
                    more: "Contact: sip:+19725552222@gw1.example.net;unknownparam\n"
                )
            ),
            ["cparam02"] = (
                405,
                Request(
                    "REGISTER sip:example.com SIP/2.0",
                    more: "Contact: <sip:+19725552222@gw1.example.net;unknownparam>\n"
                )
            ),
            ["regescrt"] = (
                405,
                Request(
                    "REGISTER sip:example.com SIP/2.0",
                    more: "Contact: <sip:user@example.com?Route=%3Csip:sip.example.com%3E>\n"
                )
            ),
            ["sdp01"] = (
                406,
                Request(
                    "INVITE sip:user@example.com SIP/2.0",
                    more: "Contact: <sip:caller@host5.example.net>\nAccept: text/nobodyKnowsThis\nContent-Type: application/sdp\n",
                    length: "152",
                    body: Body
                )
            ),
            ["inv2543"] = (
                100,
                "INVITE sip:UserB@example.com SIP/2.0\nVia: SIP/2.0/UDP iftgw.example.com\nFrom: <sip:+13035551111@ift.client.example.net;user=phone>\n"
                    + "Record-Route: <sip:UserB@example.com;maddr=ss1.example.com>\nTo: sip:+16505552222@ss1.example.net;user=phone\n"
                    + "Call-ID: inv2543.1717@ift.client.example.com\nCSeq: 56 INVITE\nContact: <sip:+13035551111@192.0.2.2>\nContent-Type: application/sdp\n\n"
                    + Body
            ),
        };

    private static string Request(
        string line,
        string via = "SIP/2.0/UDP host5.example.net;branch=z9hG4bKkdjuw",
        string to = "sip:j.user@example.com",
        string from = "sip:caller@example.net;tag=141334",
        string forwards = "70",
        string? cseq = null,
        string more = "",
        string length = "0",
        string body = ""
    ) =>
        $"{line}\nVia: {via}\nTo: {to}\nFrom: {from}\nMax-Forwards: {forwards}\nCall-ID: torture.0ha0isndaksdj\n"
        + $"CSeq: {cseq ?? "8 " + line.Split(' ')[0]}\n{more}Content-Length: {length}\n\n{body}";
}
