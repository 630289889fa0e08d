using System.Text.Json;
using Sidetone.Platforms.Connect.Records;

namespace Sidetone.Platforms.Connect.Envelopes;

/// <summary>One record as it came, taken out of whatever it was wrapped in.</summary>
internal sealed record RawRecord
{
    /// <summary>Where it stood in the body.</summary>
    public required string Path { get; init; }

    /// <summary>Its bytes.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>Its JSON; undefined when there is a problem.</summary>
    public JsonElement Json { get; init; }

    /// <summary>Why it is no JSON; null when it is.</summary>
    public RecordProblem? Problem { get; init; }
}
