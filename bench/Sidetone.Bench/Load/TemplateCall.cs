using System.Globalization;
using System.Text;
using Sidetone.Simulation;
using Sidetone.Telemetry.Wire;

namespace Sidetone.Bench.Load;

/// <summary>A simulated call's batches as JSON, from which any number of distinct calls are made by changing two ids.</summary>
/// <remarks>
/// The ids have a fixed length, so a copy differs from its template in place and nothing is written anew. The batch that
/// says that the call ended is left out: closing is measured by itself.
/// </remarks>
internal sealed class TemplateCall
{
    private const string ContactMark = "contact-################";
    private const string SessionMark = "session-################";

    // "x16" below.
    private const int Digits = 16;

    private readonly byte[][] _batches;
    private readonly (int Contact, int Session)[] _places;

    private TemplateCall(byte[][] batches)
    {
        _batches = batches;
        _places =
        [
            .. batches.Select(batch => (After(batch, ContactMark) - Digits, After(batch, SessionMark) - Digits)),
        ];
    }

    /// <summary>How many batches it has.</summary>
    public int Count => _batches.Length;

    /// <summary>Bytes of a batch, on average.</summary>
    public double MeanBytes => _batches.Average(batch => batch.Length);

    /// <summary>A batch of it with the ids as they stand in the template.</summary>
    public ReadOnlyMemory<byte> this[int sequence] => _batches[sequence];

    /// <summary>Simulates calls.</summary>
    /// <param name="calls">How many.</param>
    /// <param name="batches">How many batches of ten samples each has.</param>
    public static TemplateCall[] Simulate(int calls, int batches)
    {
        var length = TimeSpan.FromSeconds((batches + 1) * 10);
        var plans = Workforce.Plan(
            new WorkforceSettings
            {
                Agents = calls,
                Calls = calls,
                Seed = 7,
                Start = DateTimeOffset.UtcNow - length - TimeSpan.FromMinutes(5),
                Connected = length,
            }
        );
        return
        [
            .. plans.Select(plan => new TemplateCall([
                .. new SimulatedCall(plan)
                    .Play()
                    .Take(batches)
                    .Select(timed =>
                        BatchWriter.ToUtf8(timed.Batch with { ContactId = ContactMark, Session = SessionMark })
                    ),
            ])),
        ];
    }

    /// <summary>A batch of the call with a number: nothing else has these ids.</summary>
    public byte[] Batch(int sequence, ulong call)
    {
        var batch = _batches[sequence].AsSpan().ToArray();
        var (contact, session) = _places[sequence];
        call.TryFormat(batch.AsSpan(contact, Digits), out _, "x16", CultureInfo.InvariantCulture);
        call.TryFormat(batch.AsSpan(session, Digits), out _, "x16", CultureInfo.InvariantCulture);
        return batch;
    }

    private static int After(byte[] batch, string mark)
    {
        var bytes = Encoding.UTF8.GetBytes(mark);
        var start = batch.AsSpan().IndexOf(bytes);
        return start < 0
            ? throw new InvalidOperationException($"BUG: there is no {mark} in the batch.")
            : start + bytes.Length;
    }
}
