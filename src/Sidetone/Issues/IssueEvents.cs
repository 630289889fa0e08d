using System.Globalization;
using Sidetone.Catalog;
using Sidetone.Delivery;
using Sidetone.Delivery.Outbox;
using Sidetone.Telemetry;

namespace Sidetone.Issues;

/// <summary>The event of a reported issue. Pure: the same issue gives the same id, time and bytes.</summary>
internal static class IssueEvents
{
    private const long PercentMax = 10_000;

    /// <summary>The event.</summary>
    public static OutboxEvent Of(Guid group, Issue issue, CatalogProfile profile)
    {
        var id = Digits(issue.Id);
        return new OutboxEvent
        {
            Id = Delivery.Outbox.EventId.For(group, DetailTypes.AgentReportedIssue, id),
            Group = group,
            DetailType = DetailTypes.AgentReportedIssue,
            Key = id,
            // Not the contact's: events of a contact wait for each other, and a call's summary must not wait for this one.
            ContactId = null,
            OccurredAt = EventTime.Of(issue.At),
            Detail = CatalogWriter.WriteDetail(DetailOf(group, issue), profile),
        };
    }

    /// <summary>The detail, with the form and the names that the published event has, and no other has.</summary>
    private static AgentReportedIssue DetailOf(Guid group, Issue issue) =>
        new()
        {
            GroupId = group.ToString(),
            Agent = issue.Agent,
            State = DetailTypes.AgentReportedIssue,
            Context = new IssueContext
            {
                CallContactId = issue.ContactId,
                Category = issue.Category,
                Cause = issue.Cause,
                Message = issue.Message,
                Scenario = issue.Scenario,
                Severity = issue.Severity,
            },
            Browser = new Catalog.Browser { Name = issue.Browser?.Name ?? "", Version = issue.Browser?.Version ?? "" },
            System = new IssueSystem { Cpu = CpuOf(issue.Machine), Memory = MemoryOf(issue.Machine) },
            // The catalog prints the agent's choice here, not what the softphone calls its error.
            SoftphoneError = new SoftphoneError
            {
                Type = issue.Cause.Length > 0 ? issue.Cause : issue.Category,
                Message = issue.SoftphoneError?.Message ?? "",
            },
            Timestamp = CatalogTime.From(DateTimeOffset.FromUnixTimeMilliseconds(issue.At)),
            Id = Digits(issue.Id),
        };

    // Without a measurement both shares are 0; with one they are exactly the whole.
    private static IssueCpu CpuOf(IssueMachine? machine) =>
        new()
        {
            ModelName = machine?.CpuModel ?? "",
            IdlePercentage = Hundredths(PercentMax - machine?.CpuUtilization),
            UsedPercentage = Hundredths(machine?.CpuUtilization),
        };

    private static IssueMemory MemoryOf(IssueMachine? machine) =>
        new() { Total = Hundredths(machine?.Memory), Available = Hundredths(machine?.MemoryAvailable) };

    private static CatalogNumber Hundredths(long? value) => CatalogNumber.From((value ?? 0) / 100m);

    private static string Digits(Guid id) => id.ToString("N", CultureInfo.InvariantCulture);
}
