using System.Buffers;
using System.IO.Pipelines;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Api;

/// <summary>Reads a request's body whole, into memory that is rented; the caller disposes it.</summary>
internal sealed class RequestBody : IDisposable
{
    private byte[] _buffer;
    private int _length;

    private RequestBody(int capacity) => _buffer = ArrayPool<byte>.Shared.Rent(capacity);

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    /// <summary>Reads to the end.</summary>
    /// <param name="reader">The body.</param>
    /// <param name="announced">How long the caller says that it is.</param>
    /// <param name="max">The most bytes.</param>
    /// <param name="cancellation">The caller left.</param>
    /// <exception cref="BusException">It is longer.</exception>
    public static async Task<RequestBody> ReadAsync(
        PipeReader reader,
        long? announced,
        int max,
        CancellationToken cancellation
    )
    {
        if (announced > max)
        {
            throw TooLarge(max);
        }

        var body = new RequestBody((int)(announced ?? 4_096));
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(cancellation);
                body.Append(read.Buffer, max);
                reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    return body;
                }
            }
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
    }

    private void Append(ReadOnlySequence<byte> bytes, int max)
    {
        if (bytes.Length > max - _length)
        {
            throw TooLarge(max);
        }

        var needed = _length + (int)bytes.Length;
        if (needed > _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Min(max, _buffer.Length * 2)));
            _buffer.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        bytes.CopyTo(_buffer.AsSpan(_length));
        _length = needed;
    }

    private static BusException TooLarge(int max) =>
        new("RequestEntityTooLargeException", $"The request body has more than {max} bytes.", 413);
}
