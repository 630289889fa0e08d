namespace Sidetone.Telemetry.Packing;

/// <summary>
/// Packs a happening: a byte with one bit per optional member that is there, the time, the type and the connection,
/// then those members.
/// </summary>
internal static class HappeningCodec
{
    /// <summary>How short a happening can be, in bytes.</summary>
    public const int BytesMin = 4;

    private const int LastSequence = 1;
    private const int EndedBy = 2;
    private const int Device = 4;
    private const int Value = 8;
    private const int Message = 16;
    private const int All = 31;

    public static void Write(ref PackWriter writer, Happening happening)
    {
        writer.Byte(
            (byte)(
                (happening.LastSequence is null ? 0 : LastSequence)
                | (happening.EndedBy is null ? 0 : EndedBy)
                | (happening.Device is null ? 0 : Device)
                | (happening.Value is null ? 0 : Value)
                | (happening.Message is null ? 0 : Message)
            )
        );
        writer.Signed(happening.At);
        writer.Text(happening.Type);
        writer.Text(happening.Connection);
        if (happening.LastSequence is { } lastSequence)
        {
            writer.Signed(lastSequence);
        }

        if (happening.EndedBy is { } endedBy)
        {
            writer.Text(endedBy);
        }

        if (happening.Device is { } device)
        {
            FactsCodec.WriteDevice(ref writer, device);
        }

        if (happening.Value is { } value)
        {
            writer.Text(value);
        }

        if (happening.Message is { } message)
        {
            writer.Text(message);
        }
    }

    public static Happening Read(ref PackReader reader)
    {
        var flags = reader.Byte();
        if (flags > All)
        {
            throw new InvalidDataException($"The record is damaged: no happening begins with {flags}.");
        }

        return new Happening
        {
            At = reader.Signed(),
            Type = reader.Text(),
            Connection = reader.Text(),
            LastSequence = (flags & LastSequence) != 0 ? reader.Signed() : null,
            EndedBy = (flags & EndedBy) != 0 ? reader.Text() : null,
            Device = (flags & Device) != 0 ? FactsCodec.ReadDevice(ref reader) : null,
            Value = (flags & Value) != 0 ? reader.Text() : null,
            Message = (flags & Message) != 0 ? reader.Text() : null,
        };
    }
}
