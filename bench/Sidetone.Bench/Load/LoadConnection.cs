using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sidetone.Bench.Load;

/// <summary>One connection that sends prepared requests, each after the answer to the one before.</summary>
internal sealed class LoadConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _answer = new byte[16 * 1024];

    public static async Task<LoadConnection> OpenAsync(IPEndPoint address)
    {
        var connection = new LoadConnection();
        await connection._socket.ConnectAsync(address);
        return connection;
    }

    /// <summary>Sends requests; each must be answered with a status.</summary>
    public async Task SendAsync(byte[][] requests, int status = 202)
    {
        foreach (var request in requests)
        {
            await SendAsync(request, status);
        }
    }

    /// <summary>Sends a request, which must be answered with a status.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> request, int status = 202)
    {
        while (!request.IsEmpty)
        {
            request = request[await _socket.SendAsync(request)..];
        }

        var length = 0;
        do
        {
            var read = await _socket.ReceiveAsync(_answer.AsMemory(length));
            if (read == 0)
            {
                throw new IOException("The server closed the connection.");
            }

            length += read;
        } while (!IsWhole(_answer.AsSpan(0, length)));

        if (!Ascii.Equals(_answer.AsSpan("HTTP/1.1 ".Length, 3), status.ToString(CultureInfo.InvariantCulture)))
        {
            throw new IOException($"Not {status}: {Encoding.UTF8.GetString(_answer, 0, length)}");
        }
    }

    /// <summary>Opens connections and lets each send its requests.</summary>
    public static async Task SendAllAsync(IPEndPoint address, byte[][][] requests, int status = 202)
    {
        var connections = await Task.WhenAll(requests.Select(_ => OpenAsync(address)));
        try
        {
            await Task.WhenAll(connections.Select((connection, i) => connection.SendAsync(requests[i], status)));
        }
        finally
        {
            foreach (var connection in connections)
            {
                connection.Dispose();
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return false;
        }

        var name = answer[..head].IndexOf("Content-Length: "u8);
        if (name < 0)
        {
            // RFC 9112, 7.1: the last chunk is empty.
            return answer[..head].IndexOf("Transfer-Encoding: chunked"u8) < 0 || answer.EndsWith("\r\n0\r\n\r\n"u8);
        }

        var digits = answer[(name + "Content-Length: "u8.Length)..head];
        var end = digits.IndexOf((byte)'\r');
        var length = int.Parse(end < 0 ? digits : digits[..end], NumberStyles.None, CultureInfo.InvariantCulture);
        return answer.Length >= head + 4 + length;
    }
}
