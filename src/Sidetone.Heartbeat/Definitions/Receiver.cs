namespace Sidetone.Heartbeat.Definitions;

/// <summary>Who answers the call.</summary>
public abstract record Receiver
{
    private Receiver() { }

    /// <summary>The agent's name in events; may be empty.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>What events call the kind of agent.</summary>
    public abstract string AgentType { get; }

    /// <summary>An agent that this server plays: it answers by a rule, and measures.</summary>
    public sealed record Virtual : Receiver
    {
        /// <summary>The account as which it registers; null when it only listens.</summary>
        public string? Account { get; init; }

        /// <summary>Where it listens, <c>address:port</c>, when it has no account; null for the call's own target.</summary>
        public string? Listen { get; init; }

        /// <summary>What it does with the call.</summary>
        public AnswerRule Answer { get; init; } = new AnswerRule.Accept(TimeSpan.Zero);

        /// <inheritdoc/>
        public override string AgentType => "Virtual";
    }

    /// <summary>A person, or whatever answers there; a person's browser is observed by the SDK.</summary>
    public sealed record Human : Receiver
    {
        /// <inheritdoc/>
        public override string AgentType => "Human";
    }
}

/// <summary>What a virtual receiver does with a call.</summary>
public abstract record AnswerRule
{
    private AnswerRule() { }

    /// <summary>Answers, after ringing for a while.</summary>
    public sealed record Accept(TimeSpan After) : AnswerRule;

    /// <summary>Rejects with a SIP status from 400 to 699, after ringing for a while.</summary>
    public sealed record Reject(int Code, TimeSpan After) : AnswerRule;

    /// <summary>Rings, and never answers.</summary>
    public sealed record Ignore : AnswerRule;
}
