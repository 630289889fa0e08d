using System.Buffers;
using System.IO.Pipelines;
using Sidetone.Intake.Refusals;

namespace Sidetone.Intake.Bodies;

/// <summary>Reads a request's body into memory and decompresses it, never holding more than the bounds allow.</summary>
internal sealed class BodyIntake(IntakeOptions options)
{
    private const int FirstRoom = 16 * 1024;

    private readonly BodyBudget _budget = new(options.BodyBytesMax);

    /// <summary>The body as the sender meant it.</summary>
    public async ValueTask<BodyOutcome> ReadAsync(
        HttpRequest request,
        ContentCoding coding,
        CancellationToken cancellation
    )
    {
        try
        {
            return await ReadWholeAsync(request, coding, cancellation);
        }
        catch (BadHttpRequestException fault)
        {
            // The server beneath refused: too slow, broken chunks, or larger than anything here may be.
            return fault.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? new Refusal(RefusalReason.BodyTooLarge, fault.Message)
                : new Refusal(RefusalReason.BodyMalformed, fault.Message);
        }
    }

    private async ValueTask<BodyOutcome> ReadWholeAsync(
        HttpRequest request,
        ContentCoding coding,
        CancellationToken cancellation
    )
    {
        if (request.ContentLength > options.SentBytesMax)
        {
            return TooLarge();
        }

        var sent = await ReceiveAsync(request, cancellation);
        if (sent.Body is not { } body)
        {
            return sent;
        }

        if (coding == ContentCoding.Identity && ContentHeaders.LooksGzip(body.Span))
        {
            coding = ContentCoding.Gzip;
        }

        if (coding == ContentCoding.Identity)
        {
            return sent;
        }

        using (body)
        {
            return Expand(body, coding);
        }
    }

    private async ValueTask<BodyOutcome> ReceiveAsync(HttpRequest request, CancellationToken cancellation)
    {
        // One byte more than was announced, so that a full buffer always means that it must grow.
        var room = request.ContentLength is { } announced ? (int)announced + 1 : FirstRoom;
        var body = PooledBody.TryRent(room, _budget);
        if (body is null)
        {
            return Busy();
        }

        var kept = false;
        try
        {
            var refusal = await FillAsync(request.BodyReader, body, cancellation);
            kept = refusal is null;
            return refusal is null ? body : refusal;
        }
        finally
        {
            if (!kept)
            {
                body.Dispose();
            }
        }
    }

    private async ValueTask<Refusal?> FillAsync(PipeReader reader, PooledBody body, CancellationToken cancellation)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellation);
            foreach (var segment in read.Buffer)
            {
                if (body.Length + segment.Length > options.SentBytesMax)
                {
                    reader.AdvanceTo(read.Buffer.End);
                    return TooLarge();
                }

                while (segment.Length > body.Free.Length)
                {
                    if (!body.TryGrow())
                    {
                        reader.AdvanceTo(read.Buffer.End);
                        return Busy();
                    }
                }

                segment.Span.CopyTo(body.Free);
                body.Advance(segment.Length);
            }

            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return null;
            }
        }
    }

    private BodyOutcome Expand(PooledBody sent, ContentCoding coding)
    {
        // Statistics shrink to about an eighth; a wrong guess costs a copy.
        var room = Math.Clamp(sent.Length * 8, FirstRoom, options.ExpandedBytesMax + 1);
        var expanded = PooledBody.TryRent(room, _budget);
        if (expanded is null)
        {
            return Busy();
        }

        Refusal? refusal;
        try
        {
            refusal = Fill(sent, coding, expanded);
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or InvalidOperationException)
        {
            // The three ways in which the decompressors of the platform say it; Brotli's has the last.
            refusal = Corrupt(coding);
        }

        if (refusal is null)
        {
            return expanded;
        }

        expanded.Dispose();
        return refusal;
    }

    private Refusal? Fill(PooledBody sent, ContentCoding coding, PooledBody expanded)
    {
        using var stream = Decompression.Open(sent, coding);
        while (true)
        {
            if (expanded.Free.Length == 0 && !expanded.TryGrow())
            {
                return Busy();
            }

            // Reading stops one byte past the bound: what a bomb would become is never made.
            var room = Math.Min(expanded.Free.Length, options.ExpandedBytesMax + 1 - expanded.Length);
            var read = stream.Read(expanded.Free[..room]);
            if (read == 0)
            {
                return expanded.Length == 0 && sent.Length > 0 ? Corrupt(coding) : null;
            }

            expanded.Advance(read);
            if (expanded.Length > options.ExpandedBytesMax)
            {
                return new Refusal(
                    RefusalReason.ExpandedBodyTooLarge,
                    $"The body decompresses to more than {options.ExpandedBytesMax} bytes. Send smaller batches."
                );
            }
        }
    }

    private Refusal TooLarge() =>
        new(RefusalReason.BodyTooLarge, $"The body has more than {options.SentBytesMax} bytes. Send smaller batches.");

    private static Refusal Corrupt(ContentCoding coding) =>
        new(
            RefusalReason.CompressionCorrupt,
            $"The body is not valid {NameOf(coding)}, or it is cut off. Check Content-Encoding and what was sent."
        );

    private static Refusal Busy() =>
        Refusal.Later(
            RefusalReason.MemoryBusy,
            "Too many bodies are in memory. Send the batch again later.",
            seconds: 1
        );

    private static string NameOf(ContentCoding coding) =>
        coding switch
        {
            ContentCoding.Gzip => "gzip",
            ContentCoding.Brotli => "br",
            _ => "deflate",
        };
}
