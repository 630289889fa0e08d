using System.Text.Json;

namespace Sidetone.Telemetry.Wire;

/// <summary>Says what is wrong with a body, and where in it.</summary>
internal static class BodyProblems
{
    /// <summary>The mistake that a cursor found.</summary>
    public static BatchProblem Found(ReadOnlySpan<byte> utf8, in WireCursor cursor) =>
        new(cursor.FaultKind, JsonPath.At(utf8, cursor.FaultPosition), cursor.FaultReason ?? "", cursor.FaultPosition);

    /// <summary>JSON that breaks off or is none.</summary>
    public static BatchProblem Malformed(ReadOnlySpan<byte> utf8, long position, JsonException malformed)
    {
        // The message ends with line and column, which say nothing about a body of one line.
        var reason = malformed.Message.Split(" LineNumber:", 2)[0];
        return new BatchProblem(
            BatchProblemKind.Malformed,
            JsonPath.At(utf8, position),
            $"The JSON breaks off or is malformed at byte {position} of {utf8.Length}: {reason}",
            position
        );
    }

    /// <summary>Bytes that are no UTF-8.</summary>
    public static BatchProblem NotUtf8(ReadOnlySpan<byte> utf8)
    {
        var position = 0;
        while (
            position < utf8.Length
            && System.Text.Rune.DecodeFromUtf8(utf8[position..], out _, out var length)
                is System.Buffers.OperationStatus.Done
        )
        {
            position += length;
        }

        return new BatchProblem(
            BatchProblemKind.Malformed,
            JsonPath.At(utf8, position),
            $"The body is not UTF-8: the byte at {position} begins no character.",
            position
        );
    }
}
