using Sidetone.Patterns.Language;

namespace Sidetone.Patterns.Tests;

public sealed class ValueListTests
{
    [Fact]
    public void Tests_with_equal_lists_are_equal()
    {
        ValueTest one = new ValueTest.AnythingBut([new ValueTest.StringEquals("a"), new ValueTest.StringEquals("b")]);
        ValueTest other = new ValueTest.AnythingBut([new ValueTest.StringEquals("a"), new ValueTest.StringEquals("b")]);
        ValueTest turned = new ValueTest.AnythingBut([
            new ValueTest.StringEquals("b"),
            new ValueTest.StringEquals("a"),
        ]);

        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(one, turned);
    }
}
