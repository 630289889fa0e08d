using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Sidetone.Networks;
using Sidetone.Storage.Log;
using Sidetone.Telemetry;
using Sidetone.Telemetry.Packing;
using Sidetone.Tests.Intake;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Networks;

public sealed class NetworkLookupTests
{
    private static Dictionary<string, object> Named(string name) =>
        new()
        {
            ["names"] = new Dictionary<string, object> { ["en"] = name, ["de"] = "anders" },
        };

    private static string[] Files()
    {
        var folder = RunningServer.NewFolder();
        var isp = Path.Combine(folder, "isp.mmdb");
        var city = Path.Combine(folder, "city.mmdb");
        MmdbFile.Write(isp, ("203.0.113.0/24", new() { ["autonomous_system_organization"] = "Southern Cable" }));
        MmdbFile.Write(
            city,
            (
                "203.0.113.0/25",
                new()
                {
                    ["city"] = Named("Geelong"),
                    ["country"] = Named("Australia"),
                    ["subdivisions"] = new object[] { Named("Victoria") },
                }
            ),
            (
                "203.0.113.128/25",
                new()
                {
                    ["city"] = "Hobart",
                    ["region"] = "Tasmania",
                    ["country_name"] = "Australia",
                }
            )
        );
        return [isp, city];
    }

    [Theory]
    [InlineData("203.0.113.9", "Southern Cable", "Geelong", "Victoria", "Australia")]
    [InlineData("203.0.113.200", "Southern Cable", "Hobart", "Tasmania", "Australia")]
    [InlineData("198.51.100.1", "", "", "", "")]
    [InlineData("2001:db8::1", "", "", "", "")]
    public void Several_files_together_say_who_and_where(
        string address,
        string isp,
        string city,
        string region,
        string country
    )
    {
        using var networks = new NetworkLookup(Files());
        var expected = new Sender
        {
            Address = address,
            Isp = isp,
            City = city,
            Region = region,
            Country = country,
        };
        Assert.Equal(expected, networks.Find(IPAddress.Parse(address)));
        Assert.Equal(expected, networks.Find(IPAddress.Parse(address)));
    }

    [Fact]
    public async Task A_batch_is_stored_with_the_network_it_came_from()
    {
        var files = Files();
        await using var server = await RunningServer.StartAsync(options =>
            options with
            {
                NetworkFiles = files,
                TrustedProxies = ["127.0.0.1"],
            }
        );
        (
            await server.SendAsync(Bodies.Batch(), static r => r.Headers.Add("X-Forwarded-For", "203.0.113.9"))
        ).Accepted();
        var log = server.Host.Services.GetRequiredService<ITelemetryLog>();
        var call = await log.ReadAsync(CallKey.Of(server.Group.Group.Id, "contact-1", "agent-1"), RunningServer.Stop);
        var sender = BatchCodec.Decode(Assert.Single(call.Entries).Body.Span).Sender;
        Assert.Equal("203.0.113.9", sender?.Address);
        Assert.Equal("Southern Cable", sender?.Isp);
        Assert.Equal("Geelong", sender?.City);
    }

    [Fact]
    public async Task A_file_that_is_none_stops_the_start_by_name()
    {
        var file = Path.Combine(RunningServer.NewFolder(), "broken.mmdb");
        await File.WriteAllTextAsync(file, "nothing", RunningServer.Stop);
        var fault = await Assert.ThrowsAsync<Sidetone.Serving.ConfigurationException>(() =>
            RunningServer.StartAsync(options => options with { NetworkFiles = [file] })
        );
        Assert.Contains("broken.mmdb", fault.Message, StringComparison.Ordinal);
    }
}
