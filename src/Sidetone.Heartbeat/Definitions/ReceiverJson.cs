using System.Net;
using System.Text.Json.Nodes;
using Sidetone.Heartbeat.Reading;

namespace Sidetone.Heartbeat.Definitions;

/// <summary>Receivers as JSON.</summary>
internal static class ReceiverJson
{
    private const int AgentMax = 256;
    private const int AfterMaxSeconds = 180;

    public static Receiver? Read(MemberReader members)
    {
        var kind = members.Word("kind", "", "virtual", "human");
        if (!members.Has("kind"))
        {
            members.Wrong("kind", "is missing: virtual or human.");
        }

        var agent = members.TextOrEmpty("agentId", AgentMax);
        if (kind != "virtual")
        {
            return new Receiver.Human { AgentId = agent };
        }

        var listen = members.OptionalText("listen", AgentMax);
        if (listen is not null && (!IPEndPoint.TryParse(listen, out var at) || at.Port == 0))
        {
            members.Wrong("listen", "must be an address with a port, such as 127.0.0.1:5070.");
        }

        if (listen is not null && members.Has("account"))
        {
            members.Wrong("listen", "is not used with an account, which says where to register.");
        }

        return new Receiver.Virtual
        {
            AgentId = agent,
            Account = members.OptionalText("account", DefinitionJson.NameMax),
            Listen = listen,
            Answer = members.Object("answer", ReadAnswer) ?? new AnswerRule.Accept(TimeSpan.Zero),
        };
    }

    public static JsonObject ToJson(Receiver receiver)
    {
        if (receiver is not Receiver.Virtual agent)
        {
            return new JsonObject { ["kind"] = "human", ["agentId"] = receiver.AgentId };
        }

        var json = new JsonObject { ["kind"] = "virtual", ["agentId"] = agent.AgentId };
        if (agent.Account is not null)
        {
            json["account"] = agent.Account;
        }

        if (agent.Listen is not null)
        {
            json["listen"] = agent.Listen;
        }

        json["answer"] = agent.Answer switch
        {
            AnswerRule.Accept accept => new JsonObject
            {
                ["rule"] = "accept",
                ["afterSeconds"] = DefinitionJson.Seconds(accept.After),
            },
            AnswerRule.Reject reject => new JsonObject
            {
                ["rule"] = "reject",
                ["code"] = reject.Code,
                ["afterSeconds"] = DefinitionJson.Seconds(reject.After),
            },
            _ => new JsonObject { ["rule"] = "ignore" },
        };
        return json;
    }

    private static AnswerRule ReadAnswer(MemberReader members)
    {
        var rule = members.Word("rule", "accept", "accept", "reject", "ignore");
        if (rule == "ignore")
        {
            return new AnswerRule.Ignore();
        }

        var after = TimeSpan.FromSeconds(members.Number("afterSeconds", 0, 0, AfterMaxSeconds));
        return rule == "reject"
            ? new AnswerRule.Reject(members.Number("code", 603, 400, 699), after)
            : new AnswerRule.Accept(after);
    }
}
