namespace Sidetone.Sip.Calls;

/// <summary>Who did it.</summary>
public enum CallSide
{
    /// <summary>We.</summary>
    Us,

    /// <summary>The other side.</summary>
    Them,

    /// <summary>Neither: a timer ran out, or a connection broke.</summary>
    Nobody,
}
