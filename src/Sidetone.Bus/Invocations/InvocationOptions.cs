using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Sidetone.Bus.Invocations;

/// <summary>How targets are invoked. Applies at start.</summary>
public sealed class InvocationOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Bus:Invocations";

    /// <summary>
    /// This node's name, different on every node and the same after a restart: what it had claimed before is then sent at
    /// once. Default the machine's name.
    /// </summary>
    [Required]
    public string Node { get; init; } = Environment.MachineName;

    /// <summary>The longest wait after a first failure; the wait doubles with each. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan FirstRetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The longest wait of all between two attempts. Default 15 minutes: the 185 attempts that AWS makes then take about
    /// the 24 hours that it makes them in.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan LongestRetryDelay { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a node may take for what it claimed before another may send it. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often to look for work when nothing was announced. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:10:00")]
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many targets are invoked at the same time. Default 256.</summary>
    [Range(1, 10_000)]
    public int ConcurrentTargets { get; init; } = 256;

    /// <summary>
    /// How long failed invocations without a dead letter are kept, to be looked at and sent again. Default 14 days.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan KeepFailed { get; init; } = TimeSpan.FromDays(14);

    /// <summary>
    /// Whether an input that cannot be made (a transformer whose result is not JSON) fails its invocation with the
    /// reason. AWS drops it and says nothing; false does the same. Default true.
    /// </summary>
    public bool StrictInput { get; init; } = true;
}

/// <summary>What the options say about each other.</summary>
internal sealed class InvocationOptionsRules : IValidateOptions<InvocationOptions>
{
    public ValidateOptionsResult Validate(string? name, InvocationOptions options) =>
        options.FirstRetryDelay <= options.LongestRetryDelay
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                "Bus:Invocations:FirstRetryDelay must not be longer than Bus:Invocations:LongestRetryDelay."
            );
}

/// <summary>The annotations of <see cref="InvocationOptions"/>, checked by generated code.</summary>
[OptionsValidator]
internal sealed partial class InvocationOptionsAnnotations : IValidateOptions<InvocationOptions>;
