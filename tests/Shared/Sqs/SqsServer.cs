using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sidetone.Tests.Sqs;

/// <summary>
/// A small real server that speaks Amazon SQS's JSON protocol over HTTP: queues in memory, checksums as the SDK verifies
/// them, first-in-first-out queues that drop what was sent twice.
/// </summary>
internal sealed class SqsServer : IAsyncDisposable
{
    private const string Target = "AmazonSQS.";
    private const int BodyBytesMax = 1024 * 1024;

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, SqsQueue> _queues = new(StringComparer.Ordinal);

    private SqsServer(WebApplication app) => _app = app;

    /// <summary>Where it is.</summary>
    public string Url => _app.Urls.Single();

    /// <summary>While set, every request is answered with it.</summary>
    public int? Failing { get; set; }

    /// <summary>While set, requests wait for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public static async Task<SqsServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new SqsServer(app);
        app.MapPost("/{**path}", server.AnswerAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>Makes a queue, or finds it; one whose name ends with <c>.fifo</c> is one.</summary>
    public SqsQueue Queue(string account, string name) =>
        _queues.GetOrAdd($"{account}/{name}", _ => new SqsQueue(name.EndsWith(".fifo", StringComparison.Ordinal)));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        await Gate.WaitAsync(context.RequestAborted);
        if (Failing is { } status)
        {
            await RefuseAsync(context, status, "InternalFailure", "It fails as the test says.");
            return;
        }

        var request = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var operation = context.Request.Headers["X-Amz-Target"].ToString();
        try
        {
            var answer = operation switch
            {
                Target + "GetQueueUrl" => UrlOf(request!),
                Target + "SendMessage" => QueueOf(request!).Send(request!),
                Target + "SendMessageBatch" => SendBatch(request!),
                Target + "ReceiveMessage" => QueueOf(request!).Receive((int?)request!["MaxNumberOfMessages"] ?? 1),
                Target + "DeleteMessage" => QueueOf(request!).Delete((string)request!["ReceiptHandle"]!),
                _ => throw new SqsFault("UnsupportedOperation", $"{operation} is not spoken here."),
            };
            context.Response.ContentType = "application/x-amz-json-1.0";
            await context.Response.WriteAsync(answer.ToJsonString(), context.RequestAborted);
        }
        catch (SqsFault fault)
        {
            await RefuseAsync(context, 400, fault.Code, fault.Message);
        }
    }

    private JsonObject SendBatch(JsonNode request)
    {
        var queue = QueueOf(request);
        var entries = request["Entries"]!.AsArray();
        if (entries.Count is 0 or > 10)
        {
            throw new SqsFault("TooManyEntriesInBatchRequest", "A batch has 1 to 10 entries.");
        }

        if (entries.Sum(entry => ((string)entry!["MessageBody"]!).Length) > BodyBytesMax)
        {
            throw new SqsFault("BatchRequestTooLong", "The batch is too long.");
        }

        var sent = new JsonArray();
        foreach (var entry in entries)
        {
            var answer = queue.Send(entry!);
            answer["Id"] = (string)entry!["Id"]!;
            sent.Add((JsonNode)answer);
        }

        return new JsonObject { ["Successful"] = sent, ["Failed"] = new JsonArray() };
    }

    private JsonObject UrlOf(JsonNode request)
    {
        var account = (string?)request["QueueOwnerAWSAccountId"] ?? "000000000000";
        var path = $"{account}/{(string)request["QueueName"]!}";
        return _queues.ContainsKey(path) ? new JsonObject { ["QueueUrl"] = $"{Url}/{path}" } : throw Missing();
    }

    private SqsQueue QueueOf(JsonNode request) =>
        _queues.GetValueOrDefault(new Uri((string)request["QueueUrl"]!).AbsolutePath.TrimStart('/')) ?? throw Missing();

    private static SqsFault Missing() =>
        new("com.amazonaws.sqs#QueueDoesNotExist", "The specified queue does not exist.");

    private static Task RefuseAsync(HttpContext context, int status, string code, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/x-amz-json-1.0";
        return context.Response.WriteAsync(
            new JsonObject { ["__type"] = code, ["message"] = message }.ToJsonString(),
            context.RequestAborted
        );
    }
}
