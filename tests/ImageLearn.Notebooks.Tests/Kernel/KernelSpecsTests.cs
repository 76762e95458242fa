using System.Text.Json.Nodes;
using ImageLearn.Notebooks.Kernel.Jupyter;

namespace ImageLearn.Notebooks.Tests.Kernel;

public sealed class KernelSpecsTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("kernelspecs").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    string InFolder(string name, string file = "kernel.json") => Path.Combine(_folder, "kernels", name, file);

    void InstallForeign(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(InFolder(name))!);
        File.WriteAllText(InFolder(name), """{"argv": ["dotnet", "interactive", "{connection_file}"], "display_name": ".NET (C#)", "language": "C#"}""");
    }

    [Fact]
    public void Install_writes_what_Jupyter_needs_under_both_names()
    {
        var program = typeof(KernelSpecsTests).Assembly.Location;
        Assert.Equal([KernelSpecs.Name, KernelSpecs.NetInteractiveName], KernelSpecs.Install(_folder, program).Select(spec => spec.Name));
        var json = JsonNode.Parse(File.ReadAllText(InFolder(KernelSpecs.Name)))!;
        var argv = json["argv"]!.AsArray().Select(argument => argument!.GetValue<string>()).ToList();
        Assert.True(Path.IsPathFullyQualified(argv[0]) && File.Exists(argv[0]), argv[0]);
        Assert.Equal([program, "kernel", "start", "{connection_file}"], argv[1..]);
        Assert.Equal("message", json["interrupt_mode"]!.GetValue<string>());
        foreach (var name in (string[])[KernelSpecs.Name, KernelSpecs.NetInteractiveName])
        {
            foreach (var size in (int[])[32, 64])
            {
                var png = File.ReadAllBytes(InFolder(name, $"logo-{size}x{size}.png"));
                Assert.Equal((byte)size, png[19]);
                Assert.Equal((byte)size, png[23]);
            }
            Assert.StartsWith("<svg", File.ReadAllText(InFolder(name, "logo-svg.svg")));
            Assert.Equal(4, Directory.GetFiles(Path.GetDirectoryName(InFolder(name))!).Length);
        }
    }

    [Fact]
    public void Install_again_renews_and_remove_takes_all_of_ours()
    {
        KernelSpecs.Install(_folder, "/old.dll");
        KernelSpecs.Install(_folder, "/new.dll");
        Assert.Contains("/new.dll", File.ReadAllText(InFolder(KernelSpecs.NetInteractiveName)));
        KernelSpecs.Install(_folder, "/new.dll", "third");
        Assert.Equal(3, KernelSpecs.Remove(_folder).Count);
        Assert.Empty(Directory.GetDirectories(Path.Combine(_folder, "kernels")));
        Assert.Empty(KernelSpecs.Remove(_folder));
    }

    [Fact]
    public void The_kernel_of_another_program_is_neither_replaced_nor_removed()
    {
        InstallForeign(KernelSpecs.NetInteractiveName);
        var before = File.ReadAllText(InFolder(KernelSpecs.NetInteractiveName));
        Assert.Equal([KernelSpecs.Name], KernelSpecs.Install(_folder, "/p.dll").Select(spec => spec.Name));
        Assert.Contains("holds another kernel", Assert.Throws<KernelException>(() => KernelSpecs.Install(_folder, "/p.dll", KernelSpecs.NetInteractiveName)).Message);
        Assert.Contains("was installed by another program", Assert.Throws<KernelException>(() => KernelSpecs.Remove(_folder, KernelSpecs.NetInteractiveName)).Message);
        Assert.Single(KernelSpecs.Remove(_folder));
        Assert.Equal(before, File.ReadAllText(InFolder(KernelSpecs.NetInteractiveName)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("../x")]
    public void A_name_that_Jupyter_would_not_take_is_refused(string name) =>
        Assert.Contains("cannot be called", Assert.Throws<KernelException>(() => KernelSpecs.Install(_folder, "/p.dll", name)).Message);

    [Fact]
    public void A_kernel_that_is_not_there_cannot_be_removed() =>
        Assert.Contains("is not there", Assert.Throws<KernelException>(() => KernelSpecs.Remove(_folder, "nothing")).Message);
}
