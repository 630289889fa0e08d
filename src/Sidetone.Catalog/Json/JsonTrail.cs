using System.Text.Json;

namespace Sidetone.Catalog;

/// <summary>Follows a reader through a text and knows the path of where it stands.</summary>
internal sealed class JsonTrail
{
    private readonly Stack<Level> _levels = new();

    /// <summary>Gets the path of the value last entered, or of the container around it.</summary>
    public string Path
    {
        get
        {
            var path = JsonPath.Root;
            foreach (var level in _levels.Reverse())
            {
                path =
                    level.Name is not null ? JsonPath.Member(path, level.Name)
                    : level.Index >= 0 ? JsonPath.Item(path, level.Index)
                    : path;
            }

            return path;
        }
    }

    public void Follow(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _levels.Peek().Name = reader.GetString();
                return;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                _ = _levels.Pop();
                return;
        }

        if (_levels.TryPeek(out var level) && level.IsArray)
        {
            level.Index++;
        }

        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            _levels.Push(new Level { IsArray = reader.TokenType == JsonTokenType.StartArray });
        }
    }

    private sealed class Level
    {
        public required bool IsArray { get; init; }

        public string? Name { get; set; }

        public int Index { get; set; } = -1;
    }
}
