using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sidetone.Groups;
using Sidetone.Health;
using Sidetone.Serving;
using Sidetone.Tests.Intake;

namespace Sidetone.Tests.Serving;

public sealed class ServerHostTests
{
    private static ServerOptions Options(string folder, params string[] urls) =>
        new() { DataFolder = folder, Urls = urls };

    private static Task<ServerHost> BuildAsync(ServerOptions options) =>
        ServerHost.BuildAsync(options, TimeProvider.System, RunningServer.Stop);

    [Fact]
    public async Task A_running_server_is_live_and_ready_and_tells_its_time()
    {
        await using var server = await RunningServer.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/health/live")).Status);
        var ready = await server.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.OK, ready.Status);
        Assert.Equal("ready", ready.Json.GetProperty("status").GetString());
        var told = (await server.GetAsync("/v1/time")).Json.GetProperty("serverTime").GetInt64();
        Assert.InRange(told, Bodies.Now - 10_000, Bodies.Now + 10_000);
    }

    [Fact]
    public async Task Every_wrong_option_is_named_at_once()
    {
        var options = new ServerOptions
        {
            Store = "mysql://secret@host/db",
            Urls = ["ftp://x", "8480"],
            TrustedProxies = ["10.0.0.0/99"],
            NetworkFiles = ["/nowhere/isp.mmdb"],
            Region = "Not A Region",
        };
        var fault = await Assert.ThrowsAsync<ConfigurationException>(() => BuildAsync(options));
        foreach (
            var name in new[] { "--store", "--key-file", "ftp://x", "8480", "10.0.0.0/99", "isp.mmdb", "--region" }
        )
        {
            Assert.Contains(fault.Problems, problem => problem.Contains(name, StringComparison.Ordinal));
        }

        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://*:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://192.0.2.1:0")]
    public async Task Without_keys_it_listens_to_this_machine_alone(string url)
    {
        var folder = RunningServer.NewFolder();
        var fault = await Assert.ThrowsAsync<ConfigurationException>(() => BuildAsync(Options(folder, url)));
        Assert.Contains(url, fault.Message, StringComparison.Ordinal);
        await using (
            var narrow = await BuildAsync(
                Options(folder, "http://127.0.0.1:0", "http://localhost:8480", "http://[::1]:0")
            )
        )
        {
            await narrow
                .Services.GetRequiredService<GroupStore>()
                .CreateAsync("g", AccountGroup.DefaultAccount, GroupSettings.Default, RunningServer.Stop);
        }

        await using var wide = await BuildAsync(Options(folder, url));
    }

    [Fact]
    public async Task A_second_server_on_one_data_folder_is_refused()
    {
        await using var server = await RunningServer.StartAsync();
        var fault = await Assert.ThrowsAsync<ConfigurationException>(() =>
            BuildAsync(Options(server.Folder, "http://127.0.0.1:0"))
        );
        Assert.Contains("another server", fault.Message, StringComparison.Ordinal);
        (await server.SendAsync(Bodies.Batch())).Accepted();
    }

    [Fact]
    public async Task The_key_file_is_the_owners_alone_and_another_one_is_refused()
    {
        var folder = RunningServer.NewFolder();
        var key = Path.Combine(folder, "secret.key");
        await (await BuildAsync(Options(folder, "http://127.0.0.1:0"))).DisposeAsync();
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
        }

        await (await BuildAsync(Options(folder, "http://127.0.0.1:0"))).DisposeAsync();
        File.Delete(key);
        var fault = await Assert.ThrowsAsync<ConfigurationException>(() =>
            BuildAsync(Options(folder, "http://127.0.0.1:0"))
        );
        Assert.Contains("--key-file", fault.Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(key, "not a key", RunningServer.Stop);
        await Assert.ThrowsAsync<ConfigurationException>(() => BuildAsync(Options(folder, "http://127.0.0.1:0")));
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_after_a_restart()
    {
        var body = Bodies.Batch();
        var folder = RunningServer.NewFolder();
        CreatedGroup group;
        var host = await BuildAsync(Options(folder, "http://127.0.0.1:0"));
        await using (host)
        {
            group = await host
                .Services.GetRequiredService<GroupStore>()
                .CreateAsync("g", AccountGroup.DefaultAccount, GroupSettings.Default, RunningServer.Stop);
            await host.StartAsync(RunningServer.Stop);
            await Eventually.HoldsAsync(async () =>
                (await PostAsync(host, group, body)).Status == HttpStatusCode.Accepted
            );
            await host.StopAsync(RunningServer.Stop);
        }

        await using var again = await BuildAsync(Options(folder, "http://127.0.0.1:0"));
        await again.StartAsync(RunningServer.Stop);
        (await PostAsync(again, group, body)).Accepted(repeated: true);
        await again.StopAsync(RunningServer.Stop);
    }

    [Fact]
    public async Task A_background_service_that_ends_makes_the_server_red_and_intake_refuse()
    {
        await using var server = await RunningServer.StartAsync();
        var health = server.Host.Services.GetRequiredService<ServerHealth>();
        var service = server.Host.Services.GetServices<IHostedService>().OfType<KeyRingService>().Single();
        await service.StopAsync(RunningServer.Stop);
        await Eventually.HoldsAsync(() => Task.FromResult(!health.IsAlive));

        var answer = (await server.SendAsync(Bodies.Batch())).Refused(
            HttpStatusCode.ServiceUnavailable,
            "notAccepting"
        );
        Assert.NotNull(answer.RetryAfter);
        var live = await server.GetAsync("/health/live");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, live.Status);
        Assert.True(live.Json.GetProperty("faults").TryGetProperty(nameof(KeyRingService), out _));
    }

    private static async Task<Answer> PostAsync(ServerHost host, CreatedGroup group, byte[] body)
    {
        using var http = new HttpClient { BaseAddress = new Uri(host.Urls.First()) };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/batches")
        {
            Content = new ByteArrayContent(body),
        };
        request.Headers.Add("X-Sidetone-Key", group.IngestKey);
        using var response = await http.SendAsync(request, RunningServer.Stop);
        return await Answer.ReadAsync(response);
    }
}
