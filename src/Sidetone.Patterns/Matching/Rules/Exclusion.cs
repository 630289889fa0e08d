namespace Sidetone.Patterns.Matching.Rules;

/// <summary>
/// An anything-but of a field. It is not evaluated where it passes, which is nearly always: what is counted are the values
/// that it excludes, and it holds when its field had more values than that.
/// </summary>
internal sealed record Exclusion(int Id, FieldTests Field);
