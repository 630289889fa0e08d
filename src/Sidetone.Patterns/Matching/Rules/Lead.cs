namespace Sidetone.Patterns.Matching.Rules;

/// <summary>
/// A branch under the condition that leads to it, with what nearly every branch is refused by beside it: most that are looked
/// at fail, and those cost no look at the branch itself.
/// </summary>
/// <param name="Branch">The branch.</param>
/// <param name="Added">Its version.</param>
/// <param name="Rule">Its rule's number.</param>
/// <param name="First">The first condition of its rest; -1 when there is none.</param>
/// <param name="Second">The second; -1 when there is none.</param>
/// <param name="IsShort">Whether these two tell all.</param>
internal readonly record struct Lead(Branch Branch, long Added, int Rule, int First, int Second, bool IsShort)
{
    public static Lead To(Branch branch) =>
        new(
            branch,
            branch.Added,
            branch.Rule,
            branch is { IsPlain: true, Rest: [var first, ..] } ? first : -1,
            branch is { IsPlain: true, Rest: [_, var second, ..] } ? second : -1,
            branch.IsPlain && branch.Rest.Length <= 2
        );
}
