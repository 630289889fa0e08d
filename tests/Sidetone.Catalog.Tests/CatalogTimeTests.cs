using System.Globalization;

namespace Sidetone.Catalog.Tests;

public class CatalogTimeTests
{
    private static readonly DateTimeOffset s_moment = DateTimeOffset.Parse(
        "2023-06-01T07:00:11.8719999+02:00",
        CultureInfo.InvariantCulture
    );

    [Fact]
    public void A_moment_prints_in_UTC_with_a_Z_and_what_is_smaller_is_cut_off()
    {
        Assert.Equal("2023-06-01T05:00:11.871Z", CatalogTime.From(s_moment).Text);
        Assert.Equal("2023-06-01T05:00:11Z", CatalogTime.WholeSeconds(s_moment).Text);
        Assert.Equal("2023-06-01T05:00:11.871999Z", CatalogTime.Microseconds(s_moment).Text);
    }

    [Fact]
    public void An_unknown_time_prints_exactly_as_the_catalog_has_it()
    {
        Assert.Equal("0001-01-01T00:00:00Z", CatalogTime.From(null).Text);
        Assert.Equal("0001-01-01T00:00:00Z", CatalogTime.From(default(DateTimeOffset)).Text);
        Assert.Equal("0001-01-01T00:00:00Z", default(CatalogTime).Text);
        Assert.True(CatalogTime.AsRead("0001-01-01T00:00:00.000Z").IsUnknown);
        Assert.Null(CatalogTime.Unknown.Instant);
        Assert.False(CatalogTime.From(s_moment).IsUnknown);
    }

    [Theory]
    [InlineData("2023-06-01T05:00:11Z", "05:00:11.0000000")]
    [InlineData("2023-06-01T05:00:11.7Z", "05:00:11.7000000")]
    [InlineData("2023-06-01T05:00:11.78Z", "05:00:11.7800000")]
    [InlineData("2023-06-01T05:00:11.871Z", "05:00:11.8710000")]
    [InlineData("2023-06-01T05:00:11.967565Z", "05:00:11.9675650")]
    [InlineData("2023-06-01T05:00:11.123456789Z", "05:00:11.1234567")]
    [InlineData("2023-06-01T07:30:11.5+02:30", "05:00:11.5000000")]
    [InlineData("2023-05-31T23:00:11-06:00", "05:00:11.0000000")]
    public void Any_precision_is_read_and_the_spelling_stays(string text, string time)
    {
        var read = CatalogTime.AsRead(text);

        Assert.Equal(text, read.Text);
        Assert.Equal(
            $"2023-06-01T{time}",
            read.Instant!.Value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture)
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2023-06-01")]
    [InlineData("2023-06-01T05:00:11")]
    [InlineData("2023-06-01T05:00:11.Z")]
    [InlineData("2023-06-01T05:00:11.1234567890Z")]
    [InlineData("2023-06-31T05:00:11Z")]
    [InlineData("2023-06-01T25:00:11Z")]
    [InlineData("2023-06-01T05:00:11+2:00")]
    [InlineData("2023-06-01T05:00:11Z ")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("9999-12-31T23:59:59-01:00")]
    public void A_text_that_is_no_time_has_no_moment_and_keeps_its_text(string text)
    {
        var read = CatalogTime.AsRead(text);

        Assert.Null(read.Instant);
        Assert.False(read.IsUnknown);
        Assert.Equal(text, read.Text);
        Assert.Equal(CatalogTime.Unknown, read.ToUtc());
    }

    [Fact]
    public void Times_are_equal_when_they_are_the_same_moment_to_the_nanosecond()
    {
        var first = CatalogTime.AsRead("2023-06-01T05:00:11.780Z");
        var second = CatalogTime.AsRead("2023-06-01T07:00:11.78+02:00");

        Assert.Equal(first, second);
        Assert.Equal(first.GetHashCode(), second.GetHashCode());
        Assert.Equal("2023-06-01T05:00:11.780Z", second.ToUtc().Text);
        Assert.NotEqual(
            CatalogTime.AsRead("2023-06-01T05:00:11.000000001Z"),
            CatalogTime.AsRead("2023-06-01T05:00:11.000000002Z")
        );
    }
}
