using Sidetone.Bus.Resources;
using Sidetone.Bus.Rules;

namespace Sidetone.Bus.Targets.Streams;

/// <summary>
/// Event streams that are read over HTTP as server-sent events: <c>arn:sidetone:bus:{region}:{account}:stream/{name}</c>.
/// </summary>
internal sealed class StreamTargetKind(StreamLog log) : ITargetKind
{
    public bool Takes(string arn) => TargetArn.IsOf(arn, TargetArn.OurPartition, "bus", "stream");

    public Task<ITarget> OpenAsync(BusTenant tenant, TargetRecord target, CancellationToken cancellation)
    {
        var name = TargetArn.RequirePlain(TargetArn.NameOf(target.Arn, "stream", tenant));
        return Task.FromResult<ITarget>(new StreamTarget(log, tenant.Group, name));
    }

    private sealed class StreamTarget(StreamLog log, Guid group, string stream) : ITarget
    {
        public int BatchMax => 200;

        public int ConcurrentCalls => 1;

        public TimeSpan LongestCall => TimeSpan.FromSeconds(10);

        public async Task<IReadOnlyList<InvocationOutcome>> InvokeAsync(
            IReadOnlyList<Invocation> invocations,
            CancellationToken cancellation
        )
        {
            await log.AppendAsync(group, stream, invocations, cancellation);
            return [.. invocations.Select(_ => InvocationOutcome.Succeeded.Value)];
        }
    }
}
