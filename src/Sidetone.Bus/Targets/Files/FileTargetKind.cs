using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Sidetone.Bus.Resources;
using Sidetone.Bus.Rules;
using Sidetone.Outgoing;

namespace Sidetone.Bus.Targets.Files;

/// <summary>JSON Lines files: <c>arn:sidetone:bus:{region}:{account}:file/{name}</c>.</summary>
internal sealed class FileTargetKind(IOptions<FileTargetOptions> options) : ITargetKind, IDisposable
{
    // One per file: two targets may name the same one, and repair must not meet a running append.
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);

    public bool TakesDeadLetters => true;

    public bool Takes(string arn) => TargetArn.IsOf(arn, TargetArn.OurPartition, "bus", "file");

    public Task<ITarget> OpenAsync(BusTenant tenant, TargetRecord target, CancellationToken cancellation)
    {
        var name = TargetArn.RequirePlain(TargetArn.NameOf(target.Arn, "file", tenant));
        var path = Path.GetFullPath(Path.Combine(options.Value.Folder, tenant.Group.ToString(), name));
        return Task.FromResult<ITarget>(
            new FileTarget(new LineFile(path), _turns.GetOrAdd(path, _ => new SemaphoreSlim(1, 1)))
        );
    }

    public void Dispose()
    {
        foreach (var turn in _turns.Values)
        {
            turn.Dispose();
        }
    }
}
