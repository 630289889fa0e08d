using System.Buffers;

namespace Sidetone.Intake.Bodies;

/// <summary>A body in a rented buffer, which goes back when it is disposed.</summary>
internal sealed class PooledBody : IDisposable
{
    private readonly BodyBudget _budget;
    private byte[] _buffer;

    private PooledBody(byte[] buffer, BodyBudget budget)
    {
        _buffer = buffer;
        _budget = budget;
    }

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Memory => _buffer.AsMemory(0, Length);

    public ReadOnlySpan<byte> Span => _buffer.AsSpan(0, Length);

    /// <summary>The part that holds nothing yet.</summary>
    public Span<byte> Free => _buffer.AsSpan(Length);

    /// <summary>The array itself, for a stream to read from.</summary>
    public Stream AsStream() => new MemoryStream(_buffer, 0, Length, writable: false);

    /// <summary>An empty one, or null when too much is in memory already.</summary>
    public static PooledBody? TryRent(int capacity, BodyBudget budget)
    {
        if (!budget.TryTake(capacity))
        {
            return null;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(capacity);
        // The pool gives more than was asked for; what counts is what is held.
        budget.Add(buffer.Length - capacity);
        return new PooledBody(buffer, budget);
    }

    public void Advance(int count) => Length += count;

    /// <summary>Twice the room; false when too much is in memory already.</summary>
    public bool TryGrow()
    {
        var next = TryRent(checked(_buffer.Length * 2), _budget);
        if (next is null)
        {
            return false;
        }

        Span.CopyTo(next._buffer);
        (_buffer, next._buffer) = (next._buffer, _buffer);
        next.Dispose();
        return true;
    }

    public void Dispose()
    {
        if (_buffer.Length == 0)
        {
            return;
        }

        _budget.Add(-_buffer.Length);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        Length = 0;
    }
}

/// <summary>How many bytes of bodies are in memory, over all requests.</summary>
internal sealed class BodyBudget(long bytesMax)
{
    private long _bytes;

    public bool TryTake(int count)
    {
        if (Interlocked.Add(ref _bytes, count) <= bytesMax)
        {
            return true;
        }

        Interlocked.Add(ref _bytes, -count);
        return false;
    }

    public void Add(int count) => Interlocked.Add(ref _bytes, count);
}
