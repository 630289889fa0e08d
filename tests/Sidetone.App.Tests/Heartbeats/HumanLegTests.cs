using System.Text;
using Sidetone.Closing;
using Sidetone.Heartbeat;
using Sidetone.Heartbeat.Calls;
using Sidetone.Heartbeat.Definitions;
using Sidetone.Heartbeat.Jobs;
using Sidetone.Storage.Log;

namespace Sidetone.Tests.Heartbeats;

public sealed class HumanLegTests
{
    private static readonly DateTimeOffset s_dialled = new(2026, 5, 1, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_contact_is_that_of_the_agents_call_from_the_diallers_number()
    {
        ClosedCall[] calls =
        [
            Call("c-1", "andy", "+43 1 9999999"),
            Call("c-2", "andy", "+4312345678"),
            Call("c-3", "ben", "+4312345678"),
        ];
        Assert.Equal("c-2", HumanLeg.CallOf(Job("andy"), "0012345678", calls)?.ContactId);
        Assert.Equal("c-3", HumanLeg.CallOf(Job("ben"), "+4312345678", calls)?.ContactId);
    }

    [Fact]
    public void What_could_be_two_or_is_from_another_time_or_number_is_none()
    {
        ClosedCall[] twice = [Call("c-1", "andy", "+4312345678"), Call("c-2", "andy", "+4312345678")];
        Assert.Null(HumanLeg.CallOf(Job("andy"), "+4312345678", twice));
        Assert.Null(HumanLeg.CallOf(Job("andy"), "+4312345678", [Call("c-1", "andy", "+4399")]));
        Assert.Null(HumanLeg.CallOf(Job("andy"), "+4312345678", [Call("c-1", "andy", "+4312345678", minutes: -5)]));
        Assert.Null(HumanLeg.CallOf(Job("andy"), "+4312345678", [Call("c-1", "andy", "+4312345678", minutes: 30)]));
        Assert.Null(HumanLeg.CallOf(Job(""), "", [Call("c-1", "andy", "")]));
    }

    [Fact]
    public void Without_a_number_the_only_call_of_the_agent_is_it() =>
        Assert.Equal(
            "c-1",
            HumanLeg.CallOf(Job("andy"), "100", [Call("c-1", "andy", ""), Call("c-2", "ben", "")])?.ContactId
        );

    [Fact]
    public void The_leg_is_what_the_browser_was_sent_and_nothing_when_nothing_came()
    {
        var call = Call("c-1", "andy", "+431");
        Assert.Null(HumanLeg.LegOf(call));
        Assert.Equal(
            new AgentLegRecord
            {
                LossPercent = 1.85,
                JitterMs = 3,
                RoundTripMs = 110,
                Mos = 4.25,
            },
            HumanLeg.LegOf(call with { Summary = Summary(636) })
        );
        Assert.Null(HumanLeg.LegOf(call with { Summary = Summary(0) }));

        static byte[] Summary(int packets) =>
            Encoding.UTF8.GetBytes(
                $$$"""
                {"webRTCSession":{"metrics":{"inbound":{"packetsReceived":{{{packets}}},"packetsLostPercentage":1.85},
                 "rtt":{"min":0,"max":145,"avg":110},"jitter":{"avg":3},"mos":{"avg":4.25}
                } } }
                """
            );
    }

    [Fact]
    public void Only_answered_calls_to_people_wait_for_a_leg()
    {
        Assert.True(HumanLeg.IsWanted(Job("andy")));
        Assert.False(HumanLeg.IsWanted(Job("andy") with { ReceiverCallId = "c" }));
        Assert.False(HumanLeg.IsWanted(Job("andy") with { Record = new CallRecord() }));
        Assert.False(HumanLeg.IsWanted(Job("andy") with { State = JobState.Running }));
        var job = Job("andy");
        Assert.False(
            HumanLeg.IsWanted(job with { Definition = job.Definition with { Receiver = new Receiver.Virtual() } })
        );
    }

    private static HeartbeatJob Job(string agent) =>
        new()
        {
            Id = new JobId(1),
            Group = Guid.Empty,
            Heartbeat = Guid.Empty,
            Sequence = 1,
            Slots = 1,
            State = JobState.Ended,
            Status = "Completed",
            Reason = "",
            Definition = new HeartbeatDefinition
            {
                Name = "door",
                To = "+431",
                Receiver = new Receiver.Human { AgentId = agent },
            },
            CreatedAt = s_dialled,
            UpdatedAt = s_dialled.AddMinutes(1),
            DialledAt = s_dialled,
            DiallerCallId = "d",
            ReceiverCallId = "",
            Record = new CallRecord { AnswerAfterMs = 1 },
        };

    private static ClosedCall Call(string contact, string agent, string caller, int minutes = 1) =>
        new()
        {
            Key = CallKey.Of(Guid.Empty, contact, agent),
            Group = Guid.Empty,
            ContactId = contact,
            Agent = agent,
            EndedAt = s_dialled.AddMinutes(minutes).ToUnixTimeMilliseconds(),
            Profile = 0,
            MosFormula = "",
            SettingsVersion = 1,
            ChangedSinceSent = false,
            Summary = Encoding.UTF8.GetBytes($$$"""{"contact":{"callerId":"{{{caller}}}"}}"""),
            Insights = [],
            Recording = [],
        };
}
