namespace Sidetone.Heartbeat.Signals;

/// <summary>Levels relative to full scale.</summary>
internal static class Decibels
{
    private const double FullScale = 32_768;

    /// <summary>dBFS of a mean square, no less than a lowest level.</summary>
    public static double OfEnergy(double meanSquare, double lowest) =>
        meanSquare <= 0 ? lowest : Math.Max(lowest, 10 * Math.Log10(meanSquare / (FullScale * FullScale)));
}
