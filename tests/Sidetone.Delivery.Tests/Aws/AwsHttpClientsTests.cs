using System.Net;
using System.Net.Sockets;
using Sidetone.Delivery.Aws;

namespace Sidetone.Delivery.Tests.Aws;

public sealed class AwsHttpClientsTests
{
    [Fact]
    public async Task An_answer_that_stops_in_its_middle_is_not_handed_on_and_ends_with_the_callers_token()
    {
        var stop = TestContext.Current.CancellationToken;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var clients = AwsHttpClients.Open();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{listener.LocalEndpoint}/");
        // As the SDK sends: it would read the body itself, blocking a thread.
        var sending = clients
            .CreateHttpClient(null!)
            .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, end.Token);
        using var connection = await listener.AcceptTcpClientAsync(stop);
        var stream = connection.GetStream();
        await stream.ReadAtLeastAsync(new byte[64], 16, cancellationToken: stop);
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345"u8.ToArray(), stop);

        await end.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }
}
