using System.Net;
using System.Text;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace Sidetone.Delivery.Aws;

/// <summary>
/// Takes the body of an answer as it is, and makes the SDK's exception of an error: <c>__type</c> or the header
/// <c>x-amzn-ErrorType</c> names it.
/// </summary>
internal sealed class EventBridgeUnmarshaller : JsonResponseUnmarshaller
{
    public static readonly EventBridgeUnmarshaller Instance = new();

    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input) =>
        new EventBridgeAnswer { Body = BodyOf(input) };

    public override AmazonServiceException UnmarshallException(
        JsonUnmarshallerContext input,
        Exception innerException,
        HttpStatusCode statusCode
    )
    {
        var body = BodyOf(input);
        var (type, message) = Read(body);
        type = input.ResponseData.GetHeaderValue("x-amzn-ErrorType") is { Length: > 0 } header ? header : type;
        return new AmazonServiceException(
            message ?? Beginning(body),
            innerException,
            ErrorType.Unknown,
            CodeOf(type),
            input.ResponseData.GetHeaderValue("x-amzn-RequestId"),
            statusCode
        );
    }

    /// <summary>The bare code of <c>com.amazonaws.events#ThrottlingException:http://…</c>.</summary>
    private static string? CodeOf(string? type)
    {
        var code = type?.Split(':')[0];
        return code?[(code.IndexOf('#', StringComparison.Ordinal) + 1)..];
    }

    // It was read into memory where the connection is, with a bound and in time; this only copies it.
    private static byte[] BodyOf(JsonUnmarshallerContext input)
    {
        using var body = new MemoryStream();
        input.Stream.CopyTo(body);
        return body.ToArray();
    }

    private static (string? Type, string? Message) Read(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            return root.ValueKind == JsonValueKind.Object
                ? (Text(root, "__type") ?? Text(root, "code"), Text(root, "message") ?? Text(root, "Message"))
                : default;
        }
        catch (JsonException)
        {
            return default; // Something between here and AWS answered; the status says enough.
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Beginning(byte[] body)
    {
        var text = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 300)));
        return string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim();
    }
}
