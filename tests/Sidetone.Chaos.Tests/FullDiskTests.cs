using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Sidetone.Simulation;
using Sidetone.Telemetry;
using Sidetone.Telemetry.Wire;
using Sidetone.Tests.Closing;
using Sidetone.Tests.Serving;

namespace Sidetone.Chaos.Tests;

/// <summary>A server whose disk is full refuses, stays up, and goes on when there is room again.</summary>
public sealed class FullDiskTests
{
    private const int Megabytes = 24;
    private const int CallsMax = 2_000;
    private static readonly SeededRandom s_seed = new(1);

    [Fact]
    public async Task A_full_disk_refuses_batches_and_loses_none_that_was_acknowledged()
    {
        using var disk = SmallDisk.Mount(Megabytes);
        var store = new ChaosStore(disk.Path, url: null);
        await store.CreateAsync();
        using var server = KillableServer.Start(store);
        using var desk = new Desk(await server.ListeningAsync(), store);

        // Room for some calls, and then none: closing and delivering meet the full disk as well as intake.
        disk.FillUpTo(bytesLeft: 1 << 20);
        var sent = await desk.SendUntilRefusedAsync();
        disk.FillUpTo(bytesLeft: 0);
        await Eventually.HoldsAsync(async () => await desk.StatusAsync("/health/ready") == 503);
        Assert.Equal(200, await desk.StatusAsync("/health/live"));
        sent.AddRange(Enumerable.Range(CallsMax, 10).Select(number => ChaosCall.Number(number, s_seed)));
        foreach (var batch in sent.SelectMany(call => call.Batches))
        {
            // Now and then one is taken: a call that was closed left room within the store.
            await desk.TrySendAsync(batch);
        }

        disk.MakeRoom();
        foreach (var batch in sent.SelectMany(call => call.Batches))
        {
            await Eventually.HoldsAsync(() => desk.TrySendAsync(batch));
        }

        await Eventually.HoldsAsync(async () => await desk.StatusAsync("/health/ready") == 200);
        foreach (var call in sent)
        {
            var expected = ExpectedCall.Of(store.Group.Group, call.Batches).Summary;
            await Eventually.HoldsAsync(async () => await desk.SummaryAsync(call.Contact) == expected);
        }

        Assert.Equal(200, await desk.StatusAsync("/health/live"));
        await Eventually.HoldsAsync(async () =>
            await store.NumberAsync("SELECT count(*) FROM outbox_delivery WHERE state < 2") == 0
        );
        Assert.Equal(
            sent.Count,
            await store.NumberAsync("SELECT count(DISTINCT event_id) FROM bus_event WHERE detail_type = 'CallSummary'")
        );
        Assert.Equal(0, await server.StopAsync());
        Assert.Equal("ok", await store.ScalarAsync("PRAGMA integrity_check"));
    }

    /// <summary>A sender and reader of the group.</summary>
    private sealed class Desk(Uri address, ChaosStore store) : IDisposable
    {
        private readonly HttpClient _http = new() { BaseAddress = address };
        private readonly HashSet<Batch> _acknowledged = new(ReferenceEqualityComparer.Instance);

        private static CancellationToken Stop => TestContext.Current.CancellationToken;

        /// <summary>Sends calls until a batch is refused; all of them, the last one not sent whole.</summary>
        public async Task<List<ChaosCall>> SendUntilRefusedAsync()
        {
            var sent = new List<ChaosCall>();
            while (sent.Count < CallsMax)
            {
                sent.Add(ChaosCall.Number(sent.Count, s_seed));
                foreach (var batch in sent[^1].Batches)
                {
                    if (!await TrySendAsync(batch))
                    {
                        return sent;
                    }
                }
            }

            throw new InvalidOperationException("The disk never was full.");
        }

        /// <summary>
        /// True when a batch was acknowledged, after which it is never sent again; false when it was refused as a full
        /// disk refuses.
        /// </summary>
        public async Task<bool> TrySendAsync(Batch batch)
        {
            if (_acknowledged.Contains(batch))
            {
                return true;
            }

            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/batches");
            request.Content = new ByteArrayContent(BatchWriter.ToUtf8(batch));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", store.Group.IngestKey);
            using var response = await _http.SendAsync(request, Stop);
            if (response.StatusCode == HttpStatusCode.Accepted)
            {
                return _acknowledged.Add(batch);
            }

            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            Assert.NotNull(response.Headers.RetryAfter?.Delta);
            var problem = await response.Content.ReadAsStringAsync(Stop);
            Assert.Contains("\"reason\":\"storeFull\"", problem, StringComparison.Ordinal);
            return false;
        }

        public async Task<int> StatusAsync(string path)
        {
            using var response = await _http.GetAsync(new Uri(path, UriKind.Relative), Stop);
            return (int)response.StatusCode;
        }

        /// <summary>The summary of a call, or null while it is not closed.</summary>
        public async Task<string?> SummaryAsync(string contact)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/calls/{contact}");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", store.Group.ReadKey);
            using var response = await _http.SendAsync(request, Stop);
            using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Stop));
            var calls = body.RootElement.GetProperty("calls");
            return calls.GetArrayLength() == 0 ? null : calls[0].GetProperty("summary").GetRawText();
        }

        public void Dispose() => _http.Dispose();
    }
}
