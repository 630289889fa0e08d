namespace Sidetone.Patterns.Language.Json;

/// <summary>What <see cref="JsonTokens"/> stands on.</summary>
internal enum JsonToken
{
    /// <summary>Nothing was read yet, or the text has ended outside of any value.</summary>
    None,
    StartObject,
    EndObject,
    StartArray,
    EndArray,
    Name,
    String,
    Number,
    True,
    False,
    Null,
}
