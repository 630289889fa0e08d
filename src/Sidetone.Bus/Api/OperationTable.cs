using System.Collections.Frozen;

namespace Sidetone.Bus.Api;

/// <summary>Every operation but those that put events, by its name.</summary>
internal sealed class OperationTable(IEnumerable<IOperations> operations)
{
    private readonly FrozenDictionary<string, Operation> _operations = operations
        .SelectMany(static one => one.All)
        .ToFrozenDictionary(static one => one.Name, StringComparer.Ordinal);

    /// <summary>Their names.</summary>
    public IEnumerable<string> Names => _operations.Keys;

    /// <summary>An operation; null when there is none of that name.</summary>
    public Operation? Find(string name) => _operations.GetValueOrDefault(name);
}
