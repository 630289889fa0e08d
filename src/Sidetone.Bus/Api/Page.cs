using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;

namespace Sidetone.Bus.Api;

/// <summary>One page of a list whose members have names and come in ordinal order of them.</summary>
/// <remarks>
/// The token is the last name of a page, made unreadable so that nobody builds one: it stays good when what it names is
/// deleted, and nothing is kept for it. A group's tokens lead to nothing of another's, because lists are read by group.
/// </remarks>
internal static class Page
{
    private const int Usual = 100;
    private const string Form = "1|";

    /// <summary>The members of an answer: the page under a name, and <c>NextToken</c> when there is more.</summary>
    /// <param name="input">The request, with <c>NextToken</c> and the limit.</param>
    /// <param name="member">The answer's member.</param>
    /// <param name="all">Everything in the list, in order.</param>
    /// <param name="name">A name of one.</param>
    /// <param name="print">Its form in the answer.</param>
    /// <param name="limit">The limit's member.</param>
    public static JsonObject Of<T>(
        Input input,
        string member,
        IEnumerable<T> all,
        Func<T, string> name,
        Func<T, JsonNode?> print,
        string limit = "Limit"
    )
    {
        var after = input.Text("NextToken") is { } token ? Read(token) : null;
        var max = input.Number(limit) ?? Usual;
        var rest = all.Where(one => after is null || string.CompareOrdinal(name(one), after) > 0)
            .Take(max + 1)
            .ToList();
        var page = rest.Take(max).ToList();
        return Answer.Of(
            (member, Answer.List(page, print)),
            ("NextToken", rest.Count > max ? Write(name(page[^1])) : null)
        );
    }

    private static string Write(string name) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Form + name));

    private static string Read(string token)
    {
        // Made of ASCII alone, or it is not one of ours; the decoder throws for other characters.
        if (Base64Url.IsValid(token))
        {
            var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token));
            if (text.StartsWith(Form, StringComparison.Ordinal))
            {
                return text[Form.Length..];
            }
        }

        throw Refusals.Invalid("Parameter NextToken is not valid.");
    }
}
