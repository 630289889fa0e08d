using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sidetone.Bus.Api;
using Sidetone.Patterns;
using Sidetone.Patterns.Matching;

namespace Sidetone.Bus.Rules;

/// <summary>Tries an event pattern with an event, by the engine that matches the events of the buses.</summary>
internal sealed class PatternOperations : IOperations
{
    private const int DepthMax = 1_000;

    private static readonly string[] s_required = ["id", "account", "source", "time", "region", "detail-type"];

    public IEnumerable<Operation> All => [new("TestEventPattern", RuleShapes.TestEventPattern, TestAsync)];

    private static Task<JsonObject> TestAsync(ApiCall call)
    {
        var pattern = PatternCheck.Parse(call.Input.Required("EventPattern"));
        var given = Encoding.UTF8.GetBytes(call.Input.Required("Event"));
        RequireEvent(given);
        var index = new PatternIndex<int>();
        index.Add(1, pattern);
        var found = new MatchBuffer<int>();
        try
        {
            index.Match(given, found);
        }
        catch (EventFormatException)
        {
            throw Wrong();
        }

        return Task.FromResult(Answer.Of(("Result", found.Count > 0)));
    }

    private static void RequireEvent(ReadOnlySpan<byte> given)
    {
        var json = new Utf8JsonReader(given, new JsonReaderOptions { MaxDepth = DepthMax });
        var seen = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                throw Wrong();
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                seen.Add(json.GetString() ?? "");
                json.Read();
                json.Skip();
            }

            // Nothing may follow the object.
            _ = json.Read();
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            throw Wrong();
        }

        if (!s_required.All(seen.Contains))
        {
            throw Wrong();
        }
    }

    private static Resources.BusException Wrong() => Refusals.Invalid("Parameter Event is not valid.");
}
