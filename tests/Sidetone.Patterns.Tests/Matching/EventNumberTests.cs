using System.Globalization;
using System.Text;
using Sidetone.Patterns.Language;
using Sidetone.Patterns.Matching.Reading;

namespace Sidetone.Patterns.Tests.Matching;

/// <summary>Numbers of events are compared as the reader compares those of patterns, however they are spelt.</summary>
public sealed class EventNumberTests
{
    [Fact]
    public void A_number_of_an_event_has_the_value_that_the_same_text_has_in_a_pattern()
    {
        var (proved, refused) = (0, 0);
        for (var seed = 0; seed < 200_000; seed++)
        {
            var text = Spelling(new Random(seed));
            var expected = Numbers.Value(text);
            var actual = Value(text);
            Assert.True(expected == actual, $"Seed {seed}: {text} is {actual:R} instead of {expected:R}.");
            _ = expected is null ? refused++ : proved++;
        }

        Assert.True(
            proved > 50_000 && refused > 10_000,
            $"{proved} have a value, {refused} have none: the cases say little."
        );
    }

    private static double? Value(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        Assert.True(Decimal17.TryRead(utf8, out var number), text);
        if (!number.MayBeDouble)
        {
            return null;
        }

        if (number.TryEstimate(out var estimate) && number.IsExact)
        {
            return estimate;
        }

        if (!Decimal17.TryProve(utf8, number, out var value))
        {
            return null;
        }

        Assert.True(
            !number.TryEstimate(out estimate) || Math.Abs(NumberKey.Of(estimate) - NumberKey.Of(value)) <= 3,
            text
        );
        return value;
    }

    // Doubles as they are written, their neighbours in the last digit, and what few doubles are written like.
    private static string Spelling(Random random)
    {
        var value = random.Next(5) switch
        {
            0 => random.NextDouble() * 1000,
            1 => random.Next(-1000, 1000) / 100.0,
            2 => BitConverter.Int64BitsToDouble(random.NextInt64()),
            3 => random.NextInt64(1L << 60),
            _ => Math.Pow(2, random.Next(-80, 80)),
        };
        value = double.IsFinite(value) ? value : 1.5;
        var text = new StringBuilder(value.ToString("R", CultureInfo.InvariantCulture));
        if (random.Next(3) == 0)
        {
            var digit = Enumerable.Range(0, text.Length).Last(at => char.IsAsciiDigit(text[at]));
            digit = text.ToString().IndexOf('E') is > 0 and var exponent ? exponent - 1 : digit;
            text[digit] = (char)('0' + ((text[digit] - '0' + random.Next(1, 10)) % 10));
        }

        var point = text.ToString().Contains('.') && !text.ToString().Contains('E');
        return text
            + (
                point && random.Next(4) == 0
                    ? random.Next(2) == 0
                        ? "000"
                        : "e2"
                    : ""
            );
    }
}
