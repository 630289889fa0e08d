using Sidetone.Bus.Api;
using Sidetone.Bus.Resources;
using Sidetone.Patterns;

namespace Sidetone.Bus.Rules;

/// <summary>Refuses event patterns that are not valid or too long, before they are stored.</summary>
internal static class PatternCheck
{
    /// <summary>Requires that a pattern, if there is one, can be used.</summary>
    /// <exception cref="BusException">It cannot, and the message says where and why.</exception>
    public static void Require(string? pattern, BusLimits limits)
    {
        if (pattern is null)
        {
            return;
        }

        if (pattern.Length > limits.EventPatternCharacters)
        {
            throw new BusException(
                "LimitExceededException",
                $"The event pattern has {pattern.Length} characters; at most {limits.EventPatternCharacters} are allowed."
            );
        }

        Parse(pattern);
    }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="BusException"><c>InvalidEventPatternException</c> with AWS's message.</exception>
    public static EventPattern Parse(string pattern)
    {
        try
        {
            return EventPattern.Parse(pattern);
        }
        catch (PatternException wrong)
        {
            throw new BusException("InvalidEventPatternException", wrong.AwsMessage);
        }
    }
}
