using System.Diagnostics;
using System.Globalization;

namespace Sidetone.Tests;

/// <summary>
/// Tries mutations of known texts for as long as <c>SIDETONE_FUZZ_SECONDS</c> allows (2.5 seconds a test unless it says
/// otherwise). A failure names its seed; <c>SIDETONE_FUZZ_SEED</c> begins there again.
/// </summary>
internal static class Fuzz
{
    private const double UsualSeconds = 2.5;

    /// <summary>Runs a check on mutations until the time is up; at least once.</summary>
    /// <param name="corpus">Texts to begin with; at least one.</param>
    /// <param name="check">Throws when a text shows a mistake of ours.</param>
    public static void Run(IReadOnlyList<string> corpus, Action<string> check)
    {
        var budget = TimeSpan.FromSeconds(Number("SIDETONE_FUZZ_SECONDS") ?? UsualSeconds);
        var first = (int)(Number("SIDETONE_FUZZ_SEED") ?? Random.Shared.Next());
        var clock = Stopwatch.StartNew();
        for (var run = 0; run == 0 || clock.Elapsed < budget; run++)
        {
            var seed = unchecked(first + run);
            var text = TextMutation.Of(corpus, new Random(seed));
            try
            {
                check(text);
            }
            catch (Exception fault)
            {
                Assert.Fail($"SIDETONE_FUZZ_SEED={seed} fails with the text\n{text}\n{fault}");
            }
        }
    }

    private static double? Number(string variable) =>
        double.TryParse(
            Environment.GetEnvironmentVariable(variable),
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : null;
}
