using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Sidetone.Groups;
using Sidetone.Tests.Closing;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Platforms;

/// <summary>A group's platform feeds at a running server.</summary>
internal sealed class ConnectDesk(RunningServer server, CreatedGroup group)
{
    public const string Records = "/v1/platforms/connect/records";
    public const string Firehose = "/v1/platforms/connect/firehose";
    public const string FirehoseId = "ed4acda5-034f-9f42-bba1-f29aea6d7d8f";

    public CreatedGroup Group => group;

    /// <summary>Sends a body with the key as EventBridge's connection does, unless told otherwise.</summary>
    public async Task<Answer> PostAsync(
        string body,
        string path = Records,
        Action<HttpRequestMessage>? change = null,
        bool isGzip = false
    )
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new ByteArrayContent(isGzip ? Gzip(bytes) : bytes),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (isGzip)
        {
            request.Content.Headers.ContentEncoding.Add("gzip");
        }

        if (change is null)
        {
            request.Headers.Add("X-Sidetone-Key", group.IngestKey);
        }

        change?.Invoke(request);
        using var response = await server.Http.SendAsync(request, RunningServer.Stop);
        return await Answer.ReadAsync(response);
    }

    /// <summary>Sends as Firehose does.</summary>
    public Task<Answer> DeliverAsync(string body, bool isGzip = false, string? key = null) =>
        PostAsync(
            body,
            Firehose,
            request =>
            {
                request.Headers.Add("X-Amz-Firehose-Protocol-Version", "1.0");
                request.Headers.Add("X-Amz-Firehose-Request-Id", FirehoseId);
                request.Headers.Add("X-Amz-Firehose-Access-Key", key ?? group.IngestKey);
            },
            isGzip
        );

    /// <summary>Sends records one by one, which must all be taken.</summary>
    public async Task SendAsync(params IEnumerable<string> records)
    {
        foreach (var record in records)
        {
            var answer = await PostAsync(record);
            Assert.True((int)answer.Status == 202, $"{answer.Status}: {answer.Text}");
        }
    }

    /// <summary>The contact's calls.</summary>
    public async Task<IReadOnlyList<ShownCall>> CallsAsync(string contact)
    {
        var answer = await server.GetAsync($"/v1/calls/{contact}", group.ReadKey);
        return [.. answer.Json.GetProperty("calls").EnumerateArray().Select(call => new ShownCall(call))];
    }

    /// <summary>Waits until the contact has one call with so many batches.</summary>
    public async Task<ShownCall> ClosedAsync(string contact, int batches)
    {
        IReadOnlyList<ShownCall> calls = [];
        var isDone = await Eventually.TryAsync(
            async () => (calls = await CallsAsync(contact)) is [var only] && only.Batches.Count >= batches,
            TimeSpan.FromSeconds(40)
        );
        var found = calls.Select(call => $"'{call.Json.GetProperty("agent")}' with {string.Join(", ", call.Batches)}");
        Assert.True(isDone, $"{contact} has calls [{string.Join("; ", found)}] instead of one with {batches}.");
        Assert.Equal(batches, calls[0].Batches.Count);
        return calls[0];
    }

    public async Task<JsonElement> GetAsync(string what) =>
        (await server.GetAsync($"/v1/platforms/connect/{what}", group.ReadKey)).Json;

    private static byte[] Gzip(byte[] body)
    {
        using var target = new MemoryStream();
        using (var stream = new GZipStream(target, CompressionLevel.Fastest))
        {
            stream.Write(body);
        }

        return target.ToArray();
    }
}
