using System.Data.Common;
using Sidetone.Bus.Api;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Tags;

/// <summary>Tags as they are given, kept and shown.</summary>
internal static class TagStore
{
    /// <summary>The tags of a request; the last of a key counts.</summary>
    public static IReadOnlyList<Tag> Read(Input input, string member = "Tags") =>
        Merge(
            [],
            [.. input.Structures(member).Select(static tag => new Tag(tag.Required("Key"), tag.Required("Value")))]
        );

    /// <summary>Tags with others over them.</summary>
    public static IReadOnlyList<Tag> Merge(IReadOnlyList<Tag> old, IReadOnlyList<Tag> added)
    {
        var merged = old.ToList();
        foreach (var tag in added)
        {
            var at = merged.FindIndex(one => one.Key == tag.Key);
            if (at < 0)
            {
                merged.Add(tag);
            }
            else
            {
                merged[at] = tag;
            }
        }

        return merged;
    }

    /// <summary>Within a transaction: sets the tags of a resource.</summary>
    /// <exception cref="BusException">There are too many.</exception>
    public static async Task SetAsync(
        DbTransaction transaction,
        Guid group,
        string arn,
        IReadOnlyList<Tag> tags,
        BusLimits limits,
        CancellationToken cancellation
    )
    {
        if (tags.Count > limits.TagsPerResource)
        {
            throw Refusals.TooMany();
        }

        if (tags.Count == 0)
        {
            await ForgetAsync(transaction, group, arn, cancellation);
        }
        else
        {
            await ResourceStore.PutAsync(transaction, group, new TagsRecord { Arn = arn, Tags = tags }, cancellation);
        }
    }

    /// <summary>Within a transaction: removes the tags of a resource that is removed.</summary>
    public static Task<bool> ForgetAsync(
        DbTransaction transaction,
        Guid group,
        string arn,
        CancellationToken cancellation
    ) => ResourceStore.RemoveAsync<TagsRecord>(transaction, group, "", arn, cancellation);
}
