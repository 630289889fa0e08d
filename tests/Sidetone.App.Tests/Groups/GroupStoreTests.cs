using Microsoft.Extensions.DependencyInjection;
using Sidetone.Groups;
using Sidetone.Privacy;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Groups;

public sealed class GroupStoreTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private GroupStore Groups => _server.Groups;

    private Guid Id => _server.Group.Group.Id;

    [Fact]
    public async Task A_group_is_found_by_its_name_and_by_its_id()
    {
        Assert.Equal(Id, (await Groups.FindAsync(_server.Group.Group.Name, RunningServer.Stop))?.Id);
        Assert.Equal(Id, (await Groups.FindAsync(Id.ToString(), RunningServer.Stop))?.Id);
        Assert.Null(await Groups.FindAsync("nobody", RunningServer.Stop));
        Assert.Single(await Groups.ListAsync(RunningServer.Stop));
    }

    [Theory]
    [InlineData("", "000000000000")]
    [InlineData("name\n", "000000000000")]
    [InlineData("good", "12345")]
    [InlineData("good", "12345678901x")]
    public async Task A_name_or_account_that_cannot_be_used_is_refused(string name, string account) =>
        await Assert.ThrowsAsync<GroupException>(() =>
            Groups.CreateAsync(name, account, GroupSettings.Default, RunningServer.Stop)
        );

    [Fact]
    public async Task A_name_is_given_once() =>
        await Assert.ThrowsAsync<GroupException>(() =>
            Groups.CreateAsync(
                _server.Group.Group.Name,
                AccountGroup.DefaultAccount,
                GroupSettings.Default,
                RunningServer.Stop
            )
        );

    [Fact]
    public async Task Keys_are_read_while_groups_and_their_keys_are_made()
    {
        var ring = _server.Host.Services.GetRequiredService<KeyRing>();
        var making = Task.Run(
            async () =>
            {
                for (var i = 0; i < 200; i++)
                {
                    var name = $"one of many {i}";
                    await Groups.CreateAsync(
                        name,
                        AccountGroup.DefaultAccount,
                        GroupSettings.Default,
                        RunningServer.Stop
                    );
                }
            },
            RunningServer.Stop
        );
        while (!making.IsCompleted)
        {
            await ring.RefreshAsync(RunningServer.Stop);
        }

        await making;
    }

    [Fact]
    public async Task A_change_of_settings_makes_a_version_and_keeps_the_old_one()
    {
        var before = await Groups.SettingsAsync(Id, RunningServer.Stop);
        var after = await Groups.ChangeSettingsAsync(
            Id,
            """{"profile":2025,"calls":{"mosFormula":"e-model/1"}}""",
            RunningServer.Stop
        );
        Assert.Equal(before.Version + 1, after.Version);
        Assert.Equal(2025, (await Groups.SettingsAsync(Id, RunningServer.Stop)).Settings.Profile);
        Assert.Equal(2023, (await Groups.SettingsAsync(Id, before.Version, RunningServer.Stop))?.Profile);
        Assert.Null(await Groups.SettingsAsync(Id, 99, RunningServer.Stop));
        var same = await Groups.ChangeSettingsAsync(Id, """{"profile":2025}""", RunningServer.Stop);
        Assert.Equal(after.Version, same.Version);
    }

    [Fact]
    public void Settings_read_back_as_they_were_written()
    {
        const string all = """
            {"profile":2025,"calls":{"mosFormula":"e-model/1"},"allowedOrigins":["https://a.example:8443","null"],
            "fieldRules":{"callerId":"hash","queueName":"drop"},"retentionDays":7,"headset":true,
            "waitForContactRecordSeconds":240,"platformOnlyCalls":false,"rateLimit":{"batchesPerSecond":5,"burst":6}}
            """;
        var settings = GroupSettingsJson.Change(GroupSettings.Default, all);
        var text = GroupSettingsJson.Write(settings);
        Assert.Equal(text, GroupSettingsJson.Write(GroupSettingsJson.Change(GroupSettings.Default, text)));
        Assert.Equal(FieldRule.Drop, settings.FieldRules["queueName"]);
        Assert.Equal(new RateLimit(5, 6), settings.RateLimit);
        Assert.Equal("e-model/1", settings.Calls.MosFormula);
    }

    [Theory]
    [InlineData("""{"profile":2024}""", "profile")]
    [InlineData("""{"profile":"2025"}""", "profile")]
    [InlineData("""{"retentionDays":0}""", "retentionDays")]
    [InlineData("""{"waitForContactRecordSeconds":241}""", "waitForContactRecordSeconds")]
    [InlineData("""{"allowedOrigins":["https://a.example/path"]}""", "allowedOrigins[0]")]
    [InlineData("""{"allowedOrigins":["https://a.example","HTTPS://B.example"]}""", "allowedOrigins[1]")]
    [InlineData("""{"allowedOrigins":"*"}""", "allowedOrigins")]
    [InlineData("""{"fieldRules":{"callerId":"forget"}}""", "fieldRules.callerId")]
    [InlineData("""{"fieldRules":{"shoeSize":"drop"}}""", "fieldRules.shoeSize")]
    [InlineData("""{"fieldRules":{"agent":"drop"}}""", "fieldRules.agent")]
    [InlineData("""{"rateLimit":{"burst":0}}""", "rateLimit.burst")]
    [InlineData("""{"rateLimit":{"speed":1}}""", "rateLimit.speed")]
    [InlineData("""{"headset":1}""", "headset")]
    [InlineData("""{"colour":1}""", "colour")]
    [InlineData("""{"calls":[]}""", "calls")]
    [InlineData("""{"headset":true""", "not JSON")]
    [InlineData("""[]""", "object")]
    public void A_setting_that_cannot_be_used_is_named(string json, string name)
    {
        var fault = Assert.Throws<GroupException>(() => GroupSettingsJson.Change(GroupSettings.Default, json));
        Assert.Contains(name, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_wrong_settings_are_named_together()
    {
        var fault = Assert.Throws<GroupException>(() =>
            GroupSettingsJson.Change(GroupSettings.Default, """{"profile":1,"retentionDays":0,"colour":2}""")
        );
        Assert.Equal(3, fault.Message.Split(Environment.NewLine).Length);
    }

    [Fact]
    public async Task The_store_keeps_hashes_and_no_keys()
    {
        await _server.Host.StopAsync(RunningServer.Stop);
        foreach (var file in Directory.EnumerateFiles(_server.Folder, "*.db*"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, RunningServer.Stop);
            foreach (var key in new[] { _server.Group.IngestKey, _server.Group.ReadKey, _server.Group.AdminKey })
            {
                Assert.True(bytes.ToArray().AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(key[10..])) < 0, file);
            }
        }
    }

    [Fact]
    public async Task A_key_is_listed_rotated_and_revoked()
    {
        var keys = await _server.Keys.ListAsync(Id, RunningServer.Stop);
        Assert.Equal(3, keys.Count);
        var ingest = keys.Single(static key => key.Role == KeyRole.Ingest);
        Assert.Equal(KeyToken.IdOf(KeyToken.Hash(_server.Group.IngestKey)), ingest.Id);

        var next = await _server.Keys.RotateAsync(Id, ingest.Id, TimeSpan.FromHours(1), RunningServer.Stop);
        Assert.StartsWith("sk_ingest_", next.Token, StringComparison.Ordinal);
        Assert.Equal(KeyRole.Ingest, next.Key.Role);
        (await _server.SendAsync(Intake.Bodies.Batch())).Accepted();

        await _server.Keys.RevokeAsync(Id, ingest.Id, RunningServer.Stop);
        await Assert.ThrowsAsync<GroupException>(() => _server.Keys.RevokeAsync(Id, ingest.Id, RunningServer.Stop));
        await Assert.ThrowsAsync<GroupException>(() =>
            _server.Keys.RevokeAsync(Guid.Empty, next.Key.Id, RunningServer.Stop)
        );
        keys = await _server.Keys.ListAsync(Id, RunningServer.Stop);
        Assert.NotNull(keys.Single(key => key.Id == ingest.Id).RevokedAt);
        Assert.Equal(4, keys.Count);
    }
}
