namespace Sidetone.Tests.Peers;

/// <summary>What sipp plays besides its own scenarios.</summary>
internal static class Scenarios
{
    private const string Head = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\" ?>\n<scenario name=\"peer\">\n";

    /// <summary>Rings if asked to, then refuses.</summary>
    public static string Refuse(int status, bool rings) =>
        Head
        + "<recv request=\"INVITE\"/>\n"
        + (rings ? Answer("180 Ringing") : "")
        + Answer($"{status} Refused by sipp")
        + "<recv request=\"ACK\"/>\n</scenario>";

    /// <summary>Rings until CANCEL comes.</summary>
    public static string RingForever { get; } =
        Head
        + "<recv request=\"INVITE\"/>\n<send><![CDATA[\nSIP/2.0 180 Ringing\n[last_Via:]\n[last_From:]\n[last_To:];tag=ring\n"
        + "[last_Call-ID:]\n[last_CSeq:]\nContact: <sip:[local_ip]:[local_port];transport=[transport]>\nContent-Length: 0\n\n]]></send>\n"
        + "<recv request=\"CANCEL\"/>\n"
        + Answer("200 OK")
        + "<send><![CDATA[\nSIP/2.0 487 Request Terminated\n[last_Via:]\n[last_From:]\n[last_To:];tag=ring\n[last_Call-ID:]\n"
        + "CSeq: 1 INVITE\nContent-Length: 0\n\n]]></send>\n"
        + "<recv request=\"ACK\"/>\n</scenario>";

    /// <summary>Sends the caller on to another address.</summary>
    public static string Redirect(string contact) =>
        Head
        + "<recv request=\"INVITE\"/>\n<send><![CDATA[\nSIP/2.0 302 Moved Temporarily\n[last_Via:]\n[last_From:]\n[last_To:];tag=moved\n"
        + $"[last_Call-ID:]\n[last_CSeq:]\nContact: <{contact}>\nContent-Length: 0\n\n]]></send>\n"
        + "<recv request=\"ACK\"/>\n</scenario>";

    /// <summary>Takes the INVITE and never says a word.</summary>
    public static string Silence { get; } =
        Head + "<recv request=\"INVITE\"/>\n<pause milliseconds=\"60000\"/>\n</scenario>";

    /// <summary>Answers, and says nothing to whoever hangs up.</summary>
    public static string NeverLetsGo { get; } =
        Head
        + "<recv request=\"INVITE\"/>\n<send><![CDATA[\nSIP/2.0 200 OK\n[last_Via:]\n[last_From:]\n[last_To:];tag=sipp\n"
        + "[last_Call-ID:]\n[last_CSeq:]\nContact: <sip:[local_ip]:[local_port];transport=[transport]>\n"
        + "Content-Type: application/sdp\nContent-Length: [len]\n\nv=0\no=sipp 1 1 IN IP4 [local_ip]\ns=-\n"
        + "c=IN IP4 [media_ip]\nt=0 0\nm=audio [media_port] RTP/AVP 0\na=rtpmap:0 PCMU/8000\n]]></send>\n"
        + "<recv request=\"ACK\"/>\n<recv request=\"BYE\"/>\n<pause milliseconds=\"60000\"/>\n</scenario>";

    private static string Answer(string line) =>
        $"<send><![CDATA[\nSIP/2.0 {line}\n[last_Via:]\n[last_From:]\n[last_To:];tag=sipp\n[last_Call-ID:]\n[last_CSeq:]\n"
        + "Content-Length: 0\n\n]]></send>\n";
}
