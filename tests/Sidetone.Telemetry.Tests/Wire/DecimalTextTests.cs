using System.Globalization;
using System.Text;
using Sidetone.Telemetry.Wire;

namespace Sidetone.Telemetry.Tests.Wire;

public sealed class DecimalTextTests
{
    [Theory]
    [InlineData("0.0000005", 6, 1)]
    [InlineData("-0.0000005", 6, -1)]
    [InlineData("0.00000049999999999999999999999", 6, 0)]
    [InlineData("1.5", 0, 2)]
    [InlineData("2.5", 0, 3)]
    [InlineData("-2.5", 0, -3)]
    [InlineData("0", 6, 0)]
    [InlineData("-0.0", 6, 0)]
    [InlineData("1E3", 0, 1_000)]
    [InlineData("1.234e+2", 0, 123)]
    [InlineData("12345e-2", 0, 123)]
    [InlineData("1e-400", 6, 0)]
    [InlineData("0e999999999999", 6, 0)]
    [InlineData("922337203685477580", 0, 922_337_203_685_477_580)]
    [InlineData("0.014000000000000002", 6, 14_000)]
    public void A_number_is_scaled_and_rounded_half_away_from_zero(string text, int decimals, long expected)
    {
        Assert.True(DecimalText.TryScale(Encoding.ASCII.GetBytes(text), decimals, out var value, out _));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("1e308")]
    [InlineData("1e99999999999999999999")]
    [InlineData("123456789012345678901234567890")]
    public void A_number_that_does_not_fit_is_said_not_to(string text) =>
        Assert.False(DecimalText.TryScale(Encoding.ASCII.GetBytes(text), 6, out _, out _));

    [Fact]
    public void The_result_is_that_of_decimal_arithmetic()
    {
        for (var seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            var number = new decimal(random.Next(), random.Next(1000), 0, random.Next(2) == 0, (byte)random.Next(18));
            var text = number.ToString(CultureInfo.InvariantCulture);

            var fits = DecimalText.TryScale(Encoding.ASCII.GetBytes(text), 3, out var value, out var exact);

            Assert.True(fits, $"Seed {seed}: {text}");
            Assert.True(
                decimal.Round(number * 1_000, MidpointRounding.AwayFromZero) == value,
                $"Seed {seed}: {text}, {value}"
            );
            Assert.True(exact == (number * 1_000 == value), $"Seed {seed}: {text} exact {exact}");
        }
    }
}
