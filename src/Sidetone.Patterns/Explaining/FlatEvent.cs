using System.Text.Json;
using Sidetone.Patterns.Language;

namespace Sidetone.Patterns.Explaining;

/// <summary>
/// An event's leaves by path. Arrays leave no trace in paths but in <see cref="EventLeaf.Membership"/>; keys with dots are
/// like nested keys; a key that is given twice counts twice. Only paths that are asked for are kept, so that a hostile event
/// costs no more than its text.
/// </summary>
internal sealed class FlatEvent
{
    private const int DepthMax = 1000;

    private static readonly JsonReaderOptions _options = new() { MaxDepth = DepthMax };

    private readonly Dictionary<string, EventField> _fields = [];

    /// <summary>The paths asked for, and all that leads to them.</summary>
    private readonly HashSet<string> _ways = [];

    private int _arrays;

    private FlatEvent(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            _fields.TryAdd(path, new EventField());
            for (var dot = path.IndexOf('.'); dot >= 0; dot = path.IndexOf('.', dot + 1))
            {
                _ways.Add(path[..dot]);
            }

            _ways.Add(path);
        }
    }

    /// <summary>What the event has on a path that was asked for.</summary>
    public EventField this[string path] => _fields[path];

    /// <summary>Reads an event's text.</summary>
    /// <exception cref="EventFormatException">It is no JSON object, or nested too deep.</exception>
    public static FlatEvent Read(ReadOnlySpan<byte> utf8Event, IEnumerable<string> paths)
    {
        var flat = new FlatEvent(paths);
        try
        {
            var reader = new Utf8JsonReader(utf8Event, _options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw new EventFormatException("The event is not a JSON object.");
            }

            flat.ReadAll(ref reader);
        }
        catch (JsonException fault)
        {
            throw new EventFormatException("The event is not valid JSON: " + fault.Message, fault);
        }

        return flat;
    }

    // A stack of our own: a thousand levels of calls would be too many for the smaller threads.
    private void ReadAll(ref Utf8JsonReader reader)
    {
        var open = new Stack<EventScope>();
        open.Push(EventScope.Root);
        while (reader.Read())
        {
            var scope = open.Count > 0 ? open.Peek() : EventScope.Root;
            switch (reader.TokenType)
            {
                case JsonTokenType.EndObject:
                    open.Pop();
                    break;
                case JsonTokenType.EndArray:
                    open.Pop();
                    if (scope.Count == 0)
                    {
                        Note(scope.Path, scope.Place, "an empty array");
                    }

                    break;
                case JsonTokenType.PropertyName:
                    scope.EnterName(EventStrings.Decode(ref reader));
                    if (!_ways.Contains(scope.ValuePath))
                    {
                        reader.Skip();
                    }

                    break;
                case JsonTokenType.StartObject:
                    Note(scope.NextPath(), scope.NextPlace(), "an object");
                    open.Push(scope.OpenObject());
                    break;
                case JsonTokenType.StartArray:
                    open.Push(scope.OpenArray(_arrays++));
                    break;
                default:
                    Add(scope, ref reader);
                    break;
            }
        }
    }

    private void Add(EventScope scope, ref Utf8JsonReader reader)
    {
        var place = scope.NextPlace();
        scope.Count++;
        if (!_fields.TryGetValue(scope.NextPath(), out var field))
        {
            return;
        }

        var json = EventStrings.Json(ref reader);
        field.Leaves.Add(
            reader.TokenType switch
            {
                JsonTokenType.String => new EventLeaf(
                    place,
                    json,
                    EventLeafKind.String,
                    EventStrings.Decode(ref reader),
                    null,
                    scope.Membership
                ),
                JsonTokenType.Number => new EventLeaf(
                    place,
                    json,
                    EventLeafKind.Number,
                    json,
                    Numbers.Value(json),
                    scope.Membership
                ),
                _ => new EventLeaf(place, json, EventLeafKind.Keyword, json, null, scope.Membership),
            }
        );
    }

    private void Note(string path, string place, string what)
    {
        if (_fields.TryGetValue(path, out var field))
        {
            field.Others.Add(new FoundValue(place, what, Passes: false));
        }
    }
}
