using System.Text.Json;
using Sidetone.Catalog;
using Sidetone.Telemetry;
using Sidetone.Telemetry.Packing;
using static Sidetone.Calls.Tests.Summaries;

namespace Sidetone.Calls.Tests.Recorded;

public sealed class RecordingSummaryTests
{
    [Fact]
    public void Totals_of_real_recordings_equal_their_raw_counters()
    {
        foreach (var file in Recordings.Shared().Concat(Recordings.Own))
        {
            var batch = Recordings.Read(file);
            var metrics = Of([.. SessionAssembler.Assemble([(batch, 0)])]).Metrics();
            var inbound = batch.Tracks.Where(track => track.Key.Kind == TrackKind.Inbound).ToList();
            var outbound = batch.Tracks.Where(track => track.Key.Kind == TrackKind.Outbound).ToList();
            Assert.Equal(Raw(inbound, Inbound.PacketsReceived), Number(metrics.Inbound!.PacketsReceived));
            Assert.Equal(Raw(inbound, Inbound.BytesReceived), Number(metrics.Inbound.BytesReceived));
            Assert.Equal(Math.Max(0, Last(inbound, Inbound.PacketsLost)), Number(metrics.Inbound.PacketsLost));
            Assert.Equal(Raw(outbound, Outbound.PacketsSent), Number(metrics.Outbound!.PacketsSent));
            Assert.Equal(Raw(outbound, Outbound.BytesSent), Number(metrics.Outbound.BytesSent));
            Assert.Equal(Math.Max(0, Last(outbound, Outbound.PacketsLost)), Number(metrics.Outbound.PacketsLost));
        }
    }

    [Fact]
    public void Every_figure_of_a_real_recording_is_finite_and_within_its_range()
    {
        foreach (var file in Recordings.Shared().Concat(Recordings.Own))
        {
            foreach (var formula in new[] { "effective-latency/1", "e-model/1" })
            {
                var call = Of(
                    new CallSettings { MosFormula = formula },
                    [.. SessionAssembler.Assemble([(Recordings.Read(file), 0)])]
                );
                var detail = CatalogWriter.WriteDetail(call.Summary, CatalogProfile.V2025);
                using var json = JsonDocument.Parse(detail);
                Check(json.RootElement, "$", file);
            }
        }
    }

    [Fact]
    public void A_split_recording_gives_the_bytes_of_the_whole_in_any_order_and_with_any_repeats()
    {
        foreach (var file in Recordings.Own)
        {
            var whole = Recordings.Read(file);
            var expected = Bytes(
                SessionAssembler.Assemble([Recordings.Logged(BatchSplitter.Split(whole, int.MaxValue)[0])])
            );
            for (var seed = 0; seed < 20; seed++)
            {
                var random = new Random(seed);
                var parts = BatchSplitter.Split(whole, random.Next(1, 40)).Select(Recordings.Logged).ToArray();
                (Batch, long)[] sent = [.. parts, .. parts.Where(_ => random.Next(3) == 0)];
                random.Shuffle(sent);
                Assert.True(expected.SequenceEqual(Bytes(SessionAssembler.Assemble(sent))), $"{file}, seed {seed}");
            }
        }
    }

    [Fact]
    public void The_packed_recording_of_a_call_gives_the_bytes_that_its_log_gave()
    {
        foreach (var file in Recordings.Own)
        {
            var sessions = SessionAssembler.Assemble(
                BatchSplitter.Split(Recordings.Read(file), 10).Select(Recordings.Logged)
            );
            Assert.Equal(Bytes(sessions), Bytes(RecordingCodec.Unpack(RecordingCodec.Pack(sessions))));
        }
    }

    [Fact]
    public void Two_forms_of_one_recording_give_the_same_figures()
    {
        var forms = Recordings.Own.GroupBy(file => Path.GetFileName(file).Split('.')[0]).ToList();
        Assert.All(forms, form => Assert.Equal(2, form.Count()));
        foreach (var form in forms)
        {
            var metrics = form.Select(file =>
                    Of([.. SessionAssembler.Assemble([(Recordings.Read(file), 0)])]).Metrics()
                )
                .ToList();
            Assert.Equal(metrics[0], metrics[1]);
        }
    }

    private static byte[] Bytes(IReadOnlyList<Session> sessions)
    {
        var call = Of([.. sessions]);
        return
        [
            .. CatalogWriter.WriteDetail(call.Summary, CatalogProfile.V2025),
            .. call.InsightsSummary is { } insights ? CatalogWriter.WriteDetail(insights) : [],
        ];
    }

    /// <summary>What a counter that restarts when it falls adds up to.</summary>
    private static long Raw(IEnumerable<Track> tracks, int column)
    {
        var total = 0L;
        foreach (var track in tracks)
        {
            var before = 0L;
            for (var row = 0; row < track.Count; row++)
            {
                var value = track[row, column];
                if (value != Track.Missing)
                {
                    total += value < before ? before : 0;
                    before = value;
                }
            }

            total += before;
        }

        return total;
    }

    private static long Last(IEnumerable<Track> tracks, int column) =>
        tracks.Sum(track =>
            Enumerable
                .Range(0, track.Count)
                .Select(row => track[row, column])
                .LastOrDefault(value => value != Track.Missing)
        );

    private static void Check(JsonElement element, string path, string file)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    Check(member.Value, $"{path}.{member.Name}", file);
                }

                if (element.TryGetProperty("min", out var min) && element.TryGetProperty("avg", out var avg))
                {
                    Assert.True(min.GetDouble() <= avg.GetDouble(), $"{file} {path}: min above average");
                    Assert.True(
                        avg.GetDouble() <= element.GetProperty("max").GetDouble(),
                        $"{file} {path}: average above max"
                    );
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Check(item, $"{path}[]", file);
                }

                break;
            case JsonValueKind.Number:
                var (low, high) = RangeOf(path);
                Assert.True(
                    element.GetDouble() >= low && element.GetDouble() <= high,
                    $"{file} {path}: {element.GetRawText()}"
                );
                break;
        }
    }

    private static (double Low, double High) RangeOf(string path) =>
        path switch
        {
            _ when path.Contains("ercentage", StringComparison.Ordinal) => (0, 100),
            _ when path.Contains(".mos.", StringComparison.Ordinal) => (0, 4.5),
            _ when path.Contains("audioLevel", StringComparison.Ordinal) => (0, 32767),
            _ => (0, 1e15),
        };
}
