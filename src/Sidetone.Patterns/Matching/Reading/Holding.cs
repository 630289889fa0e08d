namespace Sidetone.Patterns.Matching.Reading;

/// <summary>How a condition holds in an event.</summary>
internal enum Holding
{
    Not,

    /// <summary>Perhaps: by values in elements of arrays that the values of other fields must be in, too.</summary>
    InArrays,

    /// <summary>Whatever the values of other fields are.</summary>
    Freely,
}
