namespace Sidetone.Bus.Signing;

/// <summary>The parts of a request that Signature Version 4 covers.</summary>
internal sealed record SignedRequest
{
    public required string Method { get; init; }

    /// <summary>The path as it was sent, encoded.</summary>
    public required string Path { get; init; }

    /// <summary>The query string as it was sent, without the question mark.</summary>
    public required string Query { get; init; }

    /// <summary>A header's values, joined by commas; null when there is none.</summary>
    public required Func<string, string?> Header { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }
}
