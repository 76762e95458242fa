using ImageLearn.Notebooks.Kernel.Jupyter;

namespace ImageLearn.Notebooks.Tests.Kernel;

public sealed class HistoryTests : IDisposable
{
    readonly string _folder = Path.Combine(Path.GetTempPath(), $"history-{Guid.NewGuid():N}");

    string File => Path.Combine(_folder, "imagelearn", "history.jsonl");

    public void Dispose()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    static string[] Sources(IEnumerable<HistoryEntry> entries) => [.. entries.Select(entry => entry.Source)];

    History Session(params string[] sources)
    {
        var history = new History(File);
        for (var i = 0; i < sources.Length; i++) history.Add(i + 1, sources[i], null);
        return history;
    }

    [Fact]
    public void Sessions_are_numbered_on_and_remembered()
    {
        Session("one", "two");
        var second = Session("three\nlines 😀");
        Assert.Equal(["one", "two", "three\nlines 😀"], Sources(second.Tail(9)));
        Assert.Equal([(1, 1), (1, 2), (2, 1)], second.Tail(9).Select(entry => (entry.Session, entry.Line)));
        Assert.Equal(["two"], Sources(second.Range(-1, 2, null)));
        Assert.Equal(["one"], Sources(second.Range(1, 0, 2)));
        Assert.Equal(["three\nlines 😀"], Sources(second.Range(0, 0, null)));
        Assert.Empty(second.Range(-2, 0, null));
    }

    [Theory]
    [InlineData("var*", false, null, "var a,var b,var a")]
    [InlineData("var*", true, null, "var b,var a")]
    [InlineData("var*", false, 2, "var b,var a")]
    [InlineData("var ?", false, 1, "var a")]
    [InlineData("f[[]x](?)", false, null, "f[x](1)")]
    [InlineData("v[^b]r b", false, null, "var b")]
    [InlineData("a.*", false, null, "")]
    [InlineData("", false, null, "var a,var b,f[x](1),var a")]
    public void Search_finds_whole_sources_by_pattern(string pattern, bool unique, int? count, string found)
    {
        var history = Session("var a", "var b", "f[x](1)", "var a");
        Assert.Equal(found.Split(',', StringSplitOptions.RemoveEmptyEntries), Sources(history.Search(pattern, count, unique)));
    }

    [Fact]
    public void Damaged_lines_are_passed_over_and_a_cut_line_spoils_no_other()
    {
        Session("good");
        System.IO.File.AppendAllText(File, "not json\n{}\n{\"Session\":-1,\"Line\":1,\"Source\":\"x\",\"Output\":null}\n{\"Session\":1,\"Line\":2,\"Source\":null,\"Output\":null}\n\0\0\0\n[]\n{\"Session\":1,\"Line\":3,\"Sou");
        Assert.Equal(["good", "after"], Sources(Session("after").Tail(9)));
    }

    [Fact]
    public void Kernels_that_write_at_the_same_time_lose_nothing()
    {
        Parallel.For(0, 4, kernel => Session([.. Enumerable.Range(0, 25).Select(i => $"{kernel}.{i}")]));
        var all = new History(File).Tail(1000).ToList();
        Assert.Equal(100, all.Count);
        Assert.Equal(4, all.Select(entry => entry.Session).Distinct().Count());
        Assert.All(all.GroupBy(entry => entry.Session), session => Assert.Equal(Enumerable.Range(1, 25), session.Select(entry => entry.Line)));
    }

    [Fact]
    public void A_file_that_cannot_be_written_costs_only_the_memory_of_other_days()
    {
        Directory.CreateDirectory(File);
        var history = Session("one", "two");
        Assert.Equal(["one", "two"], Sources(history.Tail(9)));
        Assert.Equal(["two"], Sources(history.Range(0, 2, null)));
    }

    [Fact]
    public void A_file_grown_large_keeps_its_later_half()
    {
        Session([.. Enumerable.Range(0, 50).Select(i => $"{i} {new string('x', 100_000)}")]);
        var history = Session("new");
        Assert.InRange(new FileInfo(File).Length, 1 << 20, 3 << 20);
        Assert.Equal(["49", "new"], history.Tail(2).Select(entry => entry.Source.Split(' ')[0]));
        Assert.Equal(26, history.Tail(1000).Count());
    }

    [Fact]
    public void Nobody_else_may_read_it()
    {
        if (OperatingSystem.IsWindows()) return;
        Session("secret");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }
}
