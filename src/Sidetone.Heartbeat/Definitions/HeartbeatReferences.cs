using System.Data.Common;
using Sidetone.Heartbeat.Reading;
using Sidetone.Storage;

namespace Sidetone.Heartbeat.Definitions;

/// <summary>What a heartbeat names must be there when it is defined.</summary>
internal static class HeartbeatReferences
{
    /// <summary>Within a transaction: requires the accounts and workflows that a heartbeat names.</summary>
    /// <exception cref="DefinitionException">One is not there; every one at once.</exception>
    public static async Task RequireAsync(
        DbTransaction transaction,
        Guid group,
        HeartbeatDefinition definition,
        CancellationToken cancellation
    )
    {
        var problems = new List<DefinitionProblem>();
        if (definition.Account is { } dialler)
        {
            await RequireAsync("heartbeat_account", dialler, "$.account", "SIP account");
        }

        if (definition.Receiver is Receiver.Virtual { Account: { } receiver })
        {
            await RequireAsync("heartbeat_account", receiver, "$.receiver.account", "SIP account");
        }

        for (var i = 0; i < definition.Workflows.Count; i++)
        {
            await RequireAsync("heartbeat_workflow", definition.Workflows[i], $"$.workflows[{i}]", "workflow");
        }

        if (problems.Count > 0)
        {
            throw new DefinitionException(problems);
        }

        async Task RequireAsync(string table, string name, string path, string what)
        {
            var count = await transaction.ScalarAsync<long>(
                $"SELECT COUNT(*) FROM {table} WHERE group_id = @group AND name = @name",
                new { group = group.ToByteArray(bigEndian: true), name },
                cancellation
            );
            if (count == 0)
            {
                problems.Add(new DefinitionProblem(path, $"there is no {what} '{name}'."));
            }
        }
    }
}
