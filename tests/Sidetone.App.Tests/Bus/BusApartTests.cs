using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Sidetone.Groups;
using Sidetone.Groups.BusKeys;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Bus;

/// <summary>Groups see only their own buses, and secrets that come in never come out.</summary>
public sealed class BusApartTests
{
    private const string Secret = "a-password-that-nobody-may-read";

    [Fact]
    public async Task An_access_key_opens_the_buses_of_its_group_alone()
    {
        await using var server = await RunningServer.StartAsync();
        var other = await server.Groups.CreateAsync("other", "222222222222", GroupSettings.Default, RunningServer.Stop);
        var first = (await Boto3Tests.KeyAsync(server, server.Group.Group)).Key.Id;
        var second = (await Boto3Tests.KeyAsync(server, other.Group)).Key.Id;

        (await server.CallAsync("CreateEventBus", """{"Name":"mine"}""", first)).WellFormed();
        var denied = (await server.CallAsync("DescribeEventBus", """{"Name":"mine"}""", second)).WellFormed();
        Assert.Equal("ResourceNotFoundException", denied.Code);
        var listed = (await server.CallAsync("ListEventBuses", "{}", second)).Text;
        Assert.DoesNotContain("mine", listed, StringComparison.Ordinal);
        Assert.Contains("arn:aws:events:us-east-1:222222222222:event-bus/default", listed, StringComparison.Ordinal);

        // Nobody in particular is the group that was made first.
        Assert.Equal(200, (await server.CallAsync("DescribeEventBus", """{"Name":"mine"}""")).Status);
    }

    [Fact]
    public async Task A_revoked_key_opens_nothing_of_its_group()
    {
        await using var server = await RunningServer.StartAsync();
        var other = await server.Groups.CreateAsync("other", "222222222222", GroupSettings.Default, RunningServer.Stop);
        var key = (await Boto3Tests.KeyAsync(server, other.Group)).Key.Id;
        var keys = server.Host.Services.GetRequiredService<BusKeyStore>();
        await keys.RevokeAsync(other.Group.Id, key, RunningServer.Stop);
        await Eventually.HoldsAsync(async () =>
            (await server.CallAsync("ListEventBuses", "{}", key)).Text.Contains(
                "000000000000",
                StringComparison.Ordinal
            )
        );
    }

    [Fact]
    public async Task A_connections_secret_is_in_no_answer_and_not_in_the_database()
    {
        await using var server = await RunningServer.StartAsync();
        var key = await Boto3Tests.KeyAsync(server, server.Group.Group);
        var made = await server.CallAsync(
            "CreateConnection",
            """
            {"Name":"c","AuthorizationType":"BASIC","AuthParameters":{
                "BasicAuthParameters":{"Username":"u","Password":"SECRET"},
                "InvocationHttpParameters":{"HeaderParameters":[{"Key":"X-Token","Value":"SECRET","IsValueSecret":true}]}}}
            """.Replace("SECRET", Secret, StringComparison.Ordinal)
        );
        Assert.Equal(200, made.Status);
        var wrong = await server.CallAsync(
            "UpdateConnection",
            """{"Name":"c","AuthParameters":{"BasicAuthParameters":{"Password":"SECRET\u0001"}}}""".Replace(
                "SECRET",
                Secret,
                StringComparison.Ordinal
            )
        );
        Assert.Equal("ValidationException", wrong.Code);
        foreach (var call in new[] { "DescribeConnection", "DeauthorizeConnection" })
        {
            var answer = await server.CallAsync(call, """{"Name":"c"}""");
            Assert.Equal(200, answer.Status);
            Assert.DoesNotContain(Secret, answer.Text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(Secret, made.Text + wrong.Text, StringComparison.Ordinal);
        var files = Directory.EnumerateFiles(server.Folder, "*", SearchOption.AllDirectories).ToArray();
        Assert.Contains(files, static file => file.EndsWith(".db", StringComparison.Ordinal));
        foreach (var file in files.Where(static file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            await open.CopyToAsync(bytes, RunningServer.Stop);
            Assert.Equal(-1, bytes.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret)));
            Assert.Equal(-1, bytes.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(key.Secret)));
        }
    }

    [Fact]
    public async Task A_new_group_has_an_active_partner_source_and_its_bus()
    {
        await using var server = await RunningServer.StartAsync();
        var name = $"aws.partner/operata.com/{server.Group.Group.Id}/sidetone";
        var source = await server.CallAsync("DescribeEventSource", $$"""{"Name":"{{name}}"}""");
        Assert.Equal("ACTIVE", source.Json.GetProperty("State").GetString());
        Assert.Equal(200, (await server.CallAsync("DescribeEventBus", $$"""{"Name":"{{name}}"}""")).Status);

        // Once deleted it stays deleted, also after the next start.
        (await server.CallAsync("DeleteEventBus", $$"""{"Name":"{{name}}"}""")).WellFormed();
        await server.RestartAsync();
        Assert.Equal(
            "ResourceNotFoundException",
            (await server.CallAsync("DescribeEventBus", $$"""{"Name":"{{name}}"}""")).Code
        );
    }
}
