using System.Data.Common;
using System.Globalization;
using System.Text;

namespace Sidetone.Bus.Log;

/// <summary>Inserts many rows with few statements.</summary>
internal static class RowInsert
{
    // Engines look parameters up by name, one after the other: long statements cost more than they save.
    private const int RowsMax = 16;

    /// <summary>Inserts rows of values that are never null.</summary>
    /// <param name="transaction">Within which.</param>
    /// <param name="into"><c>INSERT INTO … (columns)</c>.</param>
    /// <param name="constants">What each row has after its values, from the comma on.</param>
    /// <param name="tail">What comes after the rows; it may return one number per row.</param>
    /// <param name="rows">The values; every row has as many.</param>
    /// <param name="cancellation">Ends it between statements.</param>
    /// <returns>The numbers that were returned.</returns>
    public static async Task<List<long>> RunAsync(
        DbTransaction transaction,
        string into,
        string constants,
        string tail,
        IReadOnlyList<object[]> rows,
        CancellationToken cancellation
    )
    {
        var returned = new List<long>(rows.Count);
        foreach (var part in rows.Chunk(RowsMax))
        {
            await using var command = transaction.Connection!.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = Text(into, constants, tail, part.Length, part[0].Length);
            foreach (var value in part.SelectMany(row => row))
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = $"p{command.Parameters.Count.ToString(CultureInfo.InvariantCulture)}";
                parameter.Value = value;
                command.Parameters.Add(parameter);
            }

            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                returned.Add(reader.GetInt64(0));
            }
        }

        return returned;
    }

    private static string Text(string into, string constants, string tail, int rows, int columns)
    {
        var text = new StringBuilder(into).Append(" VALUES ");
        for (var row = 0; row < rows; row++)
        {
            text.Append(row == 0 ? "(" : ", (");
            for (var column = 0; column < columns; column++)
            {
                text.Append(column == 0 ? "@p" : ", @p").Append((row * columns) + column);
            }

            text.Append(constants).Append(')');
        }

        return text.Append(' ').Append(tail).ToString();
    }
}
