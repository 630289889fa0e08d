using System.Xml.Linq;

namespace Sidetone.Architecture.Tests;

/// <summary>A project exists to forbid a dependency: a new one has to be approved.</summary>
public sealed class ReferenceTests
{
    private const string ApprovedFile = "tests/Sidetone.Architecture.Tests/references.approved.txt";

    [Fact]
    public void Every_project_and_package_reference_is_an_approved_one()
    {
        var approved = File.ReadAllText(Path.Combine(Checkout.Root, ApprovedFile));
        var found = string.Concat(Checkout.Files("src", "*.csproj").Select(Describe));
        Assert.True(
            approved == found,
            $"The references differ from {ApprovedFile}. If they are meant, make the file:{Environment.NewLine}{found}"
        );
    }

    private static string Describe(string project)
    {
        var references = XDocument
            .Load(project)
            .Descendants()
            .Where(element =>
                element.Name.LocalName is "ProjectReference" or "PackageReference" or "FrameworkReference"
            )
            .Select(element => $"  {Kind(element)} {Name(element)}\n")
            .Order(StringComparer.Ordinal);
        return $"{Path.GetFileNameWithoutExtension(project)}\n{string.Concat(references)}";
    }

    private static string Kind(XElement element) =>
        element.Name.LocalName switch
        {
            "ProjectReference" => "room",
            "PackageReference" => "package",
            _ => "framework",
        };

    private static string Name(XElement element) =>
        element.Name.LocalName == "ProjectReference"
            ? Path.GetFileNameWithoutExtension((string)element.Attribute("Include")!)
            : (string)element.Attribute("Include")!;
}
