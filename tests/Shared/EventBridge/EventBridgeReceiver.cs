using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sidetone.Tests.EventBridge;

/// <summary>
/// A real HTTP server that speaks the part of EventBridge's API that delivery uses, verifies signatures, respects
/// AWS's limits, and misbehaves as a test says. What is sent to a bus that is not there it takes with an id and loses,
/// as AWS does.
/// </summary>
internal sealed class EventBridgeReceiver : IAsyncDisposable
{
    public const int RequestBytesMax = 262_144;

    public static readonly AccessKey Key = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, AccessKey> _keys = new() { [Key.Id] = Key };
    private readonly ConcurrentQueue<Misbehaviour> _script = new();
    private readonly ConcurrentDictionary<string, (string Code, string Message)> _refusals = new();
    private int _number;

    private EventBridgeReceiver(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    /// <summary>The buses that are there.</summary>
    public ConcurrentDictionary<string, bool> Buses { get; } = new() { ["calls"] = true };

    /// <summary>The states of partner event sources, by name and account.</summary>
    public ConcurrentDictionary<(string Name, string Account), string> Sources { get; } = new();

    /// <summary>Every request, with what it was answered.</summary>
    public ConcurrentQueue<ReceivedCall> Calls { get; } = new();

    /// <summary>The entries that rules would see, in order.</summary>
    public ConcurrentQueue<TakenEntry> Taken { get; } = new();

    /// <summary>Entries that were answered with an id and nobody will see.</summary>
    public ConcurrentQueue<TakenEntry> Lost { get; } = new();

    /// <summary>What it does with every request that puts events, after the script is at its end.</summary>
    public Misbehaviour Usual { get; set; }

    /// <summary>What it does with every request that asks.</summary>
    public Misbehaviour WhenAsked { get; set; }

    /// <summary>Late answers wait for it.</summary>
    public Task Late { get; set; } = Task.CompletedTask;

    /// <summary>Called when a request that puts events has arrived, before anything is done with it.</summary>
    public Action Arrived { get; set; } = () => { };

    /// <summary>Gives roles temporary credentials when the external id is this one; null refuses everyone.</summary>
    public string? ExternalId { get; set; }

    public static async Task<EventBridgeReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 16 * 1024 * 1024);
        var app = builder.Build();
        var receiver = new EventBridgeReceiver(app);
        app.MapPost("/", receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    /// <summary>What it does with the next requests that put events, in turn.</summary>
    public void Script(params Misbehaviour[] steps)
    {
        foreach (var step in steps)
        {
            _script.Enqueue(step);
        }
    }

    /// <summary>Fails entries whose detail has a text.</summary>
    public void Refuse(string text, string code, string message) => _refusals[text] = (code, message);

    /// <summary>Refuses nothing any more.</summary>
    public void Accept() => _refusals.Clear();

    /// <summary>Accepts an access key from now on, or no longer.</summary>
    public void Allow(AccessKey key, bool isGood = true)
    {
        if (isGood)
        {
            _keys[key.Id] = key;
        }
        else
        {
            _keys.TryRemove(key.Id, out _);
        }
    }

    /// <summary>How many requests of an operation came.</summary>
    public int Count(string operation) => Calls.Count(call => call.Operation == operation);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var copy = new MemoryStream();
        await context.Request.Body.CopyToAsync(copy);
        var body = copy.ToArray();
        if (
            context.Request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.Ordinal)
            == true
        )
        {
            await AssumeRoleAsync(context, body);
            return;
        }

        var operation = context.Request.Headers["X-Amz-Target"].ToString().Replace("AWSEvents.", "");
        var fault =
            context.Request.ContentType == "application/x-amz-json-1.1"
                ? SignatureCheck.Fault(context.Request, body, "events", _keys.GetValueOrDefault)
                : "UnknownOperationException";
        if (fault is not null)
        {
            Calls.Enqueue(new ReceivedCall(operation, fault, 0));
            await AnswerAsync(context, 400, Error(fault, "The request is not signed as it should be."));
            return;
        }

        using var json = JsonDocument.Parse(body);
        var parameters = json.RootElement;
        if (operation is "PutEvents" or "PutPartnerEvents")
        {
            Arrived();
            var step = _script.TryDequeue(out var next) ? next : Usual;
            Calls.Enqueue(
                new ReceivedCall(operation, step.ToString(), parameters.GetProperty("Entries").GetArrayLength())
            );
            await PutAsync(context, operation, parameters, step);
            return;
        }

        Calls.Enqueue(new ReceivedCall(operation, WhenAsked.ToString(), 0));
        if (!await MisbehavesAsync(context, WhenAsked))
        {
            var (status, answer) = PartnerSources.Answer(this, operation, parameters);
            await AnswerAsync(context, status, answer);
        }
    }

    private async Task PutAsync(HttpContext context, string operation, JsonElement parameters, Misbehaviour step)
    {
        if (await MisbehavesAsync(context, step))
        {
            return;
        }

        JsonElement[] entries = [.. parameters.GetProperty("Entries").EnumerateArray()];
        var most = operation == "PutEvents" ? 10 : 20;
        if (entries.Length > most)
        {
            await AnswerAsync(
                context,
                400,
                Error("ValidationException", $"Member must have length less than or equal to {most}")
            );
            return;
        }

        if (entries.Sum(TakenEntry.Size) > RequestBytesMax)
        {
            const string tooLarge = "Total size of the entries in the request is over the limit.";
            await AnswerAsync(context, 400, Error("ValidationException", tooLarge));
            return;
        }

        var outcomes = new JsonArray([
            .. entries.Select((entry, place) => (JsonNode)PutOne(operation, entry, place, step)),
        ]);
        var failed = outcomes.Count(outcome => outcome!["ErrorCode"] is not null);
        if (step == Misbehaviour.MiscountsOutcomes)
        {
            outcomes.RemoveAt(outcomes.Count - 1);
        }

        var answer = new JsonObject { ["FailedEntryCount"] = failed, ["Entries"] = outcomes };
        await EndAsync(context, step, answer);
    }

    private JsonObject PutOne(string operation, JsonElement entry, int place, Misbehaviour step)
    {
        var number = Interlocked.Increment(ref _number);
        var read = TakenEntry.Read(entry, number.ToString("x8", CultureInfo.InvariantCulture));
        if (FaultOf(operation, read, place, step) is var (code, message))
        {
            return new JsonObject { ["ErrorCode"] = code, ["ErrorMessage"] = message };
        }

        var arrives =
            operation == "PutEvents"
                ? Buses.ContainsKey(read.Bus!.Split('/')[^1])
                : Sources.Any(source => source.Key.Name == read.Source && source.Value == "ACTIVE");
        (arrives ? Taken : Lost).Enqueue(read);
        return new JsonObject { ["EventId"] = read.EventId };
    }

    private (string Code, string Message)? FaultOf(string operation, TakenEntry entry, int place, Misbehaviour step)
    {
        if (operation == "PutEvents" && entry.Source.StartsWith("aws.", StringComparison.Ordinal))
        {
            return ("NotAuthorizedForSourceException", "Not authorized for the source.");
        }

        if (!IsObject(entry.Detail))
        {
            return ("MalformedDetail", "Detail is malformed.");
        }

        if (_refusals.FirstOrDefault(refusal => entry.Detail.Contains(refusal.Key)) is { Key: not null } refused)
        {
            return refused.Value;
        }

        return step switch
        {
            Misbehaviour.FailsEntries => ("InternalFailure", "Something went wrong."),
            Misbehaviour.ThrottlesSome when place % 2 == 0 => ("ThrottlingException", "Rate exceeded"),
            _ => null,
        };
    }

    private static bool IsObject(string detail)
    {
        try
        {
            using var json = JsonDocument.Parse(detail);
            return json.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Does what is done before anything is taken; true when that was all.</summary>
    private static async Task<bool> MisbehavesAsync(HttpContext context, Misbehaviour step)
    {
        switch (step)
        {
            case Misbehaviour.Throttles:
                await AnswerAsync(context, 400, Error("ThrottlingException", "Rate exceeded"));
                return true;
            case Misbehaviour.Fails:
                await AnswerAsync(context, 500, Error("InternalException", "Something went wrong."));
                return true;
            case Misbehaviour.SaysExpired:
                await AnswerAsync(context, 400, Error("ExpiredTokenException", "The security token is expired."));
                return true;
            case Misbehaviour.Denies:
                await AnswerAsync(
                    context,
                    400,
                    Error("com.amazon.coral.service#AccessDeniedException", "User is not authorized.")
                );
                return true;
            case Misbehaviour.IsUnavailable:
                await AnswerAsync(context, 503, "<html>Service Unavailable</html>");
                return true;
            case Misbehaviour.IsSomethingElse:
                await AnswerAsync(context, 404, "<html>Not Found</html>");
                return true;
            case Misbehaviour.Resets:
                context.Abort();
                return true;
            default:
                return false;
        }
    }

    /// <summary>Ends a request whose entries are taken.</summary>
    private async Task EndAsync(HttpContext context, Misbehaviour step, JsonObject answer)
    {
        switch (step)
        {
            case Misbehaviour.TakesAndResets:
                context.Abort();
                return;
            case Misbehaviour.DiesMidAnswer or Misbehaviour.StallsMidAnswer:
                var text = answer.ToJsonString();
                context.Response.ContentLength = Encoding.UTF8.GetByteCount(text);
                context.Response.ContentType = "application/x-amz-json-1.1";
                await context.Response.WriteAsync(text[..(text.Length / 2)]);
                await context.Response.Body.FlushAsync();
                if (step == Misbehaviour.StallsMidAnswer)
                {
                    await Late.WaitAsync(context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }

                context.Abort();
                return;
            case Misbehaviour.AnswersLate:
                await Late;
                break;
        }

        await AnswerAsync(context, 200, answer.ToJsonString());
    }

    /// <summary>The security token service: credentials that are good here from now on.</summary>
    private async Task AssumeRoleAsync(HttpContext context, byte[] body)
    {
        var fault = SignatureCheck.Fault(context.Request, body, "sts", _keys.GetValueOrDefault);
        var form = Encoding.UTF8.GetString(body);
        if (ExternalId is null || !form.Contains($"ExternalId={ExternalId}"))
        {
            fault ??= "AccessDenied";
        }

        Calls.Enqueue(new ReceivedCall("AssumeRole", fault ?? nameof(Misbehaviour.None), 0));
        context.Response.ContentType = "text/xml";
        if (fault is not null)
        {
            context.Response.StatusCode = 403;
            await context.Response.WriteAsync(
                """
                <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
                <Code>AccessDenied</Code><Message>Not authorized to perform sts:AssumeRole</Message></Error></ErrorResponse>
                """
            );
            return;
        }

        var given = new AccessKey("ASIAEXAMPLE", "temporary-secret", "temporary-token");
        Allow(given);
        await context.Response.WriteAsync(
            $"""
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
            <AccessKeyId>{given.Id}</AccessKeyId><SecretAccessKey>{given.Secret}</SecretAccessKey>
            <SessionToken>{given.Token}</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
            </AssumeRoleResult></AssumeRoleResponse>
            """
        );
    }

    private static string Error(string type, string message) =>
        new JsonObject { ["__type"] = type, ["message"] = message }.ToJsonString();

    private static async Task AnswerAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = body.StartsWith('<') ? "text/html" : "application/x-amz-json-1.1";
        await context.Response.WriteAsync(body);
    }
}

/// <summary>One request that came, what was done with it, and how many entries it had.</summary>
internal sealed record ReceivedCall(string Operation, string Answered, int Entries);
