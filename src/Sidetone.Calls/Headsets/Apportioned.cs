namespace Sidetone.Calls.Headsets;

/// <summary>Splits whole units by the shares of parts, so that what is printed adds up (largest remainders).</summary>
internal static class Apportioned
{
    /// <summary>As many units for each part as its share of the total; together exactly <paramref name="units"/>.</summary>
    /// <param name="parts">The parts; their sum is the total.</param>
    /// <param name="units">How many units there are.</param>
    public static IReadOnlyList<long> Of(IReadOnlyList<long> parts, long units)
    {
        var total = parts.Sum();
        if (total == 0)
        {
            return [.. parts.Select(_ => 0L)];
        }

        var shares = parts.Select(part => part * units / total).ToArray();
        var left = (int)(units - shares.Sum());
        // Of equal remainders the earlier part gets the unit: the same parts always give the same figures.
        var most = Enumerable.Range(0, parts.Count).OrderByDescending(part => parts[part] * units % total).Take(left);
        foreach (var part in most)
        {
            shares[part]++;
        }

        return shares;
    }
}
