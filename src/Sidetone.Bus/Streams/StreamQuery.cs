using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Sidetone.Bus.Streams;

/// <summary>What a request for the stream asks for.</summary>
/// <param name="After">The position after which to begin; null for what comes from now on.</param>
/// <param name="DetailTypes">The types asked for; empty for all.</param>
internal sealed record StreamQuery(long? After, IReadOnlySet<string> DetailTypes)
{
    // A filter is a list of a few names; the store gets it as parameters.
    private const int TypesMax = 50;

    /// <summary>
    /// Reads a request. A browser that reconnects repeats the URL and adds <c>Last-Event-ID</c>, so that wins over
    /// <c>after</c>.
    /// </summary>
    public static bool TryRead(
        HttpRequest request,
        [NotNullWhen(true)] out StreamQuery? query,
        [NotNullWhen(false)] out string? problem
    )
    {
        query = null;
        problem = null;
        var types = request.Query["detail-type"].OfType<string>().ToHashSet(StringComparer.Ordinal);
        if (types.Count > TypesMax)
        {
            problem = $"At most {TypesMax} detail-type filters can be given.";
            return false;
        }

        var resumed = request.Headers["Last-Event-ID"];
        var (from, name) = StringValues.IsNullOrEmpty(resumed)
            ? (request.Query["after"], "after")
            : (resumed, "Last-Event-ID");
        if (StringValues.IsNullOrEmpty(from))
        {
            query = new StreamQuery(null, types);
            return true;
        }

        if (!long.TryParse(from.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var after))
        {
            problem = $"{name} must be the id of an event of this stream, or 0 for its beginning.";
            return false;
        }

        query = new StreamQuery(after, types);
        return true;
    }
}
