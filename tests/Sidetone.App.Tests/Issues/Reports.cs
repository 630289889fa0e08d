using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sidetone.Bus.Log;
using Sidetone.Groups;
using Sidetone.Telemetry;
using Sidetone.Telemetry.Wire;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Issues;

/// <summary>Issues as a desk reports them, and what becomes of them at a running server.</summary>
internal static class Reports
{
    /// <summary>The published example, as a desk would have sent it.</summary>
    public static Issue Of(
        Guid id,
        string contactId = "",
        TimeSpan ago = default,
        string message = "Unresponsive softphone"
    ) =>
        new()
        {
            Id = id,
            At = (TimeProvider.System.GetUtcNow() - ago).ToUnixTimeMilliseconds(),
            Agent = "andy",
            ContactId = contactId,
            Category = "Softphone would not work",
            Cause = "Softphone would not work",
            Severity = "Terrible",
            Message = message,
            Browser = new NameAndVersion { Name = "Chrome", Version = "113.0.5672.126" },
            Machine = new IssueMachine
            {
                CpuModel = "Intel(R) Core(TM) i7-7700HQ CPU @ 2.80GHz",
                CpuUtilization = 2_309,
                Memory = 1_600,
                MemoryAvailable = 133,
            },
        };

    public static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

    public static Task<Answer> ReportAsync(this RunningServer server, Issue issue) =>
        server.ReportAsync(IssueWriter.ToUtf8(issue), server.Group.IngestKey);

    public static async Task<Answer> ReportAsync(
        this RunningServer server,
        byte[] body,
        string? key,
        Action<HttpRequestMessage>? change = null
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/issues")
        {
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        change?.Invoke(request);
        using var response = await server.Http.SendAsync(request, RunningServer.Stop);
        return await Answer.ReadAsync(response);
    }

    /// <summary>The issues that a page of them lists, by id.</summary>
    public static async Task<(IReadOnlyList<JsonElement> Issues, string? Next)> IssuesAsync(
        this RunningServer server,
        string query = "",
        string? key = null
    )
    {
        var answer = await server.GetAsync($"/v1/issues{query}", key ?? server.Group.ReadKey);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        var next = answer.Json.TryGetProperty("next", out var place) ? place.GetString() : null;
        return ([.. answer.Json.GetProperty("issues").EnumerateArray()], next);
    }

    /// <summary>The group's events of a type, once so many came.</summary>
    public static async Task<IReadOnlyList<JsonElement>> EventsAsync(
        this RunningServer server,
        string type,
        int count,
        Guid? group = null
    )
    {
        var log = server.Host.Services.GetRequiredService<BusLog>();
        IReadOnlyList<JsonElement> events = [];
        await Eventually.HoldsAsync(async () =>
        {
            var id = group ?? server.Group.Group.Id;
            var page = await log.ReadAfterAsync(id, 0, new HashSet<string>(), 10_000, RunningServer.Stop);
            events =
            [
                .. page
                    .Events.Select(logged => Encoding.UTF8.GetString(logged.Envelope.Span))
                    .Select(text => JsonDocument.Parse(text).RootElement)
                    .Where(json => json.GetProperty("detail-type").GetString() == type),
            ];
            return events.Count >= count;
        });
        Assert.Equal(count, events.Count);
        return events;
    }

    /// <summary>Another group on the same server.</summary>
    public static async Task<CreatedGroup> OtherGroupAsync(this RunningServer server)
    {
        var other = await server.Groups.CreateAsync(
            "the other",
            AccountGroup.DefaultAccount,
            GroupSettings.Default,
            RunningServer.Stop
        );
        await server.Host.Services.GetRequiredService<KeyRing>().RefreshAsync(RunningServer.Stop);
        return other;
    }
}
