using System.Net;
using Microsoft.Extensions.Options;

namespace Sidetone.Delivery.Dispatch;

/// <summary>What the options say about each other, and what no annotation can check.</summary>
internal sealed class DeliveryOptionsRules : IValidateOptions<DeliveryOptions>
{
    public ValidateOptionsResult Validate(string? name, DeliveryOptions options)
    {
        var problems = new List<string>();
        if (options.FirstRetryDelay > options.LongestRetryDelay)
        {
            problems.Add("Delivery:FirstRetryDelay must not be longer than Delivery:LongestRetryDelay.");
        }

        foreach (var network in options.AllowedNetworks)
        {
            if (!IPNetwork.TryParse(network, out _))
            {
                problems.Add($"Delivery:AllowedNetworks has \"{network}\"; write a network such as 10.1.0.0/16.");
            }
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}

/// <summary>The annotations of <see cref="DeliveryOptions"/>, checked by generated code.</summary>
[OptionsValidator]
internal sealed partial class DeliveryOptionsAnnotations : IValidateOptions<DeliveryOptions>;
