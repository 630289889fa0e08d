using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sidetone.Api;
using Sidetone.Groups;
using Sidetone.Heartbeat.Jobs;
using Sidetone.Heartbeat.Reading;
using Sidetone.Intake.Refusals;

namespace Sidetone.Heartbeat;

/// <summary>What requests about heartbeats share: who may, what they bring, how they are answered.</summary>
internal static class HeartbeatRequest
{
    private const int BodyBytesMax = 256 * 1024;

    /// <summary>Answers a request that reads: with a read or admin key, what the group has; null answers 404.</summary>
    public static Task ReadAsync(HttpContext context, Func<KeyHolder, Task<JsonNode?>> read) =>
        ReadAccess.TryGrant(context, out var holder, out var refusal)
            ? AnswerAsync(context, StatusCodes.Status200OK, () => read(holder))
            : ProblemResponse.WriteAsync(context.Response, refusal);

    /// <summary>Answers a request that changes something: with an admin key; null answers 404.</summary>
    public static Task ChangeAsync(HttpContext context, int status, Func<KeyHolder, Task<JsonNode?>> change) =>
        ReadAccess.TryGrantChange(context, out var holder, out var refusal)
            ? AnswerAsync(context, status, () => change(holder))
            : ProblemResponse.WriteAsync(context.Response, refusal);

    /// <summary>The body as text.</summary>
    /// <exception cref="DefinitionException">It is too long, or not UTF-8.</exception>
    public static async Task<string> BodyAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        var buffer = new byte[8 * 1024];
        int read;
        while ((read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
        {
            body.Write(buffer, 0, read);
            if (body.Length > BodyBytesMax)
            {
                throw new DefinitionException("$", $"has more than {BodyBytesMax} bytes.");
            }
        }

        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(body.GetBuffer(), 0, (int)body.Length);
        }
        catch (DecoderFallbackException)
        {
            throw new DefinitionException("$", "is not UTF-8.");
        }
    }

    /// <summary>The body with the name that the path has; it need not repeat it, and must not contradict it.</summary>
    /// <exception cref="DefinitionException">It cannot be read, or has another name.</exception>
    public static async Task<string> NamedBodyAsync(HttpContext context)
    {
        var name = (string?)context.GetRouteValue("name") ?? "";
        JsonNode? json;
        try
        {
            json = JsonNode.Parse(
                await BodyAsync(context),
                documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }
            );
        }
        catch (JsonException fault)
        {
            throw new DefinitionException("$", $"is not JSON: {fault.Message}");
        }

        if (json is not JsonObject members)
        {
            throw new DefinitionException("$", "must be an object.");
        }

        if (
            members["name"] is { } other
            && (other.GetValueKind() != JsonValueKind.String || other.GetValue<string>() != name)
        )
        {
            throw new DefinitionException("$.name", $"must be absent, or '{name}' as in the path.");
        }

        members["name"] = name;
        return members.ToJsonString();
    }

    private static async Task AnswerAsync(HttpContext context, int status, Func<Task<JsonNode?>> work)
    {
        JsonNode? answer;
        try
        {
            answer = await work();
        }
        catch (DefinitionException wrong)
        {
            var first = wrong.Problems[0];
            await ProblemResponse.WriteAsync(
                context.Response,
                new Refusal(RefusalReason.DefinitionWrong, string.Join(" ", wrong.Problems), first.Path)
            );
            return;
        }
        catch (JobOpenException open)
        {
            await ProblemResponse.WriteAsync(context.Response, new Refusal(RefusalReason.JobOpen, open.Message));
            return;
        }

        if (answer is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.StatusCode = status;
        await JsonAnswer.WriteAsync(context.Response, answer);
    }
}
