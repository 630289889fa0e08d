using System.Globalization;

namespace Sidetone.Telemetry.Recordings.Stats;

/// <summary>One value of a member: a number, a text, or neither.</summary>
/// <param name="Number">The number; NaN when there is none.</param>
/// <param name="Text">The text; null when there is none.</param>
internal readonly record struct Cell(double Number, string? Text)
{
    public static readonly Cell Missing = new(double.NaN, null);

    public static Cell Of(double number) => new(number, null);

    /// <summary>A text, and the number it spells: old dumps write numbers as text.</summary>
    public static Cell Of(string text) =>
        new(
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? number
                : text switch
                {
                    "true" => 1,
                    "false" => 0,
                    _ => double.NaN,
                },
            text
        );

    public bool IsMissing => Text is null && double.IsNaN(Number);
}

/// <summary>One statistics object at one time: the values of the members that matter.</summary>
internal sealed class Stat(string id, StatType type)
{
    private readonly Cell[] _cells = Fresh();

    public string Id { get; } = id;

    public StatType Type { get; set; } = type;

    public Cell this[Member member]
    {
        get => _cells[(int)member];
        set => _cells[(int)member] = value;
    }

    public double Number(Member member) => _cells[(int)member].Number;

    /// <summary>A member's text, or its number as text; null when missing.</summary>
    public string? Text(Member member)
    {
        var cell = _cells[(int)member];
        return cell.Text
            ?? (double.IsNaN(cell.Number) ? null : cell.Number.ToString("R", CultureInfo.InvariantCulture));
    }

    public bool Has(Member member) => !_cells[(int)member].IsMissing;

    public bool Is(Member member) => _cells[(int)member].Number is not 0 and not double.NaN;

    private static Cell[] Fresh()
    {
        var cells = new Cell[Members.Count];
        Array.Fill(cells, Cell.Missing);
        return cells;
    }
}
