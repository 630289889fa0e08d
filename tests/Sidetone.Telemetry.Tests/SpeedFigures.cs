using System.Diagnostics;
using Sidetone.Telemetry.Packing;
using Sidetone.Telemetry.Tests.Cases;
using Sidetone.Telemetry.Wire;

namespace Sidetone.Telemetry.Tests;

/// <summary>
/// Prints what reading, packing and unpacking cost here. Run by name only, in Release:
/// <c>dotnet run -c Release --project tests/Sidetone.Telemetry.Tests -- --explicit only --show-live-output on</c>.
/// </summary>
public sealed class SpeedFigures(ITestOutputHelper output)
{
    [Fact(Explicit = true)]
    public void A_batch_of_ten_samples()
    {
        var reader = new BatchReader();
        var body = UsualBatch.Utf8(10);
        var batch = UsualBatch.Of(10);
        var record = BatchCodec.Encode(batch);
        output.WriteLine($"JSON {body.Length} bytes, packed {record.Length} bytes");
        Measure("hash of the body", () => ContentHash.Of(body));
        Measure("find key", () => BatchReader.FindKey(body));
        Measure(
            "read JSON",
            () =>
            {
                reader.TryRead(body, out var read, out _);
                reader.Recycle(read!);
            }
        );
        Measure("write JSON", () => BatchWriter.ToUtf8(batch));
        Measure("encode", () => BatchCodec.Encode(batch, out _));
        Measure("decode", () => BatchCodec.Decode(record));
    }

    [Theory(Explicit = true)]
    [InlineData(3_600, false)]
    [InlineData(3_600, true)]
    [InlineData(300, true)]
    [InlineData(30, true)]
    public void A_recording(int seconds, bool withMachine)
    {
        var call = BelievableCall.Sessions(1, seconds, withMachine);
        var recording = RecordingCodec.Pack(call);
        output.WriteLine(
            $"{seconds} s, machine {withMachine}: {recording.Length} bytes, {(double)recording.Length / seconds:F2} a sample"
        );
        Measure("pack", () => RecordingCodec.Pack(call));
        Measure("unpack", () => RecordingCodec.Unpack(recording));
    }

    [Fact(Explicit = true)]
    public void An_hour_from_its_log()
    {
        var tracks = BelievableCall.Tracks(1, 3_600);
        var whole = new Batch
        {
            ContactId = "c",
            Agent = "a",
            Session = "s",
            Sequence = 0,
            Tracks = tracks,
        };
        var records = BatchSplitter.Split(whole, 10).Select(BatchCodec.Encode).ToList();
        output.WriteLine($"{records.Sum(record => record.Length) / 3_600.0:F1} bytes a sample in the log");
        Measure(
            "decode and assemble",
            () => SessionAssembler.Assemble(records.Select(record => (BatchCodec.Decode(record), 0L)))
        );
    }

    // The best of many short rounds: what else runs on the machine only ever adds.
    private void Measure(string what, Action action)
    {
        var best = TimeSpan.MaxValue;
        var allocated = 0L;
        var until = Stopwatch.GetTimestamp() + (2 * Stopwatch.Frequency);
        while (Stopwatch.GetTimestamp() < until)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var turns = 0;
            var start = Stopwatch.GetTimestamp();
            do
            {
                action();
                turns++;
            } while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < 0.3);
            var took = Stopwatch.GetElapsedTime(start) / turns;
            allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / turns;
            best = took < best ? took : best;
        }

        output.WriteLine($"  {what}: {best.TotalMicroseconds:F2} µs, {allocated} bytes allocated");
    }
}
