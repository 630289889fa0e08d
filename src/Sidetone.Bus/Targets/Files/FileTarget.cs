using System.Text.Json;
using Sidetone.Bus.Events;
using Sidetone.Outgoing;

namespace Sidetone.Bus.Targets.Files;

/// <summary>Appends one input per line; invoked means on disk.</summary>
internal sealed class FileTarget(LineFile file, SemaphoreSlim turn) : ITarget
{
    public int BatchMax => 500;

    public int ConcurrentCalls => 1;

    public TimeSpan LongestCall => TimeSpan.FromSeconds(10);

    public async Task<IReadOnlyList<InvocationOutcome>> InvokeAsync(
        IReadOnlyList<Invocation> invocations,
        CancellationToken cancellation
    )
    {
        await turn.WaitAsync(cancellation);
        try
        {
            await file.AppendAsync([.. invocations.Select(Line)], cancellation);
            return [.. invocations.Select(_ => InvocationOutcome.Succeeded.Value)];
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return
            [
                .. invocations.Select(_ => new InvocationOutcome.RetryLater(TargetErrors.ServerError, trouble.Message)),
            ];
        }
        finally
        {
            turn.Release();
        }
    }

    private static byte[] Line(Invocation invocation)
    {
        // A template may stand on many lines; an event never does.
        var body = invocation.Body.Span.ContainsAny("\r\n"u8)
            ? DetailText.Compact(invocation.Body.ToArray())
            : invocation.Body.ToArray();
        return invocation.Attributes.Count == 0 ? body : DeadLetter(invocation, body);
    }

    /// <summary><c>{"attributes":{"RULE_ARN":…},"event":{…}}</c>.</summary>
    private static byte[] DeadLetter(Invocation invocation, byte[] body)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(body.Length + 512);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteStartObject("attributes"u8);
        foreach (var (name, value) in invocation.Attributes)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
        writer.WritePropertyName("event"u8);
        writer.WriteRawValue(body, skipInputValidation: true);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
