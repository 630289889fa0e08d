using System.Text;
using System.Text.Json;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Api.Shapes;

/// <summary>What a member of a request may be: data, from which come the check and its messages, AWS's to the letter.</summary>
internal abstract class Shape
{
    /// <summary>Whether its values are never repeated in a message.</summary>
    public virtual bool Sensitive => false;

    /// <summary>The constraints, as the members of a list or a map are told them.</summary>
    public virtual IEnumerable<string> Constraints => [];

    /// <summary>Checks a value that is there and is not null.</summary>
    /// <param name="value">The value.</param>
    /// <param name="path">Where it stands, such as <c>targets.1.member.id</c>.</param>
    /// <param name="violations">Takes what it violates.</param>
    /// <exception cref="BusException"><c>SerializationException</c>: it is another kind of JSON value.</exception>
    public abstract void Check(JsonElement value, string path, Violations violations);

    /// <summary>The constraints that a value breaks; for the members of lists and maps, which are told in one sentence.</summary>
    public virtual IEnumerable<string> Broken(JsonElement value) => [];

    /// <summary>Writes a value as it reads in a message.</summary>
    public virtual void Print(JsonElement value, StringBuilder text) => text.Append(value.GetRawText());

    /// <summary>A value as it reads in a message.</summary>
    public string Text(JsonElement value)
    {
        var text = new StringBuilder();
        Print(value, text);
        return text.ToString();
    }
}
