using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sidetone.Groups;
using Sidetone.Tests.Issues;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Desk;

public sealed class DeskTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() =>
        _server = await RunningServer.StartAsync(
            settings: """{"allowedOrigins":["https://desk.example"],"headset":true,"desk":{"causes":["A","B"]}}"""
        );

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_page_reads_the_lists_and_switches_with_its_ingest_key()
    {
        var answer = await _server.GetAsync("/v1/desk", _server.Group.IngestKey);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.True(answer.Json.GetProperty("headset").GetBoolean());
        Assert.Equal(1_000, answer.Json.GetProperty("sampleIntervalMs").GetInt32());
        var issues = answer.Json.GetProperty("issues");
        Assert.Equal(["A", "B"], Texts(issues, "causes"));
        Assert.Equal("Terrible", Texts(issues, "severities")[^1]);
        Assert.Contains("Softphone would not work", Texts(issues, "categories"));
        Assert.NotEmpty(Texts(issues, "scenarios"));
    }

    [Fact]
    public async Task Another_text_than_a_listed_one_is_accepted()
    {
        var issue = Reports.Of(Reports.NewId()) with { Category = "Not in any list", Cause = "Nor this" };
        (await _server.ReportAsync(issue)).Accepted();
    }

    [Fact]
    public async Task An_unchanged_answer_is_only_confirmed_and_a_changed_one_is_sent()
    {
        var etag = (await _server.GetAsync("/v1/desk", _server.Group.IngestKey)).Headers.ETag!.Tag;
        Assert.Equal(HttpStatusCode.NotModified, await AskAsync(etag));
        Assert.Equal(HttpStatusCode.NotModified, await AskAsync($"\"x\", W/{etag}"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync("\"x\""));

        var group = _server.Group.Group.Id;
        await _server.Groups.ChangeSettingsAsync(group, """{"desk":{"causes":["C"]}}""", RunningServer.Stop);
        await _server.Host.Services.GetRequiredService<KeyRing>().RefreshAsync(RunningServer.Stop);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(etag));
    }

    [Fact]
    public async Task A_page_of_another_origin_and_a_stranger_read_nothing()
    {
        (await _server.GetAsync("/v1/desk")).Refused(HttpStatusCode.Unauthorized, "keyMissing");
        (await _server.GetAsync("/v1/desk", "nonsense")).Refused(HttpStatusCode.Unauthorized, "keyUnknown");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/desk");
        request.Headers.Add("X-Sidetone-Key", _server.Group.IngestKey);
        request.Headers.Add("Origin", "https://other.example");
        using var response = await _server.Http.SendAsync(request, RunningServer.Stop);
        (await Answer.ReadAsync(response)).Refused(HttpStatusCode.Forbidden, "originNotAllowed");
    }

    [Fact]
    public void Settings_keep_the_lists_that_a_change_does_not_name_and_are_written_whole()
    {
        var changed = GroupSettingsJson.Change(GroupSettings.Default, """{"desk":{"severities":["bad","worse"]}}""");
        Assert.Equal(["bad", "worse"], changed.Desk.Severities);
        Assert.Equal(GroupSettings.Default.Desk.Causes, changed.Desk.Causes);
        var text = GroupSettingsJson.Write(changed);
        Assert.Equal(text, GroupSettingsJson.Write(GroupSettingsJson.Change(GroupSettings.Default, text)));
    }

    [Theory]
    [InlineData("""{"desk":[]}""", "desk:")]
    [InlineData("""{"desk":{"colours":[]}}""", "desk.colours:")]
    [InlineData("""{"desk":{"causes":"A"}}""", "desk.causes:")]
    [InlineData("""{"desk":{"causes":[""]}}""", "desk.causes[0]:")]
    [InlineData("""{"desk":{"causes":["A","B","A"]}}""", "desk.causes[2]:")]
    public void A_list_that_cannot_be_used_is_named(string json, string at)
    {
        var fault = Assert.Throws<GroupException>(() => GroupSettingsJson.Change(GroupSettings.Default, json));
        Assert.StartsWith(at, fault.Message, StringComparison.Ordinal);
    }

    private async Task<HttpStatusCode> AskAsync(string known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/desk");
        request.Headers.Add("X-Sidetone-Key", _server.Group.IngestKey);
        request.Headers.TryAddWithoutValidation("If-None-Match", known);
        using var response = await _server.Http.SendAsync(request, RunningServer.Stop);
        return response.StatusCode;
    }

    private static string[] Texts(JsonElement json, string list) =>
        [.. json.GetProperty(list).EnumerateArray().Select(text => text.GetString()!)];
}
