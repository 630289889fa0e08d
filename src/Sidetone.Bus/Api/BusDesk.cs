using System.Text.Json;
using System.Text.Json.Nodes;
using Sidetone.Bus.Api.Shapes;
using Sidetone.Bus.Events;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Api;

/// <summary>Carries out the API's operations, wherever a request came from: over HTTP, or from a command beside the store.</summary>
public sealed class BusDesk
{
    // A member that stands twice could be checked as one and used as the other.
    private static readonly JsonDocumentOptions s_once = new() { AllowDuplicateProperties = false };

    private readonly OperationTable _operations;
    private readonly EventIntake _intake;

    internal BusDesk(OperationTable operations, EventIntake intake)
    {
        _operations = operations;
        _intake = intake;
    }

    /// <summary><c>PutEvents</c>.</summary>
    public const string PutEvents = nameof(PutEvents);

    /// <summary><c>PutPartnerEvents</c>.</summary>
    public const string PutPartnerEvents = nameof(PutPartnerEvents);

    /// <summary>The names of all operations.</summary>
    public IEnumerable<string> Operations => [.. _operations.Names, PutEvents, PutPartnerEvents];

    /// <summary>Whether an operation puts events, which <see cref="PutAsync"/> does.</summary>
    public static bool Puts(string operation) => operation is PutEvents or PutPartnerEvents;

    /// <summary>Carries out an operation that puts no events; the answer.</summary>
    /// <exception cref="BusException">It is refused.</exception>
    public async Task<JsonObject> RunAsync(
        BusTenant tenant,
        string operation,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellation
    )
    {
        var found =
            _operations.Find(operation)
            ?? throw new BusException("UnknownOperationException", $"There is no operation '{operation}'.");
        using var document = Read(body);
        return await found.Run(new ApiCall(tenant, Check(found.Input, document), cancellation));
    }

    /// <summary>Puts events; what became of each entry.</summary>
    /// <exception cref="BusException">The request is refused as a whole.</exception>
    public Task<IReadOnlyList<EntryOutcome>> PutAsync(
        BusTenant tenant,
        bool partner,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellation
    )
    {
        if (!EntriesReader.TryRead(body.Span, partner ? EntryShapes.MostOfPartner : EntryShapes.Most, out var entries))
        {
            using var document = Read(body);
            entries = EntryShapes.Read(Check(partner ? EntryShapes.PutPartnerEvents : EntryShapes.PutEvents, document));
        }
        else if (partner)
        {
            RequireSources(entries);
        }

        return partner
            ? _intake.PutPartnerAsync(tenant, entries, cancellation)
            : _intake.PutAsync(tenant, entries, cancellation);
    }

    // The fast way reads both operations alike; a partner's sources have a form.
    private static void RequireSources(List<EventEntry> entries)
    {
        var violations = new Violations();
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Source is { } source)
            {
                foreach (var constraint in Common.EventSourceName.BrokenBy(source))
                {
                    violations.Add(source, $"entries.{i + 1}.member.source", constraint);
                }
            }
        }

        violations.Throw();
    }

    private static JsonDocument Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            // Some clients send nothing where a request has no members.
            return body.IsEmpty ? JsonDocument.Parse("{}") : JsonDocument.Parse(body, s_once);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            // The second is what names with half of a surrogate pair give, which cannot be compared.
            throw Serialization.NotAnObject();
        }
    }

    private static Input Check(StructureShape shape, JsonDocument document)
    {
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw Serialization.NotAnObject();
        }

        var violations = new Violations();
        try
        {
            shape.Check(document.RootElement, "", violations);
        }
        catch (InvalidOperationException)
        {
            // A name of a member with half of a surrogate pair cannot be compared.
            throw Serialization.Refusal("The request body is not valid Unicode.");
        }

        violations.Throw();
        return new Input(document.RootElement);
    }
}
