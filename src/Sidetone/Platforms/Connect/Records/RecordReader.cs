using System.Text.Json;
using Sidetone.Intake.Refusals;

namespace Sidetone.Platforms.Connect.Records;

/// <summary>Reads a record of any kind, which its members tell.</summary>
internal static class RecordReader
{
    private const string ContactEvent = "Amazon Connect Contact Event";

    /// <summary>What a record says; or what is wrong with it.</summary>
    public static RecordProblem? TryRead(JsonElement json, out RecordContent? content)
    {
        content = null;
        try
        {
            content = Read(json);
            return null;
        }
        catch (RecordException fault)
        {
            return fault.Problem;
        }
    }

    private static RecordContent Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new RecordException(RefusalReason.BodyWrongType, "$", "A record is an object.");
        }

        var record = new RecordElement(json, "$");
        if (record.Has("detail-type"))
        {
            return ReadEnvelope(record);
        }

        if (record.Has("AgentARN") && record.Has("EventTimestamp"))
        {
            return AgentEventReader.Read(record);
        }

        if (record.Has("eventType") && record.Has("contactId"))
        {
            return ContactEventReader.Read(record, id: null, time: null);
        }

        return record.Has("ContactId")
            ? ContactRecordReader.Read(record)
            : throw new RecordException(
                RefusalReason.RecordUnknown,
                "$",
                "This is no contact event, contact record or agent event of Amazon Connect."
            );
    }

    private static RecordContent ReadEnvelope(RecordElement envelope)
    {
        var type = envelope.Text("detail-type");
        if (type != ContactEvent)
        {
            throw new RecordException(
                RefusalReason.RecordUnknown,
                "$.detail-type",
                $"Events of type '{type}' are not read; '{ContactEvent}' is."
            );
        }

        var detail = envelope.Required(envelope.Object("detail"), "detail");
        return ContactEventReader.Read(detail, envelope.Id("id"), envelope.Time("time"));
    }
}
