namespace Sidetone.Patterns.Language;

/// <summary>The names that mean something in a pattern.</summary>
internal static class Operators
{
    public const string Or = "$or";
    public const string Exactly = "exactly";
    public const string Prefix = "prefix";
    public const string Suffix = "suffix";
    public const string EqualsIgnoreCase = "equals-ignore-case";
    public const string Wildcard = "wildcard";
    public const string AnythingBut = "anything-but";
    public const string Numeric = "numeric";
    public const string Cidr = "cidr";
    public const string Exists = "exists";

    /// <summary>Names that no field within <see cref="Or"/> may have, so that a forgotten field is noticed.</summary>
    public static bool IsReservedWithinOr(string name) =>
        name
            is Exactly
                or Prefix
                or Suffix
                or EqualsIgnoreCase
                or Wildcard
                or AnythingBut
                or Numeric
                or Cidr
                or Exists
                or "="
                or "<"
                or "<="
                or ">"
                or ">="
                or "regex"
                or "not-wildcard"
                or "not-equals-ignore-case"
                or "date-after"
                or "date-on-or-after"
                or "date-before"
                or "date-on-or-before"
                or "in-date-range"
                or "ip-address-in-range"
                or "ip-address-not-in-range";
}
