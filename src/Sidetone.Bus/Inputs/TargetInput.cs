using System.Text;
using System.Text.Json;
using Sidetone.Bus.Rules;

namespace Sidetone.Bus.Inputs;

/// <summary>
/// Makes what a target is sent: the event, a constant, a part of the event, or a template that is filled from it.
/// </summary>
public abstract class TargetInput
{
    /// <summary>What a target asks for; of several, AWS takes none at <c>PutTargets</c>.</summary>
    public static TargetInput Of(TargetRecord target) =>
        target switch
        {
            { Input: { } text } => new Constant(Encoding.UTF8.GetBytes(text)),
            { InputTransformer: { } transformer } => new TemplateInput(transformer),
            { InputPath: { } path } => JsonPath.TryParse(path, out var parsed)
                ? new Part(path, parsed)
                : new Wrong($"InputPath {path} is not a path such as $.detail.name."),
            _ => new Whole(),
        };

    /// <summary>Makes the input of one event.</summary>
    public abstract InputResult Make(in InputContext context);

    /// <summary>Reads an event; its detail is one level deeper than a detail may be deep.</summary>
    internal static JsonDocument Parse(ReadOnlyMemory<byte> json) =>
        JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 1_002 });

    private sealed class Whole : TargetInput
    {
        public override InputResult Make(in InputContext context) => InputResult.Of(context.Event);
    }

    private sealed class Constant(byte[] text) : TargetInput
    {
        public override InputResult Make(in InputContext context) => InputResult.Of(text);
    }

    private sealed class Part(string text, JsonPath path) : TargetInput
    {
        public override InputResult Make(in InputContext context)
        {
            using var document = Parse(context.Event);
            return path.Find(document.RootElement) is { } found
                ? InputResult.Of(Encoding.UTF8.GetBytes(found.GetRawText()))
                : InputResult.Impossible($"InputPath {text} leads to nothing in the event.");
        }
    }

    private sealed class Wrong(string problem) : TargetInput
    {
        public override InputResult Make(in InputContext context) => InputResult.Impossible(problem);
    }
}
