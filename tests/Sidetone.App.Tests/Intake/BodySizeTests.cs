using System.Net;
using System.Net.Sockets;
using System.Text;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Intake;

public sealed class BodySizeTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static void Encoded(HttpRequestMessage request, string coding) =>
        request.Content!.Headers.ContentEncoding.Add(coding);

    [Fact]
    public async Task Each_compression_is_taken()
    {
        (await _server.SendAsync(Bodies.Gzip(Bodies.Batch(sequence: 0)), r => Encoded(r, "gzip"))).Accepted();
        (await _server.SendAsync(Bodies.Brotli(Bodies.Batch(sequence: 1)), r => Encoded(r, "br"))).Accepted();
        (await _server.SendAsync(Bodies.Zlib(Bodies.Batch(sequence: 2)), r => Encoded(r, "deflate"))).Accepted();
        (await _server.SendAsync(Bodies.Deflate(Bodies.Batch(sequence: 3)), r => Encoded(r, "deflate"))).Accepted();
    }

    [Fact]
    public async Task Gzip_is_recognised_without_a_header() =>
        (await _server.SendAsync(Bodies.Gzip(Bodies.Batch()))).Accepted();

    [Fact]
    public async Task The_same_batch_in_another_compression_is_a_repeat()
    {
        var body = Bodies.Batch();
        (await _server.SendAsync(body)).Accepted();
        (await _server.SendAsync(Bodies.Gzip(body))).Accepted(repeated: true);
    }

    [Fact]
    public async Task An_unknown_compression_is_refused_and_says_which_are_known()
    {
        var answer = await _server.SendAsync(Bodies.Batch(), r => Encoded(r, "zstd"));
        answer.Refused(HttpStatusCode.UnsupportedMediaType, "contentEncoding");
        Assert.Contains(
            "gzip, br, deflate",
            answer.Headers.GetValues("Accept-Encoding").Single(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task Corrupt_compression_is_refused(string coding)
    {
        var answer = await _server.SendAsync(Bodies.Batch(), r => Encoded(r, coding));
        answer.Refused(HttpStatusCode.BadRequest, "compressionCorrupt");
    }

    [Fact]
    public async Task Compression_that_is_cut_off_is_refused()
    {
        var whole = Bodies.Gzip(Bodies.Batch());
        // What was there decompresses; it is the JSON that breaks off.
        (await _server.SendAsync(whole[..(whole.Length / 2)])).Refused(HttpStatusCode.BadRequest, "bodyMalformed");
        (await _server.SendAsync(whole[..5])).Refused(HttpStatusCode.BadRequest, "compressionCorrupt");
    }

    [Fact]
    public async Task Ten_megabytes_are_refused_and_the_server_goes_on()
    {
        var answer = await _server.SendAsync(new byte[10 << 20]);
        answer.Refused(HttpStatusCode.RequestEntityTooLarge, "bodyTooLarge");
        Assert.Equal(1, await _server.RefusedAsync("bodyTooLarge"));
        (await _server.SendAsync(Bodies.Batch())).Accepted();
    }

    [Fact]
    public async Task Ten_megabytes_of_unknown_length_are_refused()
    {
        var answer = await _server.SendAsync(new byte[10 << 20], r => r.Headers.TransferEncodingChunked = true);
        answer.Refused(HttpStatusCode.RequestEntityTooLarge, "bodyTooLarge");
        (await _server.SendAsync(Bodies.Batch())).Accepted();
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_compression_bomb_is_refused_before_it_unfolds(string coding)
    {
        // 512 MiB of zeros in half a megabyte or less.
        var zeros = new byte[512 << 20];
        var bomb = coding == "gzip" ? Bodies.Gzip(zeros) : Bodies.Brotli(zeros);
        Assert.True(bomb.Length < 1 << 20, $"The bomb has {bomb.Length} bytes.");
        var before = GC.GetTotalAllocatedBytes();
        var answer = await _server.SendAsync(bomb, r => Encoded(r, coding));
        answer.Refused(HttpStatusCode.RequestEntityTooLarge, "expandedBodyTooLarge");
        Assert.True(GC.GetTotalAllocatedBytes() - before < 64 << 20, "The bomb was unfolded.");
        (await _server.SendAsync(Bodies.Batch())).Accepted();
    }

    [Fact]
    public async Task A_large_batch_within_the_bounds_is_taken()
    {
        var padding = new string('x', 6 << 20);
        (await _server.SendAsync(Bodies.Gzip(Bodies.Batch(extra: $",\"padding\":\"{padding}\"")))).Accepted();
    }

    [Fact]
    public async Task A_body_in_single_bytes_is_taken()
    {
        var body = Bodies.Batch();
        using var socket = new TcpClient();
        var uri = new Uri(_server.Host.Urls.First());
        await socket.ConnectAsync(uri.Host, uri.Port, RunningServer.Stop);
        socket.NoDelay = true;
        var stream = socket.GetStream();
        var head =
            $"POST /v1/batches HTTP/1.1\r\nHost: x\r\nX-Sidetone-Key: {_server.Group.IngestKey}\r\nContent-Length: {body.Length}\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), RunningServer.Stop);
        foreach (var single in body)
        {
            await stream.WriteAsync(new[] { single }, RunningServer.Stop);
        }

        var buffer = new byte[4096];
        var read = await stream.ReadAsync(buffer, RunningServer.Stop);
        Assert.StartsWith("HTTP/1.1 202", Encoding.ASCII.GetString(buffer, 0, read), StringComparison.Ordinal);
    }
}
