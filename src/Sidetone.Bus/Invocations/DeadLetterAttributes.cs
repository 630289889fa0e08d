using System.Globalization;

namespace Sidetone.Bus.Invocations;

/// <summary>What a dead letter says beside its event, under AWS's names.</summary>
internal static class DeadLetterAttributes
{
    /// <summary>The limit on attempts ended the retries.</summary>
    public const string Attempts = "MaximumRetryAttempts";

    /// <summary>The limit on the event's age ended the retries.</summary>
    public const string Age = "MaximumEventAgeInSeconds";

    /// <summary>The attributes of a failure; those without a value are left out.</summary>
    public static IReadOnlyDictionary<string, string> Of(OpenLane lane, InvocationFailure failure)
    {
        var attributes = new Dictionary<string, string>
        {
            ["RULE_ARN"] = lane.RuleArn,
            ["TARGET_ARN"] = lane.Record?.Arn ?? "",
            ["ERROR_CODE"] = failure.Code,
            ["ERROR_MESSAGE"] = failure.Message,
            ["EXHAUSTED_RETRY_CONDITION"] = failure.Exhausted,
            // A first attempt is no retry; without any, the event never came as far as the target.
            ["RETRY_ATTEMPTS"] = Math.Max(0, failure.Attempts - 1).ToString(CultureInfo.InvariantCulture),
        };
        return attributes.Where(entry => entry.Value.Length > 0).ToDictionary();
    }
}
