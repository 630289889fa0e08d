using Sidetone.Bus.Api;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Archives;

/// <summary>The filters of lists of archives and replays, of which AWS takes one at a time.</summary>
internal static class Filters
{
    private static readonly string[] s_names = ["State", "EventSourceArn", "NamePrefix"];

    /// <exception cref="BusException">There is more than one.</exception>
    public static void RequireOne(Input input, string operation)
    {
        if (s_names.Count(input.Has) > 1)
        {
            throw Refusals.Invalid(
                $"At most one filter is allowed for {operation}. Use either : State, EventSourceArn, or NamePrefix."
            );
        }
    }
}
