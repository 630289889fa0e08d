namespace Sidetone.Catalog;

/// <summary>What holds between the values of an agent reported issue.</summary>
internal static class AgentReportedIssueRules
{
    private const int IdDigits = 32;

    public static void Check(AgentReportedIssue issue, DepartureList departures)
    {
        departures.Uuid("$.detail.operataClientId", issue.GroupId);
        departures.OneOf("$.detail.state", issue.State, DetailTypes.AgentReportedIssue);
        if (issue.Id is { } id && (id.Length != IdDigits || !id.All(char.IsAsciiHexDigitLower)))
        {
            departures.Note(DepartureKind.OtherForm, "$.detail.id", $"'{id}'", "32 hexadecimal digits");
        }

        var (cpu, memory) = (issue.System?.Cpu, issue.System?.Memory);
        departures.Percentage("$.detail.system.cpu.idlePercentage", cpu?.IdlePercentage);
        departures.Percentage("$.detail.system.cpu.usedPercentage", cpu?.UsedPercentage);
        departures.AtLeastZero("$.detail.system.memory.total", memory?.Total);
        departures.AtLeastZero("$.detail.system.memory.available", memory?.Available);
        // A machine that was not observed has two zeros.
        var isObserved = cpu?.IdlePercentage?.ToDouble() != 0 || cpu?.UsedPercentage?.ToDouble() != 0;
        departures.Follows(
            "$.detail.system.cpu.idlePercentage",
            cpu?.IdlePercentage,
            isObserved ? 100 - cpu?.UsedPercentage?.ToDouble() : null,
            "100 − used"
        );
        if (memory?.Available > memory?.Total)
        {
            departures.Error(
                DepartureKind.Contradiction,
                "$.detail.system.memory.available",
                $"{memory?.Available}",
                $"at most the total, {memory?.Total}"
            );
        }
    }
}
