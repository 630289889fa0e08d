using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sidetone.Bus.Events;
using Sidetone.Bus.Resources;
using Sidetone.Bus.Signing;
using Sidetone.Storage;

namespace Sidetone.Bus.Api;

/// <summary>The AWS JSON 1.1 endpoint: one address, the operation in <c>X-Amz-Target</c>.</summary>
/// <remarks>
/// <code>
///  body, bounded ──▶ signature ──▶ operation ──▶ shape ──▶ carried out ──▶ 200 and JSON
///                       └─────────────┴───────────┴────────────┴──▶ 400, 413, 503: __type and message
/// </code>
/// </remarks>
internal sealed partial class BusEndpoint(
    BusDesk desk,
    IBusCallers callers,
    SigningOptions signing,
    TimeProvider time,
    IOptions<BusLimits> limits,
    ILogger<BusEndpoint> logger
)
{
    private const string Prefix = "AWSEvents.";
    private const string ContentType = "application/x-amz-json-1.1";

    /// <summary>Answers a request, whatever it is, in the protocol's form.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers["x-amzn-RequestId"] = Guid.CreateVersion7(time.GetUtcNow()).ToString();
        try
        {
            await CarryOutAsync(context);
        }
        catch (BusException refusal)
        {
            await RefuseAsync(context, refusal);
        }
        catch (Exception trouble) when (StoreTrouble.Passes(trouble))
        {
            LogTrouble(trouble);
            context.Response.Headers.RetryAfter = "1";
            await RefuseAsync(
                context,
                new BusException("ServiceUnavailableException", "The store does not take changes now. Try again.", 503)
            );
        }
        catch (BadHttpRequestException bad)
        {
            await RefuseAsync(context, new BusException("SerializationException", bad.Message, bad.StatusCode));
        }
        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            // A fault of ours: the caller gets the protocol's form, the operator the whole of it.
            LogBug(bug);
            await RefuseAsync(
                context,
                new BusException("InternalException", "The request could not be carried out.", 500)
            );
        }
    }

    private async Task CarryOutAsync(HttpContext context)
    {
        var stop = context.RequestAborted;
        using var body = await RequestBody.ReadAsync(
            context.Request.BodyReader,
            context.Request.ContentLength,
            limits.Value.RequestBytes,
            stop
        );
        var tenant = TenantOf(context, body.Bytes);
        var operation = OperationOf(context.Request);
        if (BusDesk.Puts(operation))
        {
            var outcomes = await desk.PutAsync(tenant, operation == BusDesk.PutPartnerEvents, body.Bytes, stop);
            Open(context, StatusCodes.Status200OK);
            Write(context.Response, outcomes);
        }
        else
        {
            var answer = await desk.RunAsync(tenant, operation, body.Bytes, stop);
            Open(context, StatusCodes.Status200OK);
            Write(context.Response, answer);
        }

        await context.Response.BodyWriter.FlushAsync(stop);
    }

    private BusTenant TenantOf(HttpContext context, ReadOnlyMemory<byte> body)
    {
        if (signing.Required)
        {
            return SignatureV4.Verify(SignedPartsOf(context, body), callers, time.GetUtcNow()).Tenant;
        }

        var id = Authorization.AccessKeyIdOf(context.Request.Headers.Authorization);
        return id is not null && callers.TryFind(id, out var key)
            ? key.Tenant
            : callers.Default
                ?? throw new BusException(
                    "UnrecognizedClientException",
                    "There is no group yet whose buses could be meant. Make one with 'sidetone group create NAME'."
                );
    }

    private static SignedRequest SignedPartsOf(HttpContext context, ReadOnlyMemory<byte> body)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var question = target.IndexOf('?', StringComparison.Ordinal);
        return new SignedRequest
        {
            Method = context.Request.Method,
            Path = question < 0 ? target : target[..question],
            Query = question < 0 ? "" : target[(question + 1)..],
            Header = name =>
                context.Request.Headers.TryGetValue(name, out var values) ? string.Join(',', values.ToArray()) : null,
            Body = body,
        };
    }

    private static string OperationOf(HttpRequest request)
    {
        var target = request.Headers["X-Amz-Target"].ToString();
        return HttpMethods.IsPost(request.Method) && target.StartsWith(Prefix, StringComparison.Ordinal)
            ? target[Prefix.Length..]
            : throw new BusException(
                "UnknownOperationException",
                $"Requests are POST with the header X-Amz-Target: {Prefix}OPERATION."
            );
    }

    private static void Open(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = ContentType;
    }

    private static void Write(HttpResponse response, IReadOnlyList<EntryOutcome> outcomes)
    {
        using var json = new Utf8JsonWriter(response.BodyWriter);
        json.WriteStartObject();
        json.WriteNumber("FailedEntryCount"u8, outcomes.Count(static outcome => outcome.EventId is null));
        json.WriteStartArray("Entries"u8);
        foreach (var outcome in outcomes)
        {
            json.WriteStartObject();
            if (outcome.EventId is { } id)
            {
                json.WriteString("EventId"u8, id);
            }
            else
            {
                json.WriteString("ErrorCode"u8, outcome.ErrorCode);
                json.WriteString("ErrorMessage"u8, outcome.ErrorMessage);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(HttpResponse response, JsonObject answer)
    {
        using var json = new Utf8JsonWriter(response.BodyWriter);
        answer.WriteTo(json);
    }

    private static async Task RefuseAsync(HttpContext context, BusException refusal)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        Open(context, refusal.Status);
        context.Response.Headers["x-amzn-ErrorType"] = refusal.Code;
        Write(context.Response, Answer.Of(("__type", refusal.Code), ("message", refusal.Message)));
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    [LoggerMessage(3302, LogLevel.Error, "BUG: a request to the bus failed")]
    private partial void LogBug(Exception bug);

    [LoggerMessage(3301, LogLevel.Warning, "A request to the bus was put off, the store does not answer")]
    private partial void LogTrouble(Exception trouble);
}
