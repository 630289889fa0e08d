namespace Sidetone.Catalog;

/// <summary>Turns an object's description into a shape.</summary>
internal sealed class ShapeBuilder : MemberVisitor
{
    private readonly List<MemberShape> _members = [];

    public static ObjectShape Build(CatalogObject empty)
    {
        var builder = new ShapeBuilder();
        empty.Describe(builder);
        return new ObjectShape(empty.GetType().Name, builder._members);
    }

    public override void Text(MemberName name, string? value) => _members.Add(new(name, ShapeKind.Text, null));

    public override void Number(MemberName name, CatalogNumber? value) =>
        _members.Add(new(name, ShapeKind.Number, null));

    public override void Time(MemberName name, CatalogTime? value) => _members.Add(new(name, ShapeKind.Time, null));

    public override void Flag(MemberName name, bool? value) => _members.Add(new(name, ShapeKind.Flag, null));

    public override void Texts(MemberName name, CatalogList<string>? values) =>
        _members.Add(new(name, ShapeKind.Texts, null));

    public override void Object<T>(MemberName name, T? value)
        where T : class => _members.Add(new(name, ShapeKind.Object, Build(new T())));

    public override void List<T>(MemberName name, CatalogList<T>? values, int atMost = int.MaxValue) =>
        _members.Add(new(name, ShapeKind.List, Build(new T())));
}
