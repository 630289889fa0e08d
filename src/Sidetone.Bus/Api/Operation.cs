using System.Text.Json.Nodes;
using Sidetone.Bus.Api.Shapes;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Api;

/// <summary>One operation of the API.</summary>
/// <param name="Name">Its name, which follows <c>AWSEvents.</c> in <c>X-Amz-Target</c>.</param>
/// <param name="Input">What its request may be; it is checked before <paramref name="Run"/>.</param>
/// <param name="Run">
/// Carries it out; the answer's members, none of them null. Throws <see cref="BusException"/> for what it refuses.
/// </param>
internal sealed record Operation(string Name, StructureShape Input, Func<ApiCall, Task<JsonObject>> Run);

/// <summary>The operations of one kind of resource.</summary>
internal interface IOperations
{
    /// <summary>All of them.</summary>
    IEnumerable<Operation> All { get; }
}
