using Sidetone.Groups;
using Sidetone.Health;
using Sidetone.Intake.Bodies;
using Sidetone.Intake.Refusals;
using Sidetone.Telemetry.Wire;

namespace Sidetone.Intake;

/// <summary>What came in at the entrance: a sender with a body, or why there is none.</summary>
/// <param name="Refusal">Why it is refused; null when it is not.</param>
/// <param name="Holder">Who sends, as far as it is known; known when nothing is refused.</param>
/// <param name="Body">What was sent, to be disposed of; null when it is refused.</param>
internal readonly record struct Entered(Refusal? Refusal, KeyHolder? Holder, PooledBody? Body);

/// <summary>The way into the server that everything sent takes: key, origin, health, body.</summary>
/// <remarks>
/// <code>
///  headers ──▶ key ──▶ body, decompressed ──▶ (key in the body) ──▶ whoever keeps it
/// </code>
/// Who sends is asked before the body is read wherever the headers say it: a stranger costs next to nothing.
/// </remarks>
internal sealed class Entrance(ServerHealth health, IntakeGate gate, CrossOrigin crossOrigin, BodyIntake bodies)
{
    public async ValueTask<Entered> EnterAsync(HttpContext context)
    {
        var request = context.Request;
        string? origin = request.Headers.Origin;
        if (origin is not null)
        {
            crossOrigin.Admit(context, origin);
        }

        KeyHolder? holder = null;
        var key = SenderKey.Of(request.Headers);
        if (key.Length > 0 && gate.Admit(key, origin, out holder) is { } stranger)
        {
            return Refused(stranger, holder);
        }

        if (!health.IsAccepting)
        {
            return Refused(IntakeRefusals.NotAccepting(health.Word), holder);
        }

        if (!ContentHeaders.IsTaken(request.ContentType))
        {
            return Refused(IntakeRefusals.ContentType(request.ContentType), holder);
        }

        if (ContentHeaders.Coding(request.Headers.ContentEncoding) is not { } coding)
        {
            return Refused(IntakeRefusals.ContentEncoding(), holder);
        }

        var read = await ReadAsync(request, coding);
        if (read.Body is not { } body)
        {
            return Refused(read.Refusal!, holder);
        }

        if (holder is null && Identify(body, origin, out holder) is { } unknown)
        {
            body.Dispose();
            return Refused(unknown, holder);
        }

        return new Entered(null, holder, body);
    }

    private static Entered Refused(Refusal refusal, KeyHolder? holder) => new(refusal, holder, null);

    private async ValueTask<BodyOutcome> ReadAsync(HttpRequest request, ContentCoding coding)
    {
        try
        {
            return await bodies.ReadAsync(request, coding, request.HttpContext.RequestAborted);
        }
        catch (BadHttpRequestException fault)
        {
            // The server beneath refused: too slow, broken chunks, or larger than anything here may be.
            return fault.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? new Refusal(RefusalReason.BodyTooLarge, fault.Message)
                : new Refusal(RefusalReason.BodyMalformed, fault.Message);
        }
    }

    private Refusal? Identify(PooledBody body, string? origin, out KeyHolder? holder)
    {
        if (BatchReader.FindKey(body.Span) is { } key)
        {
            return gate.Admit(key, origin, out holder);
        }

        holder = null;
        return new Refusal(
            RefusalReason.KeyMissing,
            "There is no key: send Authorization: Bearer, X-Sidetone-Key, or the body's member key.",
            "$.key"
        );
    }
}
