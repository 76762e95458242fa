namespace ImageLearn.Tests;

public class PublicNamesTests
{
    /// <summary>A cell imports all of the library and a part of .NET: a name that is in both, or in two places of ours, would have to be written out in full.</summary>
    [Fact]
    public void Every_public_type_goes_by_a_name_of_its_own()
    {
        string[] imported = ["System", "System.IO", "System.Linq", "System.Collections.Generic", "System.Threading.Tasks"];
        var dotnet = AppDomain.CurrentDomain.GetAssemblies().Where(assembly => assembly.GetName().Name!.StartsWith("System")).SelectMany(assembly => assembly.GetExportedTypes()).Where(type => imported.Contains(type.Namespace) && !type.IsNested);
        var ours = typeof(Tensor).Assembly.GetExportedTypes().Where(type => !type.IsNested);
        Assert.Empty(ours.Concat(dotnet).Distinct().GroupBy(type => type.Name).Where(named => named.Count() > 1 && named.Any(type => type.Assembly == typeof(Tensor).Assembly)).Select(named => string.Join(", ", named.Select(type => type.FullName))));
    }
}
