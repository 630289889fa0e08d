using Sidetone.Patterns.Matching.Tables;

namespace Sidetone.Patterns.Matching.Rules;

/// <summary>One name on the way to fields that rules ask for.</summary>
internal sealed class FieldNode(FieldNode? parent)
{
    private readonly FieldNode? _parent = parent;
    private ByteTable<FieldNode>? _children;
    private FieldTests? _tests;
    private volatile bool _joins;
    private volatile bool _leadsFurther;

    /// <summary>The names below, by their bytes.</summary>
    public ByteTable<FieldNode>? Children => Volatile.Read(ref _children);

    /// <summary>What is asked of values here.</summary>
    public FieldTests? Tests => Volatile.Read(ref _tests);

    /// <summary>
    /// Whether a branch asks for two fields here or below: only then does it matter which element of an array a value is in.
    /// </summary>
    public bool Joins
    {
        get => _joins;
        set => _joins = value;
    }

    /// <summary>Whether a name below has names below: only then may a name with dots lead anywhere.</summary>
    public bool LeadsFurther => _leadsFurther;

    public FieldNode Child(ReadOnlySpan<byte> name)
    {
        _parent?._leadsFurther = true;
        if (_children is null)
        {
            Volatile.Write(ref _children, new ByteTable<FieldNode>());
        }

        if (_children!.Find(name) is { } known)
        {
            return known;
        }

        var node = new FieldNode(this);
        _children.Add(name, node);
        return node;
    }

    public FieldTests MakeTests(Func<FieldTests> make)
    {
        if (_tests is null)
        {
            Volatile.Write(ref _tests, make());
        }

        return _tests!;
    }
}
