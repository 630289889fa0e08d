using System.Diagnostics;
using Sidetone.Patterns.Language;

namespace Sidetone.Patterns.Explaining;

/// <summary>Whether a leaf passes a test, test by test and as plainly as can be said.</summary>
internal static class LeafTests
{
    public static bool Passes(this EventLeaf leaf, FieldCondition field) =>
        field.AnyOf.AsSpan().ToArray().Any(test => leaf.Passes(test));

    public static bool Passes(this EventLeaf leaf, ValueTest test)
    {
        var isString = leaf.Kind == EventLeafKind.String;
        return test switch
        {
            ValueTest.StringEquals equals => isString && leaf.Text == equals.Value,
            ValueTest.NumberEquals equals => leaf.Kind == EventLeafKind.Number
                && (leaf.Text == equals.Text || (leaf.Number is { } number && number == equals.Value)),
            ValueTest.KeywordEquals equals => leaf.Kind == EventLeafKind.Keyword && leaf.Text == equals.Keyword,
            ValueTest.Prefix prefix => isString
                && (
                    prefix.IgnoreCase
                        ? CaseFolding.IsPrefix(prefix.Text, leaf.Text)
                        : leaf.Text.StartsWith(prefix.Text, StringComparison.Ordinal)
                ),
            ValueTest.Suffix suffix => isString
                && (
                    suffix.IgnoreCase
                        ? CaseFolding.IsSuffix(suffix.Text, leaf.Text)
                        : leaf.Text.EndsWith(suffix.Text, StringComparison.Ordinal)
                ),
            ValueTest.EqualsIgnoreCase equals => isString && CaseFolding.IsEqual(equals.Value, leaf.Text),
            ValueTest.Wildcard wildcard => isString && IsSpelled(wildcard.Glob, leaf.Text),
            ValueTest.NumericRange range => leaf.Number is { } number && IsWithin(range, number),
            ValueTest.IpRange range => isString && IsWithin(range, leaf.Text),
            ValueTest.AnythingBut but => but.Tests.Count > 0 && !but.Tests.Any(one => leaf.Passes(one)),
            ValueTest.Exists => true,
            ValueTest.Missing => false,
            _ => throw new UnreachableException($"BUG: no such test as {test}."),
        };
    }

    /// <summary>The first part begins the text, the last one ends it, and the others follow each other as early as they can.</summary>
    private static bool IsSpelled(Glob glob, string text)
    {
        var first = glob.Parts[0];
        var last = glob.Parts[^1];
        if (glob.Parts.Count == 1)
        {
            return text == first;
        }

        if (!text.StartsWith(first, StringComparison.Ordinal))
        {
            return false;
        }

        var place = first.Length;
        for (var part = 1; part < glob.Parts.Count - 1; part++)
        {
            var found = text.IndexOf(glob.Parts[part], place, StringComparison.Ordinal);
            if (found < 0)
            {
                return false;
            }

            place = found + glob.Parts[part].Length;
        }

        return text.Length - last.Length >= place && text.EndsWith(last, StringComparison.Ordinal);
    }

    private static bool IsWithin(ValueTest.NumericRange range, double number) =>
        (range.Low is not { } low || number > low || (range.LowInclusive && number == low))
        && (range.High is not { } high || number < high || (range.HighInclusive && number == high));

    private static bool IsWithin(ValueTest.IpRange range, string text)
    {
        Span<byte> address = stackalloc byte[IpText.V6Length];
        address = address[..IpText.Read(text, address)];
        return address.Length == range.Low.Count
            && range.Low.AsSpan().SequenceCompareTo(address) <= 0
            && range.High.AsSpan().SequenceCompareTo(address) >= 0;
    }
}
