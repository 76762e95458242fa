using System.IO.Compression;
using ImageLearn.Notebooks.Execution;
using ImageLearn.Notebooks.Sessions;
using ImageLearn.Notebooks.Tests.Execution;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ImageLearn.Notebooks.Tests.Sessions;

public sealed class DirectiveTests : IAsyncLifetime
{
    readonly string _folder = Directory.CreateTempSubdirectory("imagelearn-directives-").FullName;
    TestWorker _worker = null!;

    public async Task InitializeAsync() => _worker = await TestWorker.StartAsync(new() { WorkingDirectory = _folder });

    public async Task DisposeAsync()
    {
        await _worker.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    async Task<CellResult> Ok(string code)
    {
        var result = await _worker.RunAsync(code);
        Assert.True(result.Status == CellStatus.Ok, result.Error?.Message);
        return result;
    }

    async Task<string> Refused(string code)
    {
        var result = await _worker.RunAsync(code);
        Assert.Equal("DirectiveError", result.Error?.Name);
        return result.Error!.Message;
    }

    [Theory]
    [InlineData("../lib/ImageLearn/bin/Release/net10.0/ImageLearn.dll")]
    [InlineData("nowhere/ImageLearn.dll")]
    [InlineData("ImageLearn")]
    public async Task The_librarys_own_reference_is_harmless(string path)
    {
        await Ok($"#r \"{path}\"\nusing ImageLearn;\nTensor.Ones([2]).Sum().Item()");
        Assert.Equal("2", _worker.Result);
    }

    [Fact]
    public async Task A_dll_is_found_from_the_notebooks_folder()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "bin"));
        File.Copy(typeof(Xunit.FactAttribute).Assembly.Location, Path.Combine(_folder, "bin", "xunit.core.dll"));
        await Ok("#r \"bin/xunit.core.dll\"\nnew Xunit.FactAttribute { Skip = \"why\" }.Skip");
        Assert.Equal("why", _worker.Result);
    }

    [Fact]
    public async Task A_dll_that_needs_another_finds_it_beside_itself()
    {
        var inner = Compile("Inner", "public static class Inner { public static int Two => 2; }");
        Compile("Outer", "public static class Outer { public static int Four => 2 * Inner.Two; }", MetadataReference.CreateFromFile(inner));
        await Ok("#r \"bin/Outer.dll\"\nOuter.Four");
        Assert.Equal("4", _worker.Result);
    }

    string Compile(string name, string code, params IEnumerable<MetadataReference> references)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "bin")).FullName, name + ".dll");
        var compilation = CSharpCompilation.Create(name, [CSharpSyntaxTree.ParseText(code)], [.. References.Default, .. references], new(OutputKind.DynamicallyLinkedLibrary));
        Assert.True(compilation.Emit(path).Success);
        return path;
    }

    [Fact]
    public async Task A_framework_assembly_is_found_by_name() => await Ok("#r \"System.Xml.Linq\"\nnew System.Xml.Linq.XElement(\"a\").ToString()");

    [Fact]
    public async Task A_missing_dll_gives_line_path_and_folder()
    {
        var message = await Refused("int a = 1;\n#r \"lib/None.dll\"");
        Assert.Contains("Cell 1, line 2", message);
        Assert.Contains("lib/None.dll", message);
        Assert.Contains(Path.GetFileName(_folder), message);
    }

    [Fact]
    public async Task A_loaded_file_is_part_of_the_cell()
    {
        File.WriteAllText(Path.Combine(_folder, "tools.csx"), "static int Thrice(int x) => 3 * x;\nint loaded = 4;");
        await Ok("#load \"tools.csx\"\nThrice(loaded)");
        Assert.Equal("12", _worker.Result);
        await Ok("Thrice(5)");
        Assert.Equal("15", _worker.Result);
    }

    [Fact]
    public async Task A_loaded_file_loads_another_from_its_own_folder()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "tools"));
        File.WriteAllText(Path.Combine(_folder, "tools", "outer.csx"), "#load \"inner.csx\"\nint four = 2 * two;");
        File.WriteAllText(Path.Combine(_folder, "tools", "inner.csx"), "int two = 2;");
        await Ok("#load \"tools/outer.csx\"\nfour");
        Assert.Equal("4", _worker.Result);
    }

    [Fact]
    public async Task A_missing_file_to_load_is_named()
    {
        var result = await _worker.RunAsync("#load \"none.csx\"\n1");
        Assert.Contains("none.csx", result.Error!.Message);
        Assert.Contains("Cell 1, line 1", result.Error.Message);
    }

    [Fact]
    public async Task Time_is_printed()
    {
        await Ok("#time\nSystem.Threading.Thread.Sleep(30);");
        Assert.Matches(@"^Wall time: \d+\.\d ms\n$", _worker.Text);
    }

    [Fact]
    public async Task Text_of_other_languages_is_shown()
    {
        await Ok("#!markdown\n# Title\n\nText\n#!html\n<b>bold</b>\n#!csharp\n1 + 1");
        Assert.Equal(["text/markdown", "text/html"], _worker.Events.OfType<DisplayData>().Select(display => display.Data.First().Key));
        Assert.Equal("# Title\n\nText", _worker.Events.OfType<DisplayData>().First().Data["text/markdown"]!.GetValue<string>());
        Assert.Equal("2", _worker.Result);
    }

    [Theory]
    [InlineData("#!fsharp\nlet x = 1", "C# only")]
    [InlineData("#!share --from fsharp x", "Polyglot")]
    [InlineData("#!connect mssql", "Polyglot")]
    [InlineData("#!import other.ipynb", "#load")]
    [InlineData("#i \"nuget:https://example.org\"", "NuGet.config")]
    [InlineData("#r nuget", "#r \"path.dll\"")]
    [InlineData("#r \"nuget:\"", "Name, Version")]
    public async Task What_is_not_supported_says_what_to_do(string code, string words) => Assert.Contains(words, await Refused(code));

    [Fact]
    public async Task A_hash_in_a_string_is_text()
    {
        await Ok("var s = \"\"\"\n#!fsharp\n#r \"x.dll\"\n\"\"\";\ns");
        Assert.Equal("#!fsharp\n#r \"x.dll\"", _worker.Result);
    }

    [Fact]
    public async Task The_compilers_own_directives_stay()
    {
        await Ok("#if NEVER\nnonsense\n#endif\n#region here\n#pragma warning disable\n5\n#endregion");
        Assert.Equal("5", _worker.Result);
    }

    [Fact]
    public async Task Reset_forgets_and_whos_lists()
    {
        await Ok("int a = 1;\nstring b = \"two\";");
        await Ok("int a = 3;");
        await Ok("#!whos");
        Assert.Equal("int a = 3\nstring b = two\n", _worker.Text);
        await Ok("#reset");
        Assert.Contains("CS0103", (await _worker.RunAsync("a")).Error!.Message);
    }

    [Fact]
    public async Task A_package_comes_from_a_folder_source_without_network()
    {
        // A package of our own making in a folder source, named in the NuGet.config beside the notebook.
        var source = Directory.CreateDirectory(Path.Combine(_folder, "source")).FullName;
        var name = $"ImageLearn.Probe{Guid.NewGuid():N}";
        using (var package = ZipFile.Open(Path.Combine(source, $"{name}.1.2.3.nupkg"), ZipArchiveMode.Create))
        {
            using (var writer = new StreamWriter(package.CreateEntry($"{name}.nuspec").Open()))
                writer.Write($"<package><metadata><id>{name}</id><version>1.2.3</version><authors>us</authors><description>d</description></metadata></package>");
            package.CreateEntryFromFile(typeof(Xunit.FactAttribute).Assembly.Location, "lib/net8.0/xunit.core.dll");
        }
        File.WriteAllText(Path.Combine(_folder, "NuGet.config"), "<configuration><packageSources><clear /><add key=\"here\" value=\"source\" /></packageSources></configuration>");

        await Ok($"#r \"nuget: {name}, 1.2.3\"\nnew Xunit.TheoryAttribute().GetType().Name");
        Assert.Equal("TheoryAttribute", _worker.Result);

        var message = await Refused("#r \"nuget: ImageLearn.DoesNotExist, 9.9.9\"");
        Assert.Contains("ImageLearn.DoesNotExist, 9.9.9", message);
        Assert.Contains("NuGet says", message);
        Assert.DoesNotContain('\n', message);
    }
}
