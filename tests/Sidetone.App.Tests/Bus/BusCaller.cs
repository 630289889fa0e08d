using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Bus;

/// <summary>Calls the bus by plain HTTP, without an SDK that checks requests before it sends them.</summary>
internal static class BusCaller
{
    /// <summary>Sends a body as an operation; the access key id says whose bus is meant.</summary>
    public static async Task<BusAnswer> CallAsync(
        this RunningServer server,
        string operation,
        byte[] body,
        string? accessKeyId = null
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/bus") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        request.Headers.TryAddWithoutValidation("X-Amz-Target", $"AWSEvents.{operation}");
        if (accessKeyId is not null)
        {
            request.Headers.TryAddWithoutValidation(
                "Authorization",
                $"AWS4-HMAC-SHA256 Credential={accessKeyId}/20260101/us-east-1/events/aws4_request, SignedHeaders=host, Signature=0"
            );
        }

        using var response = await server.Http.SendAsync(request, RunningServer.Stop);
        return new BusAnswer(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(RunningServer.Stop),
            response.Content.Headers.ContentType?.ToString(),
            response.Headers.TryGetValues("x-amzn-RequestId", out var ids) ? ids.Single() : null,
            response.Headers.TryGetValues("x-amzn-ErrorType", out var types) ? types.Single() : null
        );
    }

    /// <summary>Sends JSON text.</summary>
    public static Task<BusAnswer> CallAsync(
        this RunningServer server,
        string operation,
        string json,
        string? accessKeyId = null
    ) => server.CallAsync(operation, Encoding.UTF8.GetBytes(json), accessKeyId);
}

/// <summary>What the bus answered.</summary>
internal sealed record BusAnswer(int Status, string Text, string? Type, string? RequestId, string? ErrorType)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>The error's name; null when it went well.</summary>
    public string? Code => Status == 200 ? null : Json.GetProperty("__type").GetString();

    /// <summary>Requires the form of every answer.</summary>
    public BusAnswer WellFormed()
    {
        Assert.True(Status is 200 or 400 or 413, $"{Status}: {Text}");
        Assert.Equal("application/x-amz-json-1.1", Type);
        Assert.True(Guid.TryParse(RequestId, out _), RequestId);
        Assert.Equal(JsonValueKind.Object, Json.ValueKind);
        if (Status != 200)
        {
            Assert.Equal(Code, ErrorType);
            Assert.NotEqual("", Json.GetProperty("message").GetString());
        }

        return this;
    }
}
