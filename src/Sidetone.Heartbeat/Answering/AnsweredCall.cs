using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace Sidetone.Heartbeat.Answering;

/// <summary>Where calls are taken, and what becomes of them.</summary>
/// <param name="Listen">The address, taken by UDP and TCP; port 0 takes a free one.</param>
/// <param name="RejectWith">A SIP status to reject every call with; null answers.</param>
/// <param name="SaysSignal">Whether the agent's test signal is sent, and not what is heard.</param>
public sealed record AnswererSettings(IPEndPoint Listen, int? RejectWith = null, bool SaysSignal = false);

/// <summary>A call that was taken, when it is over.</summary>
/// <param name="At">When it came.</param>
/// <param name="From">Who called; may be empty.</param>
/// <param name="CallId">SIP <c>Call-ID</c>.</param>
/// <param name="Talk">From the answer to the end.</param>
/// <param name="Packets">RTP packets that came.</param>
/// <param name="LossPercent">How many did not.</param>
/// <param name="JitterMs">Mean interarrival jitter.</param>
/// <param name="Keys">Telephone keys that were pressed.</param>
/// <param name="End">How it ended, in words.</param>
public sealed record AnsweredCall(
    DateTimeOffset At,
    string From,
    string CallId,
    TimeSpan Talk,
    long Packets,
    double LossPercent,
    double JitterMs,
    string Keys,
    string End
)
{
    /// <summary>The call as JSON.</summary>
    public JsonObject ToJson() =>
        new()
        {
            ["at"] = At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["from"] = From,
            ["callId"] = CallId,
            ["talkMs"] = (long)Talk.TotalMilliseconds,
            ["packets"] = Packets,
            ["lossPercent"] = LossPercent,
            ["jitterMs"] = JitterMs,
            ["keys"] = Keys,
            ["end"] = End,
        };
}
