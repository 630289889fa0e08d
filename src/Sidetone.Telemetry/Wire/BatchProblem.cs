namespace Sidetone.Telemetry.Wire;

/// <summary>What is wrong with a batch, where, and in words for the person who sends it.</summary>
/// <param name="Kind">What sort of mistake it is.</param>
/// <param name="Path">The JSON path at fault, such as <c>$.samples[3].inbound[0].jitter</c>.</param>
/// <param name="Reason">What was found and what is allowed, as a sentence.</param>
/// <param name="BytePosition">Where in the body, in bytes from its start.</param>
public sealed record BatchProblem(BatchProblemKind Kind, string Path, string Reason, long BytePosition);

/// <summary>The sorts of mistakes in a batch.</summary>
public enum BatchProblemKind
{
    /// <summary>The body is not UTF-8, not JSON, or is cut off.</summary>
    Malformed,

    /// <summary>A member has another type than it must have.</summary>
    WrongType,

    /// <summary>A value is outside of what is allowed, or there are too many of something.</summary>
    OutOfRange,

    /// <summary>A required member is absent or null.</summary>
    Missing,

    /// <summary>A member stands twice in one object.</summary>
    Repeated,

    /// <summary>The batch is of a version that this server does not know.</summary>
    UnsupportedVersion,
}
