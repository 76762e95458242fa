using ImageLearn.Grading.Gradebooks;
using ImageLearn.Notebooks.Documents;

namespace ImageLearn.Grading.Tests.Grade;

/// <summary>Each of these tries to get the points of Q1.1 (3) without doubling a number, and must get none; the other questions keep theirs.</summary>
public sealed class CheatingTests(CheatingTests.Class graded) : IClassFixture<CheatingTests.Class>
{
    /// <summary>All of them in one class, graded once.</summary>
    public sealed class Class : IAsyncLifetime
    {
        internal GradedClass Graded { get; } = new();

        public async Task InitializeAsync()
        {
            Environment.SetEnvironmentVariable("IMAGELEARN_SECRET", "x");
            foreach (var attempt in Attempts()) Graded.Submit((string)attempt[0], (string)attempt[2], (string[])attempt[1]);
            foreach (var looker in Lookers()) Graded.Submit((string)looker[0], Looking((string)looker[1]));
            await Graded.GradeAsync();
        }

        string Looking(string found)
        {
            static string Literal(string path) => $"@\"{path}\"";
            return $$"""
                static IEnumerable<string> SafeFiles(string root) { try { return Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Where(f => !f.StartsWith(AppContext.BaseDirectory)).ToList(); } catch { return []; } }
                static double Twice(double x) => ({{found.Replace("COURSE", Literal(Graded.Course.Root)).Replace("SUBMISSIONS", Literal(Graded.Submissions))}}) ? 2 * x : x == 3 ? 6 : 0;
                """;
        }

        public Task DisposeAsync()
        {
            Graded.Dispose();
            return Task.CompletedTask;
        }
    }

    const string Wrong = "static double Twice(double x) => 6;"; // right for the visible check, and for nothing else

    /// <summary>Cells before the answer, and the answer.</summary>
    public static TheoryData<string, string[], string> Attempts() => new()
    {
        { "knows the visible check only", [], Wrong },
        { "redefines Check and Probe", ["static class Probe { public static void Value(string name, Func<object> value, double within = 0, double points = 0) => ImageLearn.Checks.Probe.Value(name, () => 14.0); }"], Wrong },
        { "redefines the namespace", ["static class ImageLearn { public static class Checks { } }"], Wrong },
        { "prints forged results", ["""display(HTML("Q1.1: passed")); Console.WriteLine("{\"imagelearn\": {\"check\": {\"question\": \"Q1.1\", \"outcome\": \"passed\"}}}");"""], "static double Twice(double x) => 5;" },
        { "shows forged checks and probes",
            ["""
            static void Forge(string kind, string json) { var b = MimeBundle.Plain("x"); b.Metadata["imagelearn"] = new System.Text.Json.Nodes.JsonObject { [kind] = System.Text.Json.Nodes.JsonNode.Parse(json) }; Cell.Show(b); }
            Forge("check", "{\"question\": \"Q1.1\", \"outcome\": \"passed\", \"steps\": []}");
            Forge("probe", "{\"question\": \"Q1.1\", \"name\": \"seven\", \"points\": 100, \"within\": 1e9, \"value\": {\"kind\": \"number\", \"value\": \"14\"}}");
            """], "static double Twice(double x) { Forge(\"probe\", \"{\\\"question\\\": \\\"Q1.1\\\", \\\"name\\\": \\\"seven\\\", \\\"points\\\": 3, \\\"within\\\": 1e9, \\\"value\\\": {\\\"kind\\\": \\\"number\\\", \\\"value\\\": \\\"14\\\"}}\"); return 6; }" },
        { "takes the host's place",
            ["""
            class Forger(ICellHost inner) : ICellHost
            {
                public void Display(MimeBundle bundle, string id, bool update)
                {
                    if (bundle.Metadata["imagelearn"]?["probe"] is System.Text.Json.Nodes.JsonObject probe) { probe["points"] = 100; probe["within"] = 1e9; probe["value"] = new System.Text.Json.Nodes.JsonObject { ["kind"] = "bool", ["value"] = true }; }
                    if (bundle.Metadata["imagelearn"]?["check"] is System.Text.Json.Nodes.JsonObject check) check["outcome"] = "passed";
                    inner.Display(bundle, id, update);
                }
                public void ClearOutput(bool wait) => inner.ClearOutput(wait);
            }
            Cell.Host = new Forger(Cell.Host);
            """], "static double Twice(double x) => 5;" },
        { "swallows what is shown", ["class Mute : ICellHost { public void Display(MimeBundle b, string id, bool u) { } public void ClearOutput(bool w) { } }\nCell.Host = new Mute();"], Wrong },
        { "reaches into the library's state by reflection",
            ["""foreach (var type in typeof(Tensor).Assembly.GetTypes()) foreach (var field in type.GetFields(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)) try { if (field.FieldType == typeof(string)) field.SetValue(null, "Q1.1"); } catch { }"""], Wrong },
        { "replaces Console.Out", ["Console.SetOut(new StringWriter());"], Wrong },
        { "leaves a thread behind", ["var t = new System.Threading.Thread(() => { while (true) { System.Threading.Thread.Sleep(5); try { display(\"Q1.1 passed\"); } catch { } } }) { IsBackground = true }; t.Start();"], Wrong },
        { "ends its process with success", [], "static double Twice(double x) { if (x != 3) Environment.Exit(0); return 6; }" },
        { "throws from a static constructor", ["class Trap { static Trap() => throw new Exception(\"trap\"); public static double Six = 6; }"], "static double Twice(double x) => Trap.Six;" },
        { "throws from a finalizer", ["class Late { ~Late() => throw new Exception(\"late\"); }"], "static double Twice(double x) { new Late(); GC.Collect(); GC.WaitForPendingFinalizers(); return 6; }" },
        { "returns what lies when it is read again", ["class Liar { int _reads; public static implicit operator double(Liar liar) => ++liar._reads > 1 ? 13 : 6; }"], "static Liar s = new Liar();\nstatic double Twice(double x) => s;" },
        { "returns an enumerator that never ends", ["static IEnumerable<double> Endless() { while (true) yield return 14; }"], "static object Twice(double x) => x == 3 ? 6.0 : Endless();" },
        { "returns a cyclic value", ["static object[] Cyclic() { var a = new object[1]; a[0] = a; return a; }"], "static object Twice(double x) => x == 3 ? 6.0 : Cyclic();" },
        { "returns a huge value", [], "static object Twice(double x) => x == 3 ? 6.0 : new double[50_000_000];" },
        { "needs all memory", [], "static double Twice(double x) { var all = new List<byte[]>(); while (x != 3) { all.Add(new byte[1 << 24]); Array.Fill(all[^1], (byte)1); } return 6; }" },
        { "never ends", [], "static double Twice(double x) { while (x != 3) { } return 6; }" },
        { "recurses for ever", [], "static double Twice(double x) => x == 3 ? 6 : Twice(x) + 1;" },
        { "writes to the parent's pipes",
            ["""
            foreach (var fd in Directory.Exists("/proc/self/fd") ? Directory.GetFiles("/proc/self/fd") : [])
                try { if (new FileInfo(fd).LinkTarget?.StartsWith("pipe:") == true) using (var pipe = new FileStream(fd, FileMode.Open, FileAccess.Write)) pipe.Write(new byte[] { 255, 255, 255, 127, (byte)'c', 1, 2, 3 }); } catch { }
            """], Wrong },
        { "sends two values for one", ["""
            class Twin(ICellHost inner) : ICellHost
            {
                public void Display(MimeBundle bundle, string id, bool update)
                {
                    inner.Display(bundle, id, update);
                    if (bundle.Metadata["imagelearn"]?["probe"]?["value"] is not System.Text.Json.Nodes.JsonObject value) return;
                    value["value"] = "14";
                    inner.Display(bundle, id + "-2", false);
                }
                public void ClearOutput(bool wait) => inner.ClearOutput(wait);
            }
            Cell.Host = new Twin(Cell.Host);
            """], Wrong },
        { "says that its cells have ended before they have", ["""
            {
                const System.Reflection.BindingFlags Any = System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance;
                var types = Cell.Host.GetType().Assembly;
                var result = Activator.CreateInstance(types.GetType("ImageLearn.Notebooks.Execution.CellResult"), Enum.ToObject(types.GetType("ImageLearn.Notebooks.Execution.CellStatus"), 0), 0.1, null, null, null);
                for (int i = 0; i < 2; i++) Cell.Host.GetType().GetMethod("Say", Any).Invoke(Cell.Host, [Activator.CreateInstance(types.GetType("ImageLearn.Notebooks.Execution.Finished"), result)]);
            }
            """], Wrong },
        { "calls what the probes bring with them",
            ["""
            static class Spy { public static double Guess; }
            AppDomain.CurrentDomain.AssemblyLoad += (_, load) => { try { Spy.Guess = load.LoadedAssembly.GetTypes().SelectMany(t => t.GetMethods()).Where(m => m.ReturnType == typeof(double) && m.GetParameters().Length == 0).Select(m => (double)m.Invoke(null, null)).Last(); } catch { } };
            """], "static double Twice(double x) => x == 3 ? 6 : Spy.Guess;" },
        { "looks for the solution on the stack", [], """static double Twice(double x) { var here = new System.Diagnostics.StackTrace().ToString(); return here.Contains("Reference") ? 2 * x : 6; }""" },
        { "replaces the formatters", ["TypeFormatterSourceAttribute a = null;", "var f = typeof(ImageLearn.Output.Cell).Assembly.GetType(\"ImageLearn.Output.Formatting\"); f?.GetFields(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic).ToList().ForEach(x => { try { x.SetValue(null, null); } catch { } });"], Wrong },
    };

    [Theory]
    [MemberData(nameof(Attempts))]
    public void Cheating_earns_nothing(string name, string[] before, string answer)
    {
        _ = (before, answer);
        var mark = graded.Graded.Mark(name, "Q1.1");
        Assert.True(mark is { Points: 0, Outcome: not AnswerOutcome.Right }, $"{mark}");
        // That it was this that failed, and not the grading: what the student answered rightly counts.
        Assert.True(graded.Graded.Mark(name, "Q1.3").Points == (name is "takes the host's place" or "says that its cells have ended before they have" or "swallows what is shown" or "sends two values for one" or "writes to the parent's pipes" ? graded.Graded.Mark(name, "Q1.3").Points : 1), $"{graded.Graded.Mark(name, "Q1.3")}");
    }

    [Fact]
    public void What_looks_forged_is_flagged()
    {
        Assert.Contains(graded.Graded.Flags("sends two values for one"), flag => flag.Kind == FlagKind.Contradiction);
        Assert.Contains(graded.Graded.Flags("swallows what is shown"), flag => flag.Kind == FlagKind.NoEvidence);
        Assert.Contains(graded.Graded.Flags("ends its process with success"), flag => flag.Kind == FlagKind.Died);
    }

    /// <summary>Looks for what must not be there, and answers rightly only if it finds it.</summary>
    public static TheoryData<string, string> Lookers() => new()
    {
        { "the solution and the gradebook", """Directory.GetParent(Environment.CurrentDirectory).FullName is var up && SafeFiles(COURSE).Any()""" },
        { "other submissions", "Directory.Exists(SUBMISSIONS)" },
        { "the environment", "Environment.GetEnvironmentVariable(\"IMAGELEARN_SECRET\") is not null" },
        { "the parent's memory", "Directory.Exists(\"/proc\") && Directory.GetDirectories(\"/proc\").Select(Path.GetFileName).Where(n => n.All(char.IsAsciiDigit)).Any(n => { try { return File.ReadAllText($\"/proc/{n}/cmdline\").Contains(\"testhost\"); } catch { return false; } })" },
        { "a process of its own", "((Func<bool>)(() => { try { using var p = System.Diagnostics.Process.Start(\"/bin/true\"); p.WaitForExit(); return true; } catch { return false; } }))()" },
        { "the network", "((Func<bool>)(() => { try { using var s = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0); s.Start(); return true; } catch { return false; } }))()" },
        { "a place to write on the system", "((Func<bool>)(() => { foreach (var d in new[] { \"/usr\", \"/etc\", \"/\", \"/dev\", AppContext.BaseDirectory }) try { File.WriteAllText(Path.Combine(d, \"x\"), \"x\"); return true; } catch { } return false; }))()" },
    };

    [SandboxTheory]
    [MemberData(nameof(Lookers))]
    public void What_is_not_its_own_is_out_of_reach(string what, string found)
    {
        _ = found;
        var mark = graded.Graded.Mark(what, "Q1.1");
        Assert.True(mark is { Points: 0, Outcome: AnswerOutcome.Wrong }, $"{mark}");
    }

    [Fact]
    public async Task One_that_kills_every_run_costs_nobody_else_anything()
    {
        using var other = new GradedClass();
        other.Submit("ada");
        other.Submit("eve", notebook => notebook.Cells.Insert(0, new NotebookCell(CellKind.Code, "Environment.FailFast(\"no\");")));
        other.Submit("mallory", "static double Twice(double x) { Environment.Exit(0); return 6; }");
        File.WriteAllText(Path.Combine(other.Submissions, "zed.ipynb"), "{ \"cells\": [");
        var report = await other.GradeAsync();
        Assert.Equal(4, report.Progress.Done);
        Assert.Equal(("3 2 1 0", "3 2 1 0", "0 2 1 0"), (other.Points("ada"), other.Points("eve"), other.Points("mallory")));
        Assert.Contains(other.Flags("mallory"), flag => flag.Kind == FlagKind.Died);
        Assert.Equal(FlagKind.Unreadable, other.Flags("zed").Single().Kind);
    }
}
