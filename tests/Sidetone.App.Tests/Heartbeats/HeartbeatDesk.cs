using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Heartbeats;

/// <summary>Heartbeats as somebody with an admin key defines and runs them over HTTP.</summary>
internal static class HeartbeatDesk
{
    private static int s_port = 21_000 + (Environment.ProcessId % 2_000 * 2);

    /// <summary>A port that nobody in this process was given before, and nobody listens at.</summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = Interlocked.Add(ref s_port, 1);
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            try
            {
                probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken; the next one.
            }
        }
    }

    public static async Task<Answer> SendAsync(
        this HttpClient http,
        HttpMethod method,
        string path,
        string? key,
        string? body = null
    )
    {
        using var request = new HttpRequestMessage(method, path);
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using var response = await http.SendAsync(request, RunningServer.Stop);
        return await Answer.ReadAsync(response);
    }

    /// <summary>Allows calls to this machine.</summary>
    public static async Task AllowLoopbackAsync(this HttpClient http, string key) =>
        Assert.Equal(
            HttpStatusCode.OK,
            (
                await http.SendAsync(
                    HttpMethod.Put,
                    "/v1/heartbeat-dial-rules",
                    key,
                    """{"patterns":["sip:*@127.0.0.1:*"],"perHour":100}"""
                )
            ).Status
        );

    /// <summary>Defines a heartbeat that calls this machine; its id.</summary>
    public static Task<string> DefineAsync(
        this HttpClient http,
        string key,
        string answer,
        string more = "\"signalSeconds\":2",
        string name = "door"
    ) =>
        http.DefineAsWrittenAsync(
            key,
            $$"""
            {"name":"{{name}}","to":"sip:door@127.0.0.1:{{FreePort()}}",
             "receiver":{"kind":"virtual","agentId":"kanchan","answer":{{answer}}},{{more}}}
            """
        );

    /// <summary>Defines a heartbeat as it is written; its id.</summary>
    public static async Task<string> DefineAsWrittenAsync(this HttpClient http, string key, string definition)
    {
        var added = await http.SendAsync(HttpMethod.Post, "/v1/heartbeats", key, definition);
        Assert.True(added.Status == HttpStatusCode.Created, added.Text);
        return added.Json.GetProperty("id").GetString()!;
    }

    /// <summary>Runs a heartbeat; the id of its job.</summary>
    public static async Task<string> RunAsync(this HttpClient http, string key, string heartbeat)
    {
        var started = await http.SendAsync(HttpMethod.Post, $"/v1/heartbeats/{heartbeat}/run", key);
        Assert.True(started.Status == HttpStatusCode.Accepted, started.Text);
        return started.Json.GetProperty("jobId").GetString()!;
    }

    /// <summary>The dialler's Call-ID, once a job's call is measured.</summary>
    public static async Task<string> MeasuringAsync(this HttpClient http, string key, string job)
    {
        var callId = "";
        await Eventually.HoldsAsync(
            async () =>
            {
                var found = (await http.SendAsync(HttpMethod.Get, $"/v1/heartbeat-jobs/{job}", key)).Json;
                if (
                    !found.TryGetProperty("live", out var live)
                    || live.GetProperty("phase").GetString() != "measuring"
                    || live.GetProperty("record") is not { ValueKind: JsonValueKind.Object } record
                )
                {
                    return false;
                }

                callId = record.GetProperty("diallerCallId").GetString()!;
                return true;
            },
            TimeSpan.FromSeconds(60)
        );
        return callId;
    }

    /// <summary>A job, once it is in a state.</summary>
    public static async Task<JsonElement> JobAsync(this HttpClient http, string key, string job, string state)
    {
        JsonElement found = default;
        await Eventually.HoldsAsync(
            async () =>
            {
                found = (await http.SendAsync(HttpMethod.Get, $"/v1/heartbeat-jobs/{job}", key)).Json;
                return found.GetProperty("state").GetString() == state;
            },
            TimeSpan.FromSeconds(60)
        );
        return found;
    }
}
