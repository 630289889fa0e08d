using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Sdk;

public sealed class SdkApiTests
{
    [Theory]
    [InlineData("sidetone.js", "text/javascript", "var Sidetone")]
    [InlineData("sidetone.mjs", "text/javascript", "export{")]
    [InlineData("sidetone.js.map", "application/json", "\"mappings\"")]
    [InlineData("sidetone.mjs.map", "application/json", "\"mappings\"")]
    [InlineData("sidetone-desk.js", "text/javascript", "var SidetoneDesk")]
    [InlineData("sidetone-desk.mjs", "text/javascript", "export{")]
    [InlineData("sidetone-desk.mjs.map", "application/json", "\"mappings\"")]
    [InlineData("sidetone-headset.js", "text/javascript", "var SidetoneHeadset")]
    [InlineData("sidetone-headset.mjs", "text/javascript", "export{")]
    [InlineData("sidetone-headset.js.map", "application/json", "\"mappings\"")]
    public async Task The_sdk_is_served_to_any_page(string name, string type, string content)
    {
        await using var server = await RunningServer.StartAsync();
        using var answer = await server.Http.GetAsync(new Uri($"/sdk/{name}", UriKind.Relative), RunningServer.Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains(content, await answer.Content.ReadAsStringAsync(RunningServer.Stop), StringComparison.Ordinal);
        Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal(TimeSpan.FromMinutes(5), answer.Headers.CacheControl?.MaxAge);
    }

    [Fact]
    public async Task A_script_names_its_source_map()
    {
        await using var server = await RunningServer.StartAsync();
        var script = await server.Http.GetStringAsync(
            new Uri("/sdk/sidetone.js", UriKind.Relative),
            RunningServer.Stop
        );

        Assert.EndsWith("//# sourceMappingURL=sidetone.js.map", script.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_has_it_is_told_that_nothing_changed()
    {
        await using var server = await RunningServer.StartAsync();
        using var first = await server.Http.GetAsync(new Uri("/sdk/sidetone.js", UriKind.Relative), RunningServer.Stop);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/sdk/sidetone.js");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await server.Http.SendAsync(again, RunningServer.Stop);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync(RunningServer.Stop));
    }

    [Fact]
    public async Task A_browser_that_takes_gzip_gets_the_same_script_gzipped()
    {
        await using var server = await RunningServer.StartAsync();
        var plain = await server.Http.GetStringAsync(
            new Uri("/sdk/sidetone.mjs", UriKind.Relative),
            RunningServer.Stop
        );
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sdk/sidetone.mjs");
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        using var answer = await server.Http.SendAsync(request, RunningServer.Stop);

        Assert.Equal("gzip", Assert.Single(answer.Content.Headers.ContentEncoding));
        await using var gzipped = await answer.Content.ReadAsStreamAsync(RunningServer.Stop);
        using var expanded = new StreamReader(new GZipStream(gzipped, CompressionMode.Decompress));
        Assert.Equal(plain, await expanded.ReadToEndAsync(RunningServer.Stop));
    }
}
