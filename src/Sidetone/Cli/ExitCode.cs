namespace Sidetone.Cli;

/// <summary>What the process says to a script when it ends.</summary>
internal static class ExitCode
{
    /// <summary>All went well.</summary>
    public const int Ok = 0;

    /// <summary>It was tried and failed; the reason is on standard error.</summary>
    public const int Failure = 1;

    /// <summary>The command was not understood.</summary>
    public const int Usage = 2;

    /// <summary>A setting is wrong (<c>EX_CONFIG</c> of sysexits.h); nothing was tried.</summary>
    public const int Configuration = 78;

    /// <summary>Ctrl-C stopped work before it was done (128 and the signal's number, as shells have it).</summary>
    public const int Stopped = 130;
}
