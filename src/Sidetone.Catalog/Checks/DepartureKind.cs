namespace Sidetone.Catalog;

/// <summary>How an event departs from the catalog.</summary>
public enum DepartureKind
{
    /// <summary>The text is not JSON in UTF-8.</summary>
    NotReadable,

    /// <summary>The catalog has no such event.</summary>
    UnknownEvent,

    /// <summary>A member of the catalog is missing.</summary>
    MissingMember,

    /// <summary>A member that no profile of the catalog has.</summary>
    UnknownMember,

    /// <summary>A member that only the 2025 profile has.</summary>
    MemberOf2025,

    /// <summary>A member stands twice.</summary>
    RepeatedMember,

    /// <summary>A null stands where the catalog has a value.</summary>
    NullValue,

    /// <summary>Another JSON type than the catalog's.</summary>
    WrongType,

    /// <summary>A member's name in another spelling than the profile's.</summary>
    OtherSpelling,

    /// <summary>A number written otherwise than the published catalog writes it.</summary>
    NumberSpelling,

    /// <summary>A time written otherwise than the published catalog writes it, or a text that is no time.</summary>
    TimeSpelling,

    /// <summary>An id, an account, a source or a word of a closed list in another form than the catalog's.</summary>
    OtherForm,

    /// <summary>A value outside what it can be.</summary>
    OutOfRange,

    /// <summary>Two members that cannot both be true.</summary>
    Contradiction,
}
