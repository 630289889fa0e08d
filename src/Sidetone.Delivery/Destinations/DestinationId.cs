namespace Sidetone.Delivery.Destinations;

/// <summary>The id of one place where a group's events go.</summary>
/// <param name="Value">A UUID.</param>
public readonly record struct DestinationId(Guid Value)
{
    /// <summary>A new id, in order of time.</summary>
    public static DestinationId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    /// <summary>The id that was stored as 16 bytes.</summary>
    public static DestinationId Parse(ReadOnlySpan<byte> bytes) => new(new Guid(bytes, bigEndian: true));

    /// <summary>The id as 16 bytes in network order, for a column.</summary>
    public byte[] ToBytes() => Value.ToByteArray(bigEndian: true);

    /// <summary>Lower-case hexadecimal with dashes.</summary>
    public override string ToString() => Value.ToString();
}
