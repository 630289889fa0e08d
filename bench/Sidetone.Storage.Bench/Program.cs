using System.Diagnostics;
using Sidetone.Storage;
using Sidetone.Storage.Log;
using Sidetone.Storage.Postgres;
using Sidetone.Storage.Sqlite;

// Appended batches per second, one batch per append as intake does it, from many callers at once.
//
//   dotnet run -c Release --project bench/Sidetone.Storage.Bench -- [seconds] [callers] [body bytes]
//
// SQLite in a folder beside the program, synchronous = FULL; PostgreSQL when SIDETONE_TEST_POSTGRES is set (start it
// with eng/test-postgres run --fsync).
var seconds = args.Length > 0 ? int.Parse(args[0], null) : 8;
var callers = args.Length > 1 ? int.Parse(args[1], null) : 64;
var bodyBytes = args.Length > 2 ? int.Parse(args[2], null) : 600;

var folder = Directory.CreateDirectory(Path.Combine(Environment.CurrentDirectory, $"bench-{Environment.ProcessId}"));
try
{
    await using var sqlite = SqliteDatabase.Open(new SqliteSettings { Folder = folder.FullName }, TimeProvider.System);
    await MeasureAsync("sqlite", sqlite);
}
finally
{
    folder.Delete(recursive: true);
}

if (Environment.GetEnvironmentVariable("SIDETONE_TEST_POSTGRES") is { Length: > 0 } server)
{
    await using var postgres = PostgresDatabase.Open(new PostgresSettings { Address = server }, TimeProvider.System);
    await MeasureAsync("postgres", postgres);
}

async Task MeasureAsync(string name, Database database)
{
    await database.MigrateAsync(TelemetryLog.Migrations, CancellationToken.None);
    var log = new TelemetryLog(database, new LogOptions());
    await log.TickAsync(CancellationToken.None);
    var run = Guid.CreateVersion7();
    await RunAsync(log, run, TimeSpan.FromSeconds(1), 0);

    var processor = Process.GetCurrentProcess().TotalProcessorTime;
    var collected = GC.GetTotalAllocatedBytes();
    var started = Stopwatch.GetTimestamp();
    var (appended, slowest) = await RunAsync(log, run, TimeSpan.FromSeconds(seconds), 1);
    var took = Stopwatch.GetElapsedTime(started).TotalSeconds;
    processor = Process.GetCurrentProcess().TotalProcessorTime - processor;
    collected = GC.GetTotalAllocatedBytes() - collected;
    Console.WriteLine(
        $"{name}: {appended / took:N0} batches/s of {bodyBytes} bytes from {callers} callers, "
            + $"{processor.TotalMicroseconds / appended:N1} us CPU and {collected / appended:N0} bytes allocated each, "
            + $"mean {took * callers / appended * 1000:N2} ms, slowest {slowest.TotalMilliseconds:N0} ms"
    );
}

// Each caller is a page of some call after another, 360 batches each: an hour.
async Task<(long Appended, TimeSpan Slowest)> RunAsync(TelemetryLog log, Guid run, TimeSpan time, int phase)
{
    var started = Stopwatch.GetTimestamp();
    var counts = await Task.WhenAll(
        Enumerable
            .Range(0, callers)
            .Select(caller =>
                Task.Run(async () =>
                {
                    var body = new byte[bodyBytes];
                    new Random(caller).NextBytes(body);
                    var slowest = TimeSpan.Zero;
                    var count = 0L;
                    for (; Stopwatch.GetElapsedTime(started) < time; count++)
                    {
                        var contact = $"{phase}-{caller}-{count / 360}";
                        var entry = new LogEntry
                        {
                            Call = CallKey.Of(run, contact, "agent"),
                            Group = run,
                            ContactId = contact,
                            Agent = "agent",
                            Session = contact,
                            Sequence = count % 360,
                            ContentHash = count,
                            Body = body,
                        };
                        var begun = Stopwatch.GetTimestamp();
                        if ((await log.AppendAsync([entry], CancellationToken.None))[0] != AppendOutcome.Accepted)
                        {
                            throw new InvalidOperationException("A batch was not accepted.");
                        }

                        var took = Stopwatch.GetElapsedTime(begun);
                        slowest = took > slowest ? took : slowest;
                    }

                    return (Count: count, Slowest: slowest);
                })
            )
    );
    return (counts.Sum(one => one.Count), counts.Max(one => one.Slowest));
}
