namespace Sidetone.Patterns.Matching.Automata;

/// <summary>Takes the sites that a text passes; one may be named more than once.</summary>
internal interface ISitePasses
{
    void Pass(ReadOnlySpan<int> sites);
}
