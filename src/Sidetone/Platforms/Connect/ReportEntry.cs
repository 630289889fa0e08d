using System.Security.Cryptography;
using System.Text;
using Sidetone.Groups;
using Sidetone.Platforms.Connect.Contacts;
using Sidetone.Platforms.Connect.Records;
using Sidetone.Privacy;
using Sidetone.Storage.Log;
using Sidetone.Telemetry;
using Sidetone.Telemetry.Packing;

namespace Sidetone.Platforms.Connect;

/// <summary>A report with the group's field rules applied: a batch that lacks its agent and the names that others know.</summary>
/// <remarks>
/// Every record is a session of its own with one batch, numbered 0. The session is named by what makes the record the same
/// when it comes again; the hash is of what the record itself says. Names that were learned elsewhere enter neither: the same
/// record is a repeat whether they were known or not.
/// </remarks>
internal sealed class ReportEntry
{
    private readonly GroupSnapshot _group;
    private readonly long _hash;

    private ReportEntry(GroupSnapshot group, ContactReport report, Batch batch, long hash)
    {
        _group = group;
        _hash = hash;
        Report = report;
        Batch = batch;
    }

    /// <summary>The report, before field rules.</summary>
    public ContactReport Report { get; }

    /// <summary>The batch, without what was learned elsewhere.</summary>
    public Batch Batch { get; }

    /// <summary>The agent that the record itself names, field rules applied; null when it names none.</summary>
    public string? OwnAgent => Batch.Agent.Length > 0 ? Batch.Agent : null;

    public static ReportEntry Of(GroupSnapshot group, ContactReport report)
    {
        var batch = group.Redaction.Apply(
            new Batch
            {
                ContactId = report.ContactId,
                Agent = report.AgentName ?? "",
                Session = report.Kind,
                Sequence = 0,
                Source = BatchSource.Platform,
                Facts = report.Facts,
                Happenings =
                [
                    new Happening
                    {
                        At = report.WrittenAt,
                        Type = HappeningType.PlatformRecord,
                        Value = report.Kind,
                    },
                    .. report.Happenings,
                ],
            }
        );
        var content = BatchCodec.Encode(batch, out var hash);
        var identity = report.Identity is { } known ? Encoding.UTF8.GetBytes($"{report.Kind} {known}") : content;
        var session = $"{report.Kind} {Convert.ToHexStringLower(SHA256.HashData(identity).AsSpan(0, 16))}";
        return new ReportEntry(group, report, batch with { Session = session }, hash);
    }

    /// <summary>The entry of the log.</summary>
    /// <param name="agent">The agent of its call, field rules applied; empty when not known.</param>
    /// <param name="agentName">What the agent is called; null when not known.</param>
    /// <param name="queueName">What the queue is called; null when not known.</param>
    public LogEntry With(string agent, KnownName? agentName, KnownName? queueName)
    {
        var facts = Batch.Facts ?? new Facts();
        var friendly = agentName?.FriendlyName is { Length: > 0 } name ? name : null;
        var batch = Batch with
        {
            Agent = agent,
            Facts = facts with
            {
                QueueName = facts.QueueName ?? queueName?.Name,
                FriendlyName = facts.FriendlyName ?? friendly,
            },
            Happenings = [.. Batch.Happenings, .. Named(agent, OwnAgent ?? agentName?.Name)],
        };
        return new LogEntry
        {
            Call = CallKey.Of(_group.Group.Id, batch.ContactId, agent),
            Group = _group.Group.Id,
            ContactId = batch.ContactId,
            Agent = agent,
            Session = batch.Session,
            Sequence = 0,
            ContentHash = _hash,
            FromPlatform = true,
            Ended = batch.Happenings.Any(happening => happening.Type == HappeningType.Ended),
            IsContactRecord = Report.Kind == PlatformRecordKind.ContactRecord,
            ContactRecordWait = TimeSpan.FromSeconds(_group.Settings.WaitForContactRecordSeconds),
            Body = BatchCodec.Encode(batch),
        };
    }

    /// <summary>A call without an agent is told what its agent is called: it was closed before that was known.</summary>
    private IEnumerable<Happening> Named(string agent, string? name) =>
        agent.Length == 0 && Report.IsTaken && name is not null
            ?
            [
                new Happening
                {
                    At = Report.WrittenAt,
                    Type = HappeningType.AgentNamed,
                    Value = name,
                },
            ]
            : [];
}
