using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sidetone.Telemetry.Wire;

/// <summary>
/// Walks over a batch's JSON and reads its values. The first mistake sticks: after it every read gives a default and
/// every object and array ends, so that callers need not ask at each step.
/// </summary>
/// <remarks>Malformed JSON makes <see cref="Utf8JsonReader"/> throw; whoever made the cursor catches that.</remarks>
internal ref struct WireCursor(ReadOnlySpan<byte> utf8)
{
    private const int ShownLengthMax = 40;

    // An escaped name of a known member is at most six times its length; a longer one is unknown.
    private const int EscapedNameMax = 256;

    private Utf8JsonReader _json = new(utf8, new JsonReaderOptions { MaxDepth = WireLimits.DepthMax });

    /// <summary>What sort of mistake was found.</summary>
    public BatchProblemKind FaultKind { get; private set; }

    /// <summary>The first mistake in words; null while there is none.</summary>
    public string? FaultReason { get; private set; }

    /// <summary>Where the first mistake is, in bytes.</summary>
    public long FaultPosition { get; private set; }

    public readonly bool Failed => FaultReason is not null;

    /// <summary>How far the JSON was understood, in bytes.</summary>
    public readonly long BytesConsumed => _json.BytesConsumed;

    /// <summary>Goes to the first token.</summary>
    public void Start() => _json.Read();

    /// <summary>Makes sure that nothing follows.</summary>
    public void Finish()
    {
        if (!Failed)
        {
            _json.Read();
        }
    }

    /// <summary>Skips the value that the cursor stands on.</summary>
    public void Skip() => _json.Skip();

    /// <summary>Steps into the object that the cursor stands on.</summary>
    public MemberScan EnterObject()
    {
        Expect(JsonTokenType.StartObject, "An object");
        return new MemberScan(_json.TokenStartIndex);
    }

    /// <summary>Goes to the value of the next member that is known and not null, and gives its index; -1 at the end.</summary>
    public int NextMember(MemberTable members, ref MemberScan scan)
    {
        while (!Failed && _json.Read() && _json.TokenType is JsonTokenType.PropertyName)
        {
            var member = _json.ValueIsEscaped
                ? FindEscaped(members, scan.Next)
                : members.Find(_json.ValueSpan, scan.Next);
            if (member < 0)
            {
                _json.Skip();
                continue;
            }

            var bit = 1UL << member;
            if ((scan.Seen & bit) != 0)
            {
                Fail(BatchProblemKind.Repeated, $"\"{members.Names[member]}\" stands twice in one object.");
                break;
            }

            scan.Seen |= bit;
            scan.Next = member + 1;
            _json.Read();
            if (_json.TokenType is not JsonTokenType.Null)
            {
                scan.Present |= bit;
                return member;
            }
        }

        return -1;
    }

    /// <summary>Makes sure that an object had what it must have.</summary>
    public void LeaveObject(MemberTable members, in MemberScan scan)
    {
        for (var member = 0; member < members.RequiredCount && !Failed; member++)
        {
            if ((scan.Present & (1UL << member)) == 0)
            {
                FailAt(
                    scan.Start,
                    BatchProblemKind.Missing,
                    $"The required member \"{members.Names[member]}\" is missing."
                );
            }
        }
    }

    /// <summary>Steps into the array that the cursor stands on.</summary>
    public void EnterArray() => Expect(JsonTokenType.StartArray, "An array");

    /// <summary>Goes to the next element; false at the end.</summary>
    public bool NextElement() => !Failed && _json.Read() && _json.TokenType is not JsonTokenType.EndArray;

    /// <summary>Reads true or false.</summary>
    public bool ReadFlag()
    {
        if (_json.TokenType is JsonTokenType.True or JsonTokenType.False)
        {
            return _json.TokenType is JsonTokenType.True;
        }

        Fail(BatchProblemKind.WrongType, $"true or false is expected, not {Shown()}.");
        return false;
    }

    /// <summary>Reads a number as a whole one of a unit ten to the <paramref name="decimals"/> times smaller, rounded half away from zero.</summary>
    public long ReadScaled(int decimals, long min, long max)
    {
        if (!ExpectNumber())
        {
            return 0;
        }

        if (!DecimalText.TryScale(_json.ValueSpan, decimals, out var value, out _) || value < min || value > max)
        {
            FailRange(min / Math.Pow(10, decimals), max / Math.Pow(10, decimals));
            return 0;
        }

        return value;
    }

    /// <summary>Reads a whole number; <c>7.0</c> and <c>7e0</c> are whole, too.</summary>
    public long ReadWhole(long min, long max)
    {
        if (!ExpectNumber())
        {
            return 0;
        }

        if (!DecimalText.TryScale(_json.ValueSpan, 0, out var value, out var exact) || value < min || value > max)
        {
            FailRange(min, max);
            return 0;
        }

        if (!exact)
        {
            Fail(BatchProblemKind.WrongType, $"A whole number is expected, not {Shown()}.");
            return 0;
        }

        return value;
    }

    /// <summary>Reads a number with a fraction.</summary>
    public double ReadFraction(double min, double max)
    {
        if (!ExpectNumber())
        {
            return 0;
        }

        // The comparison is written so that infinity, which 1e999 becomes, is refused, too.
        if (_json.TryGetDouble(out var value) && value >= min && value <= max)
        {
            return value;
        }

        FailRange(min, max);
        return 0;
    }

    /// <summary>Reads a time in the sender's milliseconds and gives the server's.</summary>
    public long ReadTime(long clockOffsetMs)
    {
        if (!ExpectNumber())
        {
            return 0;
        }

        if (
            DecimalText.TryScale(_json.ValueSpan, 0, out var value, out _)
            && value is >= -WireLimits.WholeMax and <= WireLimits.WholeMax
            && value + clockOffsetMs is >= WireLimits.TimeMin and <= WireLimits.TimeMax
        )
        {
            return value + clockOffsetMs;
        }

        var offset = clockOffsetMs == 0 ? "" : $" with the clock offset of {clockOffsetMs} ms added";
        Fail(
            BatchProblemKind.OutOfRange,
            $"A time in milliseconds since 1970, from 2000-01-01 to 2200-01-01{offset}, is expected, not {Shown()}."
        );
        return 0;
    }

    /// <summary>Reads a text.</summary>
    public string ReadText(int max = WireLimits.TextLengthMax)
    {
        if (!Expect(JsonTokenType.String, "A text"))
        {
            return "";
        }

        if (_json.ValueSpan.IsEmpty)
        {
            return "";
        }

        var text = _json.ValueSpan.Length <= max * 6 ? Decode() : null;
        if (text is null || text.Length > max)
        {
            Fail(BatchProblemKind.OutOfRange, $"A text of at most {max} characters is expected.");
            return "";
        }

        if (text.Contains('\0', StringComparison.Ordinal))
        {
            Fail(BatchProblemKind.OutOfRange, "A text may not contain the character U+0000.");
            return "";
        }

        return text;
    }

    /// <summary>Makes sure that there is a text, without making one.</summary>
    public void CheckText(int max = WireLimits.TextLengthMax)
    {
        if (Expect(JsonTokenType.String, "A text") && _json.ValueSpan.Length > max)
        {
            Fail(BatchProblemKind.OutOfRange, $"A text of at most {max} bytes is expected.");
        }
    }

    /// <summary>Reads a text that becomes a key: no control characters, and not empty unless allowed.</summary>
    public string ReadId(int max, bool mayBeEmpty)
    {
        var text = ReadText(max);
        if (!Failed && text.Length == 0 && !mayBeEmpty)
        {
            Fail(BatchProblemKind.OutOfRange, $"A text of 1 to {max} characters is expected, not an empty one.");
        }

        if (!Failed && text.AsSpan().ContainsAnyInRange('\0', '\x1f'))
        {
            Fail(BatchProblemKind.OutOfRange, "An id may not contain control characters.");
        }

        return text;
    }

    /// <summary>True when the text that the cursor stands on is this one.</summary>
    public readonly bool IsText(string text) =>
        _json.TokenType is JsonTokenType.String && !_json.ValueIsEscaped && _json.ValueTextEquals(text);

    /// <summary>Remembers the first mistake, at the token that the cursor stands on.</summary>
    public void Fail(BatchProblemKind kind, string reason) => FailAt(_json.TokenStartIndex, kind, reason);

    /// <summary>Takes over the mistake of another cursor over the same body.</summary>
    public void FailLike(in WireCursor other)
    {
        if (other.FaultReason is { } reason)
        {
            FailAt(other.FaultPosition, other.FaultKind, reason);
        }
    }

    /// <summary>What the cursor stands on, short enough for a message.</summary>
    public readonly string Shown() =>
        _json.TokenType switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "an array",
            JsonTokenType.String => $"\"{Cut(_json.ValueSpan)}\"",
            _ => Cut(_json.ValueSpan),
        };

    private static string Cut(ReadOnlySpan<byte> text) =>
        text.Length <= ShownLengthMax
            ? Encoding.UTF8.GetString(text)
            : Encoding.UTF8.GetString(text[..ShownLengthMax]) + "…";

    private void FailAt(long position, BatchProblemKind kind, string reason)
    {
        if (!Failed)
        {
            (FaultPosition, FaultKind, FaultReason) = (position, kind, reason);
        }
    }

    private void FailRange(double min, double max) =>
        Fail(
            BatchProblemKind.OutOfRange,
            string.Create(CultureInfo.InvariantCulture, $"A number from {min:R} to {max:R} is expected, not {Shown()}.")
        );

    private bool Expect(JsonTokenType type, string what)
    {
        if (!Failed && _json.TokenType != type)
        {
            Fail(BatchProblemKind.WrongType, $"{what} is expected, not {Shown()}.");
        }

        return !Failed;
    }

    private bool ExpectNumber() => Expect(JsonTokenType.Number, "A number");

    private string? Decode()
    {
        try
        {
            return _json.GetString();
        }
        catch (InvalidOperationException)
        {
            Fail(
                BatchProblemKind.Malformed,
                "The text has half of a surrogate pair (\\ud800 to \\udfff), which stands for no character."
            );
            return "";
        }
    }

    private readonly int FindEscaped(MemberTable members, int expected)
    {
        if (_json.ValueSpan.Length > EscapedNameMax)
        {
            return -1;
        }

        Span<byte> name = stackalloc byte[EscapedNameMax];
        try
        {
            return members.Find(name[.._json.CopyString(name)], expected);
        }
        catch (InvalidOperationException)
        {
            return -1; // Half of a surrogate pair: no known member is called so.
        }
    }
}
