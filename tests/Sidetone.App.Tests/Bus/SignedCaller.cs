using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sidetone.Tests.EventBridge;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Bus;

/// <summary>Calls the bus as an AWS tool does, with a signature of version 4 written from its description.</summary>
internal sealed class SignedCaller(Uri endpoint, string region, AccessKey key) : IDisposable
{
    private readonly HttpClient _http = new();

    /// <summary>Sends an operation that must go well; what it answered.</summary>
    public async Task<JsonElement> CallAsync(string operation, string parameters)
    {
        var body = Encoding.UTF8.GetBytes(parameters);
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        request.Headers.TryAddWithoutValidation("X-Amz-Target", $"AWSEvents.{operation}");
        Sign(request, body);
        using var response = await _http.SendAsync(request, RunningServer.Stop);
        var text = await response.Content.ReadAsStringAsync(RunningServer.Stop);
        Assert.True(response.IsSuccessStatusCode, $"{operation}: {text}");
        return JsonElement.Parse(text);
    }

    public void Dispose() => _http.Dispose();

    private void Sign(HttpRequestMessage request, byte[] body)
    {
        var at = TimeProvider.System.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = $"{at[..8]}/{region}/events/aws4_request";
        const string Signed = "host;x-amz-date";
        var canonical =
            $"POST\n{endpoint.AbsolutePath}\n\nhost:{endpoint.Authority}\nx-amz-date:{at}\n\n{Signed}\n{Hash(body)}";
        var signing = Encoding.UTF8.GetBytes($"AWS4{key.Secret}");
        foreach (
            var part in scope
                .Split('/')
                .Append($"AWS4-HMAC-SHA256\n{at}\n{scope}\n{Hash(Encoding.UTF8.GetBytes(canonical))}")
        )
        {
            signing = HMACSHA256.HashData(signing, Encoding.UTF8.GetBytes(part));
        }

        request.Headers.TryAddWithoutValidation("X-Amz-Date", at);
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential={key.Id}/{scope}, SignedHeaders={Signed}, Signature={Convert.ToHexStringLower(signing)}"
        );
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
