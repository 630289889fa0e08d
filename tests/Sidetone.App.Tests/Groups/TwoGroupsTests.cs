using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Sidetone.Catalog;
using Sidetone.Groups;
using Sidetone.Tests.Intake;
using Sidetone.Tests.Issues;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Groups;

/// <summary>Two groups of one server, each with its own pages.</summary>
public sealed class TwoGroupsTests
{
    private const string Ours = "https://ours.example";
    private const string Theirs = "https://theirs.example";

    [Fact]
    public async Task A_groups_keys_serve_its_own_pages_and_its_own_data_alone()
    {
        await using var server = await RunningServer.StartAsync(settings: Allowing(Ours));
        var theirs = await server.Groups.CreateAsync(
            "theirs",
            AccountGroup.DefaultAccount,
            GroupSettings.Default,
            RunningServer.Stop
        );
        await server.Groups.ChangeSettingsAsync(theirs.Group.Id, Allowing(Theirs), RunningServer.Stop);
        await server.Host.Services.GetRequiredService<KeyRing>().RefreshAsync(RunningServer.Stop);
        var ours = server.Group;

        foreach (var (key, origin) in new[] { (ours.IngestKey, Theirs), (theirs.IngestKey, Ours) })
        {
            (await SendAsync(server, key, origin)).Refused(HttpStatusCode.Forbidden, "originNotAllowed");
        }

        // The same batch of each is its own: neither is the other's repeat, and each is seen with its own key alone.
        (await SendAsync(server, ours.IngestKey, Ours, "contact-ours")).Accepted();
        (await SendAsync(server, theirs.IngestKey, Theirs, "contact-theirs")).Accepted();
        await server.EventsAsync(DetailTypes.CallSummary, 1);
        await Eventually.HoldsAsync(async () =>
            (await server.GetAsync("/v1/calls", theirs.ReadKey)).Text.Contains(
                "contact-theirs",
                StringComparison.Ordinal
            )
        );
        foreach (var path in new[] { "/v1/calls", "/v1/calls/contact-theirs", "/v1/calls/live" })
        {
            var answer = await server.GetAsync(path, ours.ReadKey);
            Assert.DoesNotContain("contact-theirs\"", answer.Text, StringComparison.Ordinal);
        }

        Assert.Contains(
            "contact-ours",
            (await server.GetAsync("/v1/calls", ours.ReadKey)).Text,
            StringComparison.Ordinal
        );
    }

    private static string Allowing(string origin) => $$"""{"allowedOrigins":["{{origin}}"]}""";

    private static Task<Answer> SendAsync(
        RunningServer server,
        string key,
        string origin,
        string contact = "contact"
    ) =>
        server.SendAsync(
            Bodies.Batch(
                contact: contact,
                happenings: $"[{{\"at\":{Bodies.Now},\"type\":\"ended\",\"lastSequence\":0}}]"
            ),
            key,
            request => request.Headers.Add("Origin", origin)
        );
}
