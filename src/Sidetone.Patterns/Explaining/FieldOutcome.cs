namespace Sidetone.Patterns.Explaining;

/// <summary>How an event fares with one field of a pattern.</summary>
public enum FieldOutcome
{
    /// <summary>The field passes.</summary>
    Passed,

    /// <summary>Nothing that the event has there passes.</summary>
    Failed,

    /// <summary>
    /// Something passes, but only in another element of an array than the one where fields before this one pass. Fields are
    /// looked at in the order of their paths.
    /// </summary>
    InAnotherElement,
}
