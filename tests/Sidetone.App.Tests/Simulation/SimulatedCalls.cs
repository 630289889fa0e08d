using Sidetone.Simulation;
using Sidetone.Telemetry;

namespace Sidetone.Tests.Simulation;

/// <summary>Simulated calls for tests, and views of them.</summary>
internal static class SimulatedCalls
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<Batch> Of(string profile, ulong seed, double seconds)
    {
        var random = new SeededRandom(seed);
        var plan = new CallPlan
        {
            Agent = SimulatedAgent.Number(0, random),
            Profile = CallProfiles.Find(profile) ?? throw new ArgumentException($"No kind of call named {profile}."),
            Start = Start,
            Connected = TimeSpan.FromSeconds(seconds),
            Random = random.Fork("call"),
        };
        return [.. new SimulatedCall(plan).Play().Select(timed => timed.Batch)];
    }

    /// <summary>Every row of one kind of track, in order of time, as (time, columns).</summary>
    public static IReadOnlyList<(TrackKey Key, long Time, long[] Columns)> Rows(
        IEnumerable<Batch> batches,
        TrackKind kind
    ) =>
        [
            .. batches
                .SelectMany(batch => batch.Tracks)
                .Where(track => track.Key.Kind == kind)
                .SelectMany(track =>
                    Enumerable
                        .Range(0, track.Count)
                        .Select(row =>
                            (
                                track.Key,
                                track.Time(row),
                                Enumerable.Range(0, track.ColumnCount).Select(column => track[row, column]).ToArray()
                            )
                        )
                )
                .OrderBy(row => row.Item2),
        ];

    public static IReadOnlyList<Happening> Happenings(IEnumerable<Batch> batches) =>
        [.. batches.SelectMany(batch => batch.Happenings)];

    /// <summary>Everything a batch holds, written out, so that two can be compared.</summary>
    public static string Text(Batch batch) =>
        string.Join(
            '\n',
            [
                $"{batch.ContactId} {batch.Agent} {batch.Session} {batch.Sequence} {batch.Facts}",
                .. batch.Happenings.Select(happening => happening.ToString()),
                .. Enum.GetValues<TrackKind>()
                    .SelectMany(kind => Rows([batch], kind))
                    .Select(row => $"{row.Key} {row.Time} {string.Join(' ', row.Columns)}"),
            ]
        );
}
