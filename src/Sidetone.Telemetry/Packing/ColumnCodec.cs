using System.Buffers;
using System.Numerics;

namespace Sidetone.Telemetry.Packing;

/// <summary>Packs a column of whole numbers, of which some may be missing.</summary>
/// <remarks>
/// <code>
/// header: bits 0-1 presence (0 all, 1 none, 2 some), bits 2-3 coding (0 plain, 1 differences, 2 differences of differences, 3 constant)
/// bitmap: only when some are missing; one bit per row, lowest first, 1 = there is a value
/// values: only those that are there, as signed numbers; of a constant column the first only
/// </code>
/// The coding that needs the fewest bits is chosen. Differences may wrap around: they are undone the same way.
/// </remarks>
internal static class ColumnCodec
{
    private const int AllPresent = 0;
    private const int NonePresent = 1;
    private const int SomePresent = 2;
    private const int PresenceMask = 3;
    private const int CodingShift = 2;
    private const int Plain = 0;
    private const int Differences = 1;
    private const int SecondDifferences = 2;
    private const int Constant = 3;
    private const int OnStackMax = 64;

    /// <summary>Writes every <paramref name="stride"/>th of the cells, from the first.</summary>
    public static void Write(ref PackWriter writer, ReadOnlySpan<long> cells, int stride, int rows)
    {
        var rented = rows > OnStackMax ? ArrayPool<long>.Shared.Rent(rows) : null;
        var values = rented ?? stackalloc long[OnStackMax];
        var present = 0;
        for (int row = 0, cell = 0; row < rows; row++, cell += stride)
        {
            values[present] = cells[cell];
            present += cells[cell] == Track.Missing ? 0 : 1;
        }

        var presence =
            present == rows ? AllPresent
            : present == 0 ? NonePresent
            : SomePresent;
        var coding = presence == NonePresent ? Plain : Cheapest(values[..present]);
        writer.Byte((byte)(presence | (coding << CodingShift)));
        if (presence == SomePresent)
        {
            WriteBitmap(ref writer, cells, stride, rows);
        }

        WriteValues(ref writer, values[..present], coding);
        if (rented is not null)
        {
            ArrayPool<long>.Shared.Return(rented);
        }
    }

    /// <summary>Reads a column into every <paramref name="stride"/>th cell, from the first.</summary>
    public static void Read(ref PackReader reader, Span<long> cells, int stride, int rows)
    {
        var header = reader.Byte();
        var presence = header & PresenceMask;
        var coding = header >> CodingShift;
        if (presence > SomePresent || coding > Constant)
        {
            throw new InvalidDataException($"The record is damaged: no column begins with {header}.");
        }

        var bitmap = presence == SomePresent ? reader.Bytes((rows + 7) / 8) : default;
        var value = 0L;
        var step = 0L;
        var isFirst = true;
        for (int row = 0, cell = 0; row < rows; row++, cell += stride)
        {
            if (presence == NonePresent || (presence == SomePresent && (bitmap[row >> 3] & (1 << (row & 7))) == 0))
            {
                cells[cell] = Track.Missing;
                continue;
            }

            if (isFirst || coding != Constant)
            {
                var number = reader.Signed();
                step = coding == SecondDifferences && !isFirst ? unchecked(step + number) : number;
                value = coding == Plain || isFirst ? number : unchecked(value + step);
                step = isFirst ? 0 : step;
                isFirst = false;
            }

            cells[cell] = value;
        }
    }

    private static int Cheapest(ReadOnlySpan<long> values)
    {
        var (plain, first, second) = (0L, 0L, 0L);
        var (previous, step) = (values[0], 0L);
        var isConstant = true;
        foreach (var value in values[1..])
        {
            var difference = unchecked(value - previous);
            plain += BitsOf(value);
            first += BitsOf(difference);
            second += BitsOf(unchecked(difference - step));
            isConstant &= difference == 0;
            (previous, step) = (value, difference);
        }

        if (isConstant)
        {
            return Constant;
        }

        return plain <= Math.Min(first, second) ? Plain
            : first <= second ? Differences
            : SecondDifferences;
    }

    private static int BitsOf(long value) => 64 - BitOperations.LeadingZeroCount(PackWriter.Fold(value));

    private static void WriteBitmap(ref PackWriter writer, ReadOnlySpan<long> cells, int stride, int rows)
    {
        var bitmap = writer.Claim((rows + 7) / 8);
        bitmap.Clear();
        for (int row = 0, cell = 0; row < rows; row++, cell += stride)
        {
            bitmap[row >> 3] |= (byte)(cells[cell] == Track.Missing ? 0 : 1 << (row & 7));
        }
    }

    private static void WriteValues(ref PackWriter writer, scoped ReadOnlySpan<long> values, int coding)
    {
        if (values.IsEmpty)
        {
            return;
        }

        writer.Signed(values[0]);
        if (coding == Constant)
        {
            return;
        }

        var (previous, step) = (values[0], 0L);
        foreach (var value in values[1..])
        {
            var difference = unchecked(value - previous);
            writer.Signed(
                coding switch
                {
                    Plain => value,
                    Differences => difference,
                    _ => unchecked(difference - step),
                }
            );
            (previous, step) = (value, difference);
        }
    }
}
