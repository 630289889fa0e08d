namespace Sidetone.Catalog.Tests;

public class CatalogNumberTests
{
    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(-0.004, "0")]
    [InlineData(3.0, "3")]
    [InlineData(4.4, "4.4")]
    [InlineData(1.8519, "1.85")]
    [InlineData(1.005, "1.01")]
    [InlineData(0.125, "0.13")]
    [InlineData(-0.125, "-0.13")]
    [InlineData(2.675, "2.68")]
    [InlineData(4.999, "5")]
    [InlineData(0.1 + 0.2, "0.3")]
    [InlineData(32767.0, "32767")]
    [InlineData(1e15, "1000000000000000")]
    [InlineData(-1e22, "-10000000000000000000000")]
    public void A_double_prints_with_at_most_two_decimals_half_away_from_zero(double value, string literal) =>
        Assert.Equal(literal, CatalogNumber.From(value).Literal);

    [Fact]
    public void A_negative_zero_prints_as_zero() => Assert.Equal("0", CatalogNumber.From(-0.0).Literal);

    [Fact]
    public void Any_finite_double_prints_as_a_JSON_number_close_to_it()
    {
        for (var seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            var value = BitConverter.Int64BitsToDouble(random.NextInt64());
            value = double.IsFinite(value) ? value : seed;
            value = seed % 2 == 0 ? value : (random.NextDouble() - 0.5) * 1e6;

            var number = CatalogNumber.From(value);

            Assert.True(CatalogNumber.TryParse(number.Literal, out _), $"Seed {seed}: {number}");
            Assert.True(
                Math.Abs(number.ToDouble() - value) <= 0.005 + Math.Abs(value * 1e-14),
                $"Seed {seed}: {value} {number}"
            );
            Assert.True(number.Rounded().Literal == number.Literal, $"Seed {seed}: {number}");
            Assert.DoesNotContain("e", number.Literal, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void What_JSON_has_no_number_for_is_refused(double value) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CatalogNumber.From(value));

    [Theory]
    [InlineData("0")]
    [InlineData("-0.0")]
    [InlineData("20409.0")]
    [InlineData("1e400")]
    [InlineData("1E+3")]
    [InlineData("123456789012345678901234567890.123456789")]
    public void A_literal_is_kept_as_it_is(string literal)
    {
        Assert.True(CatalogNumber.TryParse(literal, out var number));
        Assert.Equal(literal, number.Literal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("01")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("NaN")]
    [InlineData("1.5.2")]
    [InlineData("\u0661")]
    public void What_is_no_JSON_number_is_not_taken(string? literal) =>
        Assert.False(CatalogNumber.TryParse(literal, out _));

    [Theory]
    [InlineData("4.4", "4.40")]
    [InlineData("20409", "20409.0")]
    [InlineData("1e3", "1000")]
    [InlineData("0.00", "-0e7")]
    [InlineData("1e400", "10e399")]
    [InlineData("25e-2", "0.25")]
    [InlineData("-12.30", "-1.23e1")]
    public void Numbers_are_equal_by_value(string left, string right)
    {
        var (a, b) = (Read(left), Read(right));

        Assert.Equal(a, b);
        Assert.Equal(a.GetHashCode(), b.GetHashCode());
    }

    [Fact]
    public void Numbers_are_ordered_by_value()
    {
        string[] ascending =
        [
            "-1e400",
            "-20",
            "-3.5",
            "-3.49",
            "-1e-9",
            "0",
            "1e-9",
            "0.5",
            "3.0001",
            "12",
            "12.5",
            "1e2",
            "1e400",
        ];
        for (var i = 1; i < ascending.Length; i++)
        {
            Assert.True(Read(ascending[i - 1]) < Read(ascending[i]), $"{ascending[i - 1]} < {ascending[i]}");
            Assert.True(Read(ascending[i]) > Read(ascending[i - 1]), $"{ascending[i]} > {ascending[i - 1]}");
        }
    }

    [Fact]
    public void A_number_beyond_a_double_gives_a_finite_one()
    {
        Assert.Equal(double.MaxValue, Read("1e400").ToDouble());
        Assert.Equal(double.MinValue, Read("-1e400").ToDouble());
        Assert.False(Read("1e400").TryToDecimal(out _));
    }

    private static CatalogNumber Read(string literal)
    {
        Assert.True(CatalogNumber.TryParse(literal, out var number), literal);
        return number;
    }
}
