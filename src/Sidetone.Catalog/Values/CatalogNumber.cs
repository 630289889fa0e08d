using System.Globalization;

namespace Sidetone.Catalog;

/// <summary>
/// A number of an event: read, it keeps the literal it was written with; made here, it prints as the catalog does.
/// </summary>
/// <remarks>
/// Published events write the same member as <c>3</c> and as <c>3.0</c>, so a member typed <see cref="int"/> breaks on
/// one of them. This type takes every JSON number (RFC 8259, section 6), of any size, and writes it back unchanged.
/// Equality and order are of the value, not of the spelling: <c>4.4</c>, <c>4.40</c> and <c>44e-1</c> are equal.
/// The default value is 0.
/// </remarks>
public readonly struct CatalogNumber : IEquatable<CatalogNumber>, IComparable<CatalogNumber>
{
    // Above this a double has no fraction that could be rounded, and a decimal may not hold it.
    private const double LargestWithFraction = 1e15;

    private readonly string? _literal;

    private CatalogNumber(string literal) => _literal = literal;

    /// <summary>Gets the JSON literal, as read or as this library prints it.</summary>
    public string Literal => _literal ?? "0";

    /// <summary>Makes a whole number; it prints without a fraction.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator CatalogNumber(long value) => From(value);

    /// <summary>Compares the values.</summary>
    public static bool operator ==(CatalogNumber left, CatalogNumber right) => left.Equals(right);

    /// <summary>Compares the values.</summary>
    public static bool operator !=(CatalogNumber left, CatalogNumber right) => !left.Equals(right);

    /// <summary>Compares the values.</summary>
    public static bool operator <(CatalogNumber left, CatalogNumber right) => left.CompareTo(right) < 0;

    /// <summary>Compares the values.</summary>
    public static bool operator <=(CatalogNumber left, CatalogNumber right) => left.CompareTo(right) <= 0;

    /// <summary>Compares the values.</summary>
    public static bool operator >(CatalogNumber left, CatalogNumber right) => left.CompareTo(right) > 0;

    /// <summary>Compares the values.</summary>
    public static bool operator >=(CatalogNumber left, CatalogNumber right) => left.CompareTo(right) >= 0;

    /// <summary>Makes a whole number; it prints without a fraction.</summary>
    /// <param name="value">The number.</param>
    public static CatalogNumber From(long value) => new(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>
    /// Makes a number with at most two decimals, rounded half away from zero; a whole number prints without a fraction.
    /// </summary>
    /// <param name="value">The number.</param>
    public static CatalogNumber From(decimal value)
    {
        var rounded = Math.Round(value, 2, MidpointRounding.AwayFromZero);
        // A decimal remembers a negative zero; the catalog has none.
        return rounded == 0 ? default : new(rounded.ToString("0.##", CultureInfo.InvariantCulture));
    }

    /// <summary>
    /// Makes a number with at most two decimals, rounded half away from zero; a whole number prints without a fraction.
    /// </summary>
    /// <remarks>
    /// The half is that of the number as a person writes it, to fifteen significant digits: 1.005 becomes 1.01,
    /// although the nearest double lies a little below it.
    /// </remarks>
    /// <param name="value">A finite number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a number or infinite; JSON has
    /// neither.</exception>
    public static CatalogNumber From(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "An event has only finite numbers.");
        }

        return Math.Abs(value) < LargestWithFraction
            ? From((decimal)value)
            : new(value.ToString("F0", CultureInfo.InvariantCulture));
    }

    /// <summary>Takes a JSON number literal as it is written.</summary>
    /// <param name="literal">The literal, such as <c>20409.0</c>.</param>
    /// <param name="number">The number, which keeps the literal.</param>
    /// <returns>Whether the text is a JSON number.</returns>
    public static bool TryParse(string? literal, out CatalogNumber number)
    {
        var isNumber = literal is not null && NumberForm.IsJsonNumber(literal);
        number = isNumber ? new CatalogNumber(literal!) : default;
        return isNumber;
    }

    /// <summary>
    /// Gives the value as a double; beyond a double's range the nearest finite one, never an infinity.
    /// </summary>
    public double ToDouble() =>
        Math.Clamp(
            double.Parse(Literal, NumberStyles.Float, CultureInfo.InvariantCulture),
            double.MinValue,
            double.MaxValue
        );

    /// <summary>Gives the value as a decimal.</summary>
    /// <param name="value">The value, rounded to the precision a decimal has.</param>
    /// <returns>Whether a decimal can hold it.</returns>
    public bool TryToDecimal(out decimal value) =>
        decimal.TryParse(Literal, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    /// <summary>
    /// Gives the same number as this library would print it: at most two decimals, no <c>.0</c>, no exponent.
    /// </summary>
    /// <remarks>A number too large for a decimal has no fraction to round and keeps its literal.</remarks>
    public CatalogNumber Rounded() => TryToDecimal(out var value) ? From(value) : this;

    /// <inheritdoc/>
    public int CompareTo(CatalogNumber other) => NumberForm.Compare(Literal, other.Literal);

    /// <inheritdoc/>
    public bool Equals(CatalogNumber other) => CompareTo(other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CatalogNumber other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => NumberForm.Hash(Literal);

    /// <summary>Gives the literal.</summary>
    public override string ToString() => Literal;
}
