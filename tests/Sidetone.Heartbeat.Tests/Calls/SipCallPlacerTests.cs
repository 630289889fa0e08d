using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Sidetone.Heartbeat.Calls;
using Sidetone.Heartbeat.Definitions;
using Sidetone.Heartbeat.DialRules;
using Sidetone.Heartbeat.Scores;
using Sidetone.Sip.Agents;
using Sidetone.Tests.Peers;

namespace Sidetone.Heartbeat.Tests.Calls;

/// <summary>Calls over real sockets on loopback, dialler and receiver in this process.</summary>
public sealed class SipCallPlacerTests
{
    private readonly ConcurrentQueue<CallProgress> _told = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_good_call_is_measured_in_both_directions()
    {
        var file = Path.GetTempFileName();
        try
        {
            var record = await PlaceAsync(Plan(new AnswerRule.Accept(TimeSpan.Zero)) with { RecordingFile = file });
            Assert.Equal(200, record.SipStatus);
            Assert.True(record.SignalCompleted, record.Reason);
            Assert.Equal(CallEnd.Dialler, record.EndedBy);
            Assert.Equal(record.DiallerCallId, record.ReceiverCallId);
            foreach (var direction in new[] { record.ToAgent, record.ToCustomer })
            {
                Assert.True(direction.Heard);
                // How good it is depends on how busy the machine is; that it is measured does not.
                Assert.InRange(direction.LossPercent!.Value, 0, 50);
                Assert.InRange(direction.DelayMs!.Value, 0, 2_000);
                Assert.InRange(direction.DropOutPercent!.Value, 0, 90);
                Assert.InRange(direction.LevelDb!.Value, -3, 3);
                Assert.NotNull(direction.JitterMs);
            }

            Assert.NotNull(record.RoundTripMs);
            Assert.NotNull(record.AudioRoundTripMs);
            var outcome = StatusRule.OutcomeOf(record);
            Assert.NotNull(outcome.Scores.Lowest);
            Assert.Equal(
                [CallPhase.Registering, CallPhase.Dialling, CallPhase.Ringing, CallPhase.Answered],
                _told.Select(step => step.Phase).Distinct().Take(4)
            );
            Assert.Contains(
                _told,
                step => step.Phase == CallPhase.Measuring && step.Record?.ToCustomer.LossPercent is not null
            );

            var wav = await File.ReadAllBytesAsync(file, Stop);
            Assert.Equal(2, BinaryPrimitives.ReadInt16LittleEndian(wav.AsSpan(22)));
            var seconds = BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(40)) / 32_000.0;
            Assert.InRange(seconds, 5, 60);
            Assert.Contains(wav.Skip(44), each => each != 0);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData(603, JobStatus.NotAccepted)]
    [InlineData(480, JobStatus.NotAccepted)]
    [InlineData(403, JobStatus.NotAccepted)]
    [InlineData(486, JobStatus.Busy)]
    public async Task A_receiver_that_rejects_is_seen_as_such_and_nothing_is_measured(int code, string status)
    {
        var record = await PlaceAsync(Plan(new AnswerRule.Reject(code, TimeSpan.Zero)));
        Assert.Equal(code, record.SipStatus);
        Assert.True(record.ReceiverRejected);
        Assert.NotEqual("", record.ReceiverCallId);
        var outcome = StatusRule.OutcomeOf(record);
        Assert.Equal(status, outcome.Status);
        Assert.Equal(JobScores.None, outcome.Scores);
    }

    [Fact]
    public async Task A_receiver_that_only_rings_is_no_answer()
    {
        var plan = Plan(new AnswerRule.Ignore()) with { RingTimeout = TimeSpan.FromSeconds(1) };
        var record = await PlaceAsync(plan);
        Assert.NotNull(record.RingAfterMs);
        Assert.Equal(CallTrouble.RingTimeout, record.Trouble);
        Assert.Equal(JobStatus.NoAnswer, StatusRule.OutcomeOf(record).Status);
    }

    [Fact]
    public async Task A_late_answer_takes_as_long_as_it_takes()
    {
        var plan = Plan(new AnswerRule.Accept(TimeSpan.FromSeconds(2))) with { Signal = TimeSpan.FromSeconds(2) };
        var record = await PlaceAsync(plan);
        Assert.InRange(record.AnswerAfterMs!.Value, 1_900, 10_000);
        Assert.True(record.RingAfterMs < 1_900);
    }

    [Fact]
    public async Task A_receiver_that_cannot_listen_is_an_agents_error()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var record = await PlaceAsync(
            Plan(new AnswerRule.Accept(TimeSpan.Zero), ((IPEndPoint)taken.LocalEndPoint!).Port)
        );
        Assert.Equal(JobStatus.AgentError, StatusRule.OutcomeOf(record).Status);
        Assert.NotEqual("", record.Reason);
    }

    [Fact]
    public async Task A_host_without_an_address_is_unreachable()
    {
        var plan = Plan(new AnswerRule.Accept(TimeSpan.Zero)) with
        {
            To = Target("sip:door@no-such-host.invalid"),
            Receiver = new Receiver.Human(),
        };
        var record = await PlaceAsync(plan);
        Assert.Equal(CallTrouble.Unreachable, record.Trouble);
        Assert.Equal(JobStatus.Failed, StatusRule.OutcomeOf(record).Status);
    }

    [Fact]
    public async Task Steps_come_before_the_signal_and_one_that_fails_ends_the_test()
    {
        var plan = Plan(new AnswerRule.Accept(TimeSpan.Zero)) with
        {
            Steps =
            [
                new CallStep.Wait(TimeSpan.FromMilliseconds(300)),
                new CallStep.Dtmf("1#"),
                new CallStep.ExpectAudio(TimeSpan.FromSeconds(5)),
            ],
            Signal = TimeSpan.FromSeconds(2),
        };
        Assert.True((await PlaceAsync(plan)).SignalCompleted);

        await using var silent = await SilentAgent.StartAsync();
        var record = await PlaceAsync(
            plan with
            {
                To = Target($"sip:door@127.0.0.1:{silent.Port}"),
                Receiver = new Receiver.Human(),
                Steps = [new CallStep.ExpectAudio(TimeSpan.FromSeconds(1))],
            }
        );
        Assert.Equal(CallTrouble.StepFailed, record.Trouble);
        Assert.Equal("Nothing was heard within 1 s.", record.Reason);
        Assert.Equal(JobStatus.Failed, StatusRule.OutcomeOf(record).Status);
    }

    [Fact]
    public async Task Silence_after_the_answer_is_the_worst_and_a_hang_up_is_premature()
    {
        await using var silent = await SilentAgent.StartAsync();
        var plan = Plan(new AnswerRule.Accept(TimeSpan.Zero)) with
        {
            To = Target($"sip:door@127.0.0.1:{silent.Port}"),
            Receiver = new Receiver.Human(),
            Signal = TimeSpan.FromSeconds(2),
        };
        var record = await PlaceAsync(plan);
        Assert.False(record.ToCustomer.Heard);
        Assert.Equal(1, StatusRule.OutcomeOf(record).Scores.Cx.Measured);
        Assert.Equal(JobStatus.VeryPoor, StatusRule.OutcomeOf(record).Status);

        silent.HangsUpAfter = TimeSpan.FromMilliseconds(300);
        record = await PlaceAsync(plan with { Signal = TimeSpan.FromSeconds(20) });
        Assert.Equal(CallEnd.Receiver, record.EndedBy);
        Assert.Equal(JobStatus.Disconnected, StatusRule.OutcomeOf(record).Status);
    }

    [Fact]
    public async Task A_peer_that_does_not_answer_a_hang_up_is_not_waited_for_until_SIP_gives_up()
    {
        await using var sipp = await Sipp.AnswerAsync("udp", Scenarios.NeverLetsGo);
        var plan = Plan(new AnswerRule.Ignore(), sipp.Port) with
        {
            Receiver = new Receiver.Human(),
            Signal = TimeSpan.FromSeconds(2),
        };

        // Timer F is 32 s.
        var record = await PlaceAsync(plan).WaitAsync(TimeSpan.FromSeconds(25), Stop);

        Assert.True(record.SignalCompleted, record.Reason);
        Assert.Equal(CallEnd.Dialler, record.EndedBy);
        Assert.Equal(CallPhase.Ended, _told.Last().Phase);
    }

    [Fact]
    public async Task A_stop_hangs_up_at_once()
    {
        using var stop = new CancellationTokenSource();
        var placing = new SipCallPlacer(TimeProvider.System).PlaceAsync(
            Plan(new AnswerRule.Ignore()),
            new Told(
                _told,
                step =>
                {
                    if (step.Phase == CallPhase.Ringing)
                    {
                        stop.Cancel();
                    }
                }
            ),
            stop.Token
        );
        Assert.Equal(CallTrouble.Cancelled, (await placing).Trouble);
    }

    private Task<CallRecord> PlaceAsync(CallPlan plan) =>
        new SipCallPlacer(TimeProvider.System).PlaceAsync(plan, new Told(_told, static _ => { }), Stop);

    private static CallPlan Plan(AnswerRule answer, int port = 0) =>
        new()
        {
            CallName = "1648705257967728403",
            To = Target($"sip:door@127.0.0.1:{(port == 0 ? FreePort() : port)}"),
            Receiver = new Receiver.Virtual { Answer = answer },
            Signal = TimeSpan.FromSeconds(6),
            RingTimeout = TimeSpan.FromSeconds(20),
        };

    private static DialTarget Target(string text) =>
        DialTarget.TryParse(text, out var target) ? target : throw new ArgumentException(text);

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private sealed class Told(ConcurrentQueue<CallProgress> told, Action<CallProgress> also) : IProgress<CallProgress>
    {
        public void Report(CallProgress value)
        {
            told.Enqueue(value);
            also(value);
        }
    }

    /// <summary>Answers every call and says nothing.</summary>
    private sealed class SilentAgent : IAsyncDisposable
    {
        private readonly SipAgent _agent;
        private readonly Task _answering;

        private SilentAgent(SipAgent agent)
        {
            _agent = agent;
            _answering = AnswerAsync();
        }

        public int Port => _agent.LocalEndPoint(Sidetone.Sip.Transports.SipProtocol.Udp)!.Port;

        public TimeSpan? HangsUpAfter { get; set; }

        public static async Task<SilentAgent> StartAsync() =>
            new(
                await SipAgent.StartAsync(
                    new SipAgentOptions { Udp = new IPEndPoint(IPAddress.Loopback, 0) },
                    TimeProvider.System
                )
            );

        public async ValueTask DisposeAsync()
        {
            await _agent.DisposeAsync();
            await _answering;
        }

        private async Task AnswerAsync()
        {
            try
            {
                while (true)
                {
                    var call = await _agent.NextCallAsync();
                    var port = FreePort();
                    await call.AcceptAsync(
                        new Sidetone.Sip.Sdp.LocalAudio(
                            new IPEndPoint(IPAddress.Loopback, port),
                            new IPEndPoint(IPAddress.Loopback, port + 1)
                        )
                    );
                    if (HangsUpAfter is { } after)
                    {
                        await Task.Delay(after, TimeProvider.System);
                        await call.HangUpAsync();
                    }
                }
            }
            catch (System.Threading.Channels.ChannelClosedException)
            {
                // The test is over.
            }
        }
    }
}
