using Sidetone.Groups;
using Sidetone.Health;
using Sidetone.Intake;
using Sidetone.Intake.Bodies;
using Sidetone.Intake.Refusals;

namespace Sidetone.Platforms.Connect;

/// <summary>Lets a request of a feed in: who sends, whether the server accepts, and the body, decompressed.</summary>
internal sealed class ConnectGate(ServerHealth health, IntakeGate gate, IntakeOptions options)
{
    // Firehose sends what it buffered, at least 1 MiB and a third more in base64; a Lambda function gets at most 6 MiB.
    private readonly BodyIntake _bodies = new(
        options with
        {
            SentBytesMax = Math.Max(options.SentBytesMax, 8 << 20),
            ExpandedBytesMax = Math.Max(options.ExpandedBytesMax, 16 << 20),
            BodyBytesMax = 128 << 20,
        }
    );

    /// <summary>The sender's group and its body, which is the caller's to dispose; or why there is neither.</summary>
    public async ValueTask<Admission> AdmitAsync(HttpContext context)
    {
        var request = context.Request;
        var key = ConnectKey.Of(request.Headers);
        if (key.Length == 0)
        {
            return new Admission(
                new Refusal(
                    RefusalReason.KeyMissing,
                    "There is no key: send X-Sidetone-Key, Authorization (Bearer, or Basic with the key as password), "
                        + $"or {ConnectKey.FirehoseHeader}."
                )
            );
        }

        string? origin = request.Headers.Origin;
        if (gate.Admit(key, origin, out var holder) is { } stranger)
        {
            return new Admission(stranger, holder?.Group);
        }

        var group = (holder ?? throw new InvalidOperationException("BUG: nobody was admitted.")).Group;
        if (!health.IsAccepting)
        {
            return new Admission(IntakeRefusals.NotAccepting(health.Word), group);
        }

        if (!ContentHeaders.IsTaken(request.ContentType) && !IsLines(request.ContentType))
        {
            return new Admission(IntakeRefusals.ContentType(request.ContentType), group);
        }

        if (ContentHeaders.Coding(request.Headers.ContentEncoding) is not { } coding)
        {
            return new Admission(IntakeRefusals.ContentEncoding(), group);
        }

        var read = await _bodies.ReadAsync(request, coding, context.RequestAborted);
        return new Admission(read.Refusal, group, read.Body);
    }

    private static bool IsLines(string? contentType) =>
        contentType?.Split(';')[0].Trim().ToLowerInvariant() is "application/x-ndjson" or "application/jsonl";
}

/// <summary>Who sends what; or why it is refused.</summary>
/// <param name="Refusal">Why it is refused; null when it is not.</param>
/// <param name="Group">The sender's group; null when not known.</param>
/// <param name="Body">The body; null when it is refused.</param>
internal sealed record Admission(Refusal? Refusal, GroupSnapshot? Group = null, PooledBody? Body = null);
