using System.Text.Json.Serialization;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Tags;

/// <summary>The tags of a bus or a rule.</summary>
public sealed record TagsRecord : IResource
{
    static ResourceKind IResource.Kind => ResourceKind.Tags;

    [JsonIgnore]
    string IResource.Parent => "";

    [JsonIgnore]
    string IResource.Name => Arn;

    /// <summary>The ARN of what is tagged.</summary>
    public required string Arn { get; init; }

    /// <summary>The tags, in the order in which they were given.</summary>
    public required IReadOnlyList<Tag> Tags { get; init; }
}

/// <summary>A tag.</summary>
public sealed record Tag(string Key, string Value);
