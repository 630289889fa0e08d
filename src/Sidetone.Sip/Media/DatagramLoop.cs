using System.Net;
using System.Net.Sockets;

namespace Sidetone.Sip.Media;

/// <summary>
/// A thread that waits on one socket and stamps each datagram as it comes: a pool of threads would add its own delays to
/// what is measured. Ends when the socket is closed.
/// </summary>
internal sealed class DatagramLoop
{
    private const int DatagramBytesMax = 2_048;
    private const int StackBytes = 256 * 1_024;
    private const int FailuresMax = 100;

    private readonly AudioCallMedia _call;
    private readonly Socket _socket;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<byte[], int, SocketAddress, long> _take;

    public DatagramLoop(AudioCallMedia call, Socket socket, string name, Action<byte[], int, SocketAddress, long> take)
    {
        (_call, _socket, _take) = (call, socket, take);
        new Thread(Run, StackBytes) { IsBackground = true, Name = name }.Start();
    }

    /// <summary>Completes when the thread is over.</summary>
    public Task Ended => _ended.Task;

    private void Run()
    {
        var buffer = new byte[DatagramBytesMax];
        var from = new SocketAddress(_socket.AddressFamily);
        var failures = 0;
        while (!_call.IsClosed)
        {
            try
            {
                var length = _socket.ReceiveFrom(buffer, SocketFlags.None, from);
                var arrivedAt = _call.Time.GetTimestamp();
                failures = 0;
                if (!_call.IsClosed)
                {
                    _take(buffer, length, from, arrivedAt);
                }
            }
            catch (Exception fault)
            {
                if (!_call.IsClosed && (fault is not SocketException || ++failures > FailuresMax))
                {
                    _call.Fail(fault);
                    break;
                }
            }
        }

        _ended.TrySetResult();
    }
}
