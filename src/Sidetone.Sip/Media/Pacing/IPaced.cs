namespace Sidetone.Sip.Media.Pacing;

/// <summary>Something that is due again and again.</summary>
internal interface IPaced
{
    /// <summary>Its time has come.</summary>
    /// <param name="due">when it should have come</param>
    /// <param name="now">when it came</param>
    void Tick(long due, long now);

    /// <summary>A tick threw: there will be no other.</summary>
    void Failed(Exception fault);
}
