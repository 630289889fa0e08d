using Sidetone.Bus.Resources;
using Sidetone.Bus.Rules;

namespace Sidetone.Bus.Targets;

/// <summary>A kind of target, known by its ARNs.</summary>
public interface ITargetKind
{
    /// <summary>Whether an ARN is one of its.</summary>
    bool Takes(string arn);

    /// <summary>Whether its targets can take dead letters.</summary>
    bool TakesDeadLetters => false;

    /// <summary>Opens a target. It is asked again when any resource of the group changed; nothing is closed.</summary>
    /// <exception cref="TargetUnusableException">It cannot be invoked as it is, now or later.</exception>
    Task<ITarget> OpenAsync(BusTenant tenant, TargetRecord target, CancellationToken cancellation);
}
