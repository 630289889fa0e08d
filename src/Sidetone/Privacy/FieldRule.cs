namespace Sidetone.Privacy;

/// <summary>What happens to a personal field before it is stored.</summary>
internal enum FieldRule
{
    /// <summary>It is stored as it came.</summary>
    Keep,

    /// <summary>The part that identifies is replaced; what helps to analyse stays.</summary>
    Mask,

    /// <summary>It is replaced by a keyed hash: the same value gives the same hash within the group, and nowhere else.</summary>
    Hash,

    /// <summary>It is not stored.</summary>
    Drop,
}
