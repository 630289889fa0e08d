using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sidetone.Patterns.Matching.Rules;

namespace Sidetone.Patterns.Matching.Reading;

/// <summary>
/// Walks an event's bytes along the names that rules ask for and puts the values found there to their tests. Everything
/// else is left by counting brackets, and is not validated.
/// </summary>
internal readonly ref struct EventReader
{
    /// <summary>How deep rules can be led: as deep as Amazon lets a detail nest.</summary>
    private const int MostLevels = 1000;

    private readonly ref byte _json;
    private readonly int _length;
    private readonly ValueTests _tests;
    private readonly Outcome _outcome;
    private readonly TextBuffer _text;

    public EventReader(ReadOnlySpan<byte> json, ValueTests tests, Outcome outcome, TextBuffer text)
    {
        _json = ref MemoryMarshal.GetReference(json);
        (_length, _tests, _outcome, _text) = (json.Length, tests, outcome, text);
    }

    /// <summary>Reads the whole event.</summary>
    /// <exception cref="EventFormatException">It is not a JSON object, as far as was read.</exception>
    public void Read(FieldNode root)
    {
        var at = Space(0);
        if (at == _length || At(at) != '{')
        {
            throw Fault("an object was expected.", at);
        }

        at = root.Children is null ? Skip(at) : Object(at + 1, root, 0, 0);
        if (at < 0)
        {
            return;
        }

        at = Space(at);
        if (at != _length)
        {
            throw Fault("nothing may follow the object.", at);
        }
    }

    // Every reading method takes where to begin and gives where to go on; below zero when nothing more need be read.
    private int Object(int at, FieldNode node, int scope, int level)
    {
        if (level == MostLevels)
        {
            throw Fault($"it is nested deeper than {MostLevels} levels.", at);
        }

        at = Space(at);
        if (at < _length && At(at) == '}')
        {
            return at + 1;
        }

        while (true)
        {
            if (at >= _length || At(at) != '"')
            {
                throw Fault("a name was expected.", at);
            }

            var start = at + 1;
            at = JsonText.End(ref _json, _length, start);
            var child = at >= 0 && at < _length ? Named(node, start, at - start) : Unusual(node, start, ref at);
            at = Space(at + 1);
            if (at >= _length || At(at) != ':')
            {
                throw Fault("a colon was expected.", at);
            }

            at = Space(at + 1);
            at = child is null ? Skip(at) : Value(at, child, scope, level);
            if (at < 0)
            {
                return at;
            }

            at = Space(at);
            switch (at < _length ? At(at) : 0)
            {
                case (byte)',':
                    at = Space(at + 1);
                    continue;
                case (byte)'}':
                    return at + 1;
                default:
                    throw Fault("a comma or a closing brace was expected.", at);
            }
        }
    }

    private int Array(int at, FieldNode node, int scope, int level)
    {
        if (level == MostLevels)
        {
            throw Fault($"it is nested deeper than {MostLevels} levels.", at);
        }

        var joins = node.Joins;
        var arrays = joins ? _outcome.Arrays : null;
        var array = arrays?.Open() ?? 0;
        at = Space(at);
        if (at < _length && At(at) == ']')
        {
            return at + 1;
        }

        while (true)
        {
            // Only what is in an object or array of its own has a place among the elements: plain values go with all.
            if (joins && at < _length && At(at) is (byte)'{' or (byte)'[')
            {
                var inner = arrays?.Enter(scope, array) ?? 1;
                at = Value(at, node, inner, level);
            }
            else
            {
                at = Value(at, node, scope, level);
            }

            if (at < 0)
            {
                return at;
            }

            at = Space(at);
            switch (at < _length ? At(at) : 0)
            {
                case (byte)',':
                    at = Space(at + 1);
                    continue;
                case (byte)']':
                    arrays?.Close(array);
                    return at + 1;
                default:
                    throw Fault("a comma or a closing bracket was expected.", at);
            }
        }
    }

    private int Value(int at, FieldNode node, int scope, int level)
    {
        if (at >= _length)
        {
            throw Fault("a value was expected.", at);
        }

        switch (At(at))
        {
            case (byte)'{':
                return node.Children is null ? Skip(at) : Object(at + 1, node, scope, level + 1);
            case (byte)'[':
                return Array(at + 1, node, scope, level + 1);
            default:
                if (node.Tests is not { } tests)
                {
                    return Skip(at);
                }

                at = At(at) == '"' ? String(at + 1, tests, scope) : Scalar(at, tests, scope);
                return _outcome.IsDecided ? -1 : at;
        }
    }

    private int String(int at, FieldTests tests, int scope)
    {
        var end = JsonText.End(ref _json, _length, at);
        if (end >= 0 && end < _length)
        {
            _tests.String(tests, ref Unsafe.Add(ref _json, at), end - at, _length - at, scope);
            return end + 1;
        }

        var text = Decode(at, ref end);
        _tests.String(tests, ref MemoryMarshal.GetReference(text), text.Length, text.Length, scope);
        return end + 1;
    }

    private int Scalar(int at, FieldTests tests, int scope)
    {
        var end = ScalarEnd(at);
        var text = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref _json, at), end - at);
        var valid = true;
        switch (At(at))
        {
            case (byte)'t':
                valid = text.SequenceEqual("true"u8);
                _tests.Word(tests, tests.True, scope);
                break;
            case (byte)'f':
                valid = text.SequenceEqual("false"u8);
                _tests.Word(tests, tests.False, scope);
                break;
            case (byte)'n':
                valid = text.SequenceEqual("null"u8);
                _tests.Word(tests, tests.Null, scope);
                break;
            default:
                valid = _tests.Number(tests, text, scope);
                break;
        }

        return valid ? end : throw Fault("a value was expected.", at);
    }

    private int Skip(int at)
    {
        switch (at < _length ? At(at) : 0)
        {
            case (byte)'"':
                var end = JsonText.End(ref _json, _length, at + 1);
                end = end < 0 ? ~end : end;
                return end < _length ? end + 1 : throw Unterminated();
            case (byte)'{':
            case (byte)'[':
                at = JsonSkip.Nested(ref _json, _length, at + 1);
                return at >= 0 ? at : throw Unterminated();
            default:
                var after = ScalarEnd(at);
                return after > at ? after : throw Fault("a value was expected.", at);
        }
    }

    private int ScalarEnd(int at)
    {
        while (at < _length && At(at) is not ((byte)',' or (byte)'}' or (byte)']' or <= (byte)' '))
        {
            at++;
        }

        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private FieldNode? Named(FieldNode node, int start, int length)
    {
        ref var name = ref Unsafe.Add(ref _json, start);
        return node.Children!.Find(ref name, length, _length - start)
            ?? (
                node.LeadsFurther && MemoryMarshal.CreateReadOnlySpan(ref name, length).Contains((byte)'.')
                    ? Dotted(node, MemoryMarshal.CreateReadOnlySpan(ref name, length))
                    : null
            );
    }

    // A name with dots is as good as objects in each other.
    private static FieldNode? Dotted(FieldNode node, ReadOnlySpan<byte> name)
    {
        FieldNode? at = node;
        foreach (var part in name.Split((byte)'.'))
        {
            at = at.Children?.Find(name[part]);
            if (at is null)
            {
                return null;
            }
        }

        return at;
    }

    private FieldNode? Unusual(FieldNode node, int start, ref int end) => Dotted(node, Decode(start, ref end));

    private ReadOnlySpan<byte> Decode(int start, ref int end)
    {
        if (end >= _length)
        {
            throw Unterminated();
        }

        end = ~end;
        var text = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref _json, start), end - start);
        return _text.TryUnescape(text, out var decoded)
            ? decoded
            : throw Fault("a backslash stands before what it cannot escape.", start);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Space(int at) => at < _length && At(at) > ' ' ? at : LongSpace(at);

    private int LongSpace(int at)
    {
        while (at < _length && At(at) is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
        {
            at++;
        }

        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte At(int at) => Unsafe.Add(ref _json, at);

    private EventFormatException Unterminated() => Fault("it ends too early.", _length);

    private static EventFormatException Fault(string what, int at) =>
        new(string.Create(CultureInfo.InvariantCulture, $"The event is not valid JSON at byte {at}: {what}"));
}
