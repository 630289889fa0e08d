using System.Text.Json.Nodes;
using Sidetone.Bus.Api;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Connections;

/// <summary>A connection's <c>AuthParameters</c>: which belong to which type, and what of them may be shown.</summary>
internal static class AuthParameters
{
    private static readonly string[] s_lists = ["HeaderParameters", "QueryStringParameters", "BodyParameters"];
    private static readonly string[] s_basic = ["Username", "Password"];
    private static readonly string[] s_apiKey = ["ApiKeyName", "ApiKeyValue"];
    private static readonly string[] s_oauth = ["ClientParameters", "AuthorizationEndpoint", "HttpMethod"];

    /// <summary>The parameters of a request over those that are there: what is not named stays.</summary>
    public static JsonObject Merge(JsonObject old, JsonObject added)
    {
        var merged = (JsonObject)old.DeepClone();
        foreach (var (name, value) in added)
        {
            merged[name] =
                value is JsonObject inner && merged[name] is JsonObject before
                    ? Merge(before, inner)
                    : value?.DeepClone();
        }

        return merged;
    }

    /// <summary>Those of a type, without what another type left behind.</summary>
    /// <exception cref="BusException">The ones that the type needs are not there, or others are.</exception>
    public static JsonObject Require(JsonObject parameters, string type)
    {
        var own = MemberOf(type);
        if (parameters[own] is not JsonObject known || Missing(known, type) is not null)
        {
            var missing = parameters[own] is JsonObject partly ? $"{own}.{Missing(partly, type)}" : own;
            throw Refusals.Parameter(
                $"AuthParameters.{missing}",
                $"It is required with the authorization type {type}."
            );
        }

        var kept = new JsonObject();
        foreach (var (name, value) in parameters)
        {
            if (name == own || name is "InvocationHttpParameters" or "ConnectivityParameters")
            {
                kept[name] = value?.DeepClone();
            }
        }

        return kept;
    }

    /// <summary>What of them may be shown: no password, key, client secret or value that is marked as secret.</summary>
    public static JsonObject Shown(JsonObject parameters)
    {
        var shown = new JsonObject();
        foreach (var (name, value) in parameters)
        {
            if (value is JsonObject known && Shown(name, known) is { } open)
            {
                shown[name] = open;
            }
        }

        return shown;
    }

    private static JsonObject? Shown(string name, JsonObject value) =>
        name switch
        {
            "BasicAuthParameters" => Answer.Of(("Username", value["Username"]?.DeepClone())),
            "ApiKeyAuthParameters" => Answer.Of(("ApiKeyName", value["ApiKeyName"]?.DeepClone())),
            "OAuthParameters" => Answer.Of(
                ("ClientParameters", Answer.Of(("ClientID", value["ClientParameters"]?["ClientID"]?.DeepClone()))),
                ("AuthorizationEndpoint", value["AuthorizationEndpoint"]?.DeepClone()),
                ("HttpMethod", value["HttpMethod"]?.DeepClone()),
                ("OAuthHttpParameters", value["OAuthHttpParameters"] is JsonObject http ? ShownHttp(http) : null)
            ),
            "InvocationHttpParameters" => ShownHttp(value),
            _ => null,
        };

    // A parameter is secret unless it says that it is not.
    private static JsonObject ShownHttp(JsonObject http)
    {
        var shown = new JsonObject();
        foreach (var list in s_lists)
        {
            if (http[list] is JsonArray parameters)
            {
                shown[list] = Answer.List(
                    parameters.OfType<JsonObject>(),
                    static parameter =>
                    {
                        var secret = parameter["IsValueSecret"]?.GetValue<bool>() ?? true;
                        return Answer.Of(
                            ("Key", parameter["Key"]?.DeepClone()),
                            ("Value", secret ? null : parameter["Value"]?.DeepClone()),
                            ("IsValueSecret", secret)
                        );
                    }
                );
            }
        }

        return shown;
    }

    private static string MemberOf(string type) =>
        type switch
        {
            "BASIC" => "BasicAuthParameters",
            "API_KEY" => "ApiKeyAuthParameters",
            _ => "OAuthParameters",
        };

    private static string? Missing(JsonObject own, string type) =>
        NeedsOf(type).FirstOrDefault(name => own[name] is null);

    private static string[] NeedsOf(string type) =>
        type switch
        {
            "BASIC" => s_basic,
            "API_KEY" => s_apiKey,
            _ => s_oauth,
        };
}
