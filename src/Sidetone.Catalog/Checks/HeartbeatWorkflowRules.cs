namespace Sidetone.Catalog;

/// <summary>What holds for the values of a heartbeat.</summary>
internal static class HeartbeatWorkflowRules
{
    private const int WorstScore = 1;
    private const int BestScore = 10;

    public static void Check(HeartbeatWorkflow workflow, bool isBareList, DepartureList departures)
    {
        var list = isBareList ? JsonPath.Root : "$.detail.heartbeats";
        for (var i = 0; i < (workflow.Heartbeats?.Count ?? 0); i++)
        {
            One(JsonPath.Item(list, i), workflow.Heartbeats![i], departures);
        }
    }

    private static void One(string path, Heartbeat heartbeat, DepartureList departures)
    {
        departures.Uuid($"{path}.groupId", heartbeat.GroupId);
        departures.Uuid($"{path}.heartbeatId", heartbeat.HeartbeatId);
        departures.Within($"{path}.axScore", heartbeat.AxScore, WorstScore, BestScore);
        departures.Within($"{path}.cxScore", heartbeat.CxScore, WorstScore, BestScore);
        departures.Within($"{path}.networkScore", heartbeat.NetworkScore, WorstScore, BestScore);
        departures.NotBefore($"{path}.updatedOn", heartbeat.UpdatedOn, heartbeat.CreatedOn, "the job was made");
        if (heartbeat.JobId is { } job && (job.Length == 0 || !job.All(char.IsAsciiDigit)))
        {
            departures.Note(DepartureKind.OtherForm, $"{path}.jobId", $"'{job}'", "Unix nanoseconds as a text");
        }
    }
}
