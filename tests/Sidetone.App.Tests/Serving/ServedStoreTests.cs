using Sidetone.Groups;
using Sidetone.Tests.Intake;

namespace Sidetone.Tests.Serving;

/// <summary>Two servers on one PostgreSQL database: any node takes any batch.</summary>
public sealed class ServedStoreTests
{
    [Fact]
    public async Task A_batch_that_one_node_took_is_a_repeat_at_the_other()
    {
        await using var schema = await ServedSchema.CreateAsync();
        var folder = RunningServer.NewFolder();
        var key = Path.Combine(folder, "shared.key");
        await using var first = await RunningServer.StartAsync(options => schema.On(options, key));
        await using var second = await RunningServer.StartAsync(options => schema.On(options, key));
        var bodies = Enumerable.Range(0, 50).Select(static sequence => Bodies.Batch(sequence: sequence)).ToArray();
        await Task.WhenAll(bodies.Select(async body => (await first.SendAsync(body)).Accepted()));
        // The second node learns of the first one's group within seconds.
        await Eventually.HoldsAsync(async () =>
            (await second.SendAsync(bodies[0], first.Group.IngestKey)).Status == System.Net.HttpStatusCode.Accepted
        );
        foreach (var body in bodies)
        {
            (await second.SendAsync(body, first.Group.IngestKey)).Accepted(repeated: true);
        }
    }

    [Fact]
    public async Task Groups_and_keys_are_kept()
    {
        await using var schema = await ServedSchema.CreateAsync();
        var key = Path.Combine(RunningServer.NewFolder(), "shared.key");
        await using var server = await RunningServer.StartAsync(options => schema.On(options, key));
        var group = server.Group.Group.Id;
        Assert.Equal(group, (await server.Groups.FindAsync(group.ToString(), RunningServer.Stop))?.Id);
        var changed = await server.Groups.ChangeSettingsAsync(group, """{"retentionDays":3}""", RunningServer.Stop);
        Assert.Equal(3, (await server.Groups.SettingsAsync(group, changed.Version, RunningServer.Stop))?.RetentionDays);
        var made = await server.Keys.CreateAsync(group, KeyRole.Read, "reader", RunningServer.Stop);
        await server.Keys.RotateAsync(group, made.Key.Id, TimeSpan.Zero, RunningServer.Stop);
        Assert.Equal(5, (await server.Keys.ListAsync(group, RunningServer.Stop)).Count);
        await Assert.ThrowsAsync<GroupException>(() =>
            server.Groups.CreateAsync(
                server.Group.Group.Name,
                AccountGroup.DefaultAccount,
                GroupSettings.Default,
                RunningServer.Stop
            )
        );
    }
}
