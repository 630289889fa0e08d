namespace Sidetone.Patterns.Matching.Automata;

/// <summary>A state of the automaton: the heads of its chains, and what it does without a byte.</summary>
internal struct State
{
    /// <summary>The first step that leads on; 0 is none.</summary>
    public int Step;

    /// <summary>The first site that passes here; 0 is none.</summary>
    public int Pass;

    /// <summary>The state of a run of any bytes that begins here; 0 is none.</summary>
    public int Run;

    /// <summary>Whether any byte leads back here.</summary>
    public bool Stays;
}
