using System.Reflection;
using ImageLearn.Notebooks.Execution;
using ImageLearn.Notebooks.Sessions;

namespace ImageLearn.Notebooks.Tests.Sessions;

/// <summary>Which code is taken for code that can do no more than compute, and may therefore share a process with that of others.</summary>
public sealed class PureCodeTests
{
    static bool IsPure(string code) => new CellCompiler().Compile([new CellToCompile(code)]) is [var image] ? image.OnlyComputes : throw new ArgumentException($"It does not compile: {code}");

    [Theory]
    [InlineData("var x = 1;")]
    [InlineData("var total = 0.0; for (int i = 0; i < 3; i++) total += Math.Sqrt(i);\nConsole.WriteLine($\"{total:0.000} of {3,5}\");")]
    [InlineData("static Tensor Halve(Tensor x) => x / 2;\nHalve([1, 2, 3, 4])")]
    [InlineData("record Pair(int A, double B) { public double Sum => A + B; }\nvar pairs = Enumerable.Range(0, 4).Select(i => new Pair(i, 2 * i)).Where(p => p.Sum > 1).OrderBy(p => p.B).ToDictionary(p => p.A);")]
    [InlineData("static IEnumerable<int> Squares(int n) { for (int i = 0; i < n; i++) yield return i * i; }\nforeach (var square in Squares(3)) Console.Write(square);")]
    [InlineData("double[] values = [1, 2, 3, 4, 5, 6];\nList<int> more = [.. values.Select(v => (int)v), 7];\nvalues[^1] + values[1..3].Sum() + more.Count")]
    [InlineData("class Shape2 { public virtual double Area() => 0; public override string ToString() => \"a shape\"; } class Square : Shape2 { public override double Area() => 4; }\nnew Square().Area()")]
    [InlineData("try { throw new ArgumentException(\"no\"); } catch (Exception e) when (e.Message == \"no\") { Console.WriteLine(e.GetType().Name); }")]
    [InlineData("Check.Question(\"Q1\", () => 3).Is(3);\nProbe.Value(\"p\", () => new[] { 1.0, 2 });\nPredict(\"p\", \"I guess …\");")]
    [InlineData("Figure.Line(new double[] { 1, 2 }, new double[] { 3, 4 }, \"a line\")")]
    [InlineData("var net = new Sequential([new Linear(4, 3, new Rng(1)), new Relu()]);\nvar optimizer = new Sgd(net.Parameters, 0.1);\nnet.Forward(Tensor.Ones([2, 4])).Sum().Backward(); optimizer.Step();")]
    [InlineData("static Tensor Solve(Tensor a, Tensor b) => Tensor.FromMatrix(a.ToMatrix().QR().Solve(b.Reshape(-1, 1).ToMatrix())).Reshape(-1);\nSolve([[2, 0], [0, 4]], [1, 1])")]
    [InlineData("Image.Load(DataFolder.Find(\"still-life.png\")).ToGrey()")]
    [InlineData("static T Largest<T>(IEnumerable<T> all) where T : IComparable<T> { var best = all.First(); foreach (var one in all) if (one.CompareTo(best) > 0) best = one; return best; }\nLargest([3, 1, 2])")]
    [InlineData("using System.Text;\nvar text = new StringBuilder();\nforeach (char c in \"abc\") text.Append(char.ToUpperInvariant(c));\ntext.ToString() switch { \"ABC\" => 1, { Length: > 3 } => 2, _ => 3 }")]
    [InlineData("delegate double Kernel(double x);\nKernel square = x => x * x;\nsquare(3)")]
    [InlineData("IReadOnlyList<int> few = [1, 2, 3];\nIEnumerable<int> more = [.. few, 4];\nIList<int> last = [5];\nmore.Count() + last.Count")]
    [InlineData("class Range2 : IReadOnlyList<int> { public int Count => 3; public int this[int i] => i; public IEnumerator<int> GetEnumerator() { yield return 1; } System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator(); }\nnew Range2().Sum()")]
    [InlineData("class Settings { public required int Size { get; init; } }\nnew Settings { Size = 3 }.Size")]
    public void What_exercises_are_made_of_is_pure(string code) => Assert.True(IsPure(code));

    [Theory]
    // Reflection, and calls by name.
    [InlineData("typeof(string).GetMethods()"), InlineData("typeof(Check).Assembly"), InlineData("Activator.CreateInstance(typeof(object))"), InlineData("dynamic d = 1; d.ToString();")]
    [InlineData("new Func<int>(() => 1).Method"), InlineData("((Delegate)new Func<int>(() => 1)).DynamicInvoke()"), InlineData("new Exception().TargetSite"), InlineData("System.Reflection.Assembly.GetExecutingAssembly()")]
    [InlineData("using System.Runtime.CompilerServices;\nclass P { [UnsafeAccessor(UnsafeAccessorKind.Method)] extern static void F(object o); }"), InlineData("System.Text.Json.JsonSerializer.Serialize(1)")]
    [InlineData("System.Linq.Expressions.Expression.Constant(1)"), InlineData("using System.Diagnostics;\nnew StackTrace().GetFrame(0)"), InlineData("AppDomain.CurrentDomain.GetAssemblies()")]
    // Memory.
    [InlineData("unsafe { int x = 1; int* p = &x; p[5] = 3; }"), InlineData("unsafe static void F(float[] a) { fixed (float* p = a) p[9] = 1; }"), InlineData("System.Runtime.CompilerServices.Unsafe.As<string>(new object())")]
    [InlineData("using static System.Runtime.CompilerServices.Unsafe;\nAs<string>(new object())"), InlineData("System.Runtime.CompilerServices.\\u0055nsafe.As<string>(new object())")]
    [InlineData("System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref (new int[1])[0], 9)[8] = 1;"), InlineData("System.Runtime.InteropServices.GCHandle.Alloc(new object())")]
    [InlineData("using System.Runtime.InteropServices;\n[StructLayout(LayoutKind.Explicit)] struct Both { [FieldOffset(0)] public object A; [FieldOffset(0)] public int[] B; }")]
    [InlineData("using System.Runtime.InteropServices;\n[DllImport(\"libc\")] static extern int getpid();"), InlineData("System.Buffers.ArrayPool<byte>.Shared.Rent(9)"), InlineData("static void F() { var x = 1; var r = __makeref(x); }")]
    [InlineData("static string F() { var h = new System.Runtime.CompilerServices.DefaultInterpolatedStringHandler(1, 1); var twin = h; return h.ToStringAndClear() + twin.ToStringAndClear(); }")]
    [InlineData("System.Numerics.Vector.LoadUnsafe(ref (new float[1])[0], 9)"), InlineData("System.GC.AllocateUninitializedArray<byte>(1 << 20)")]
    [InlineData("RuntimeFieldHandle.FromIntPtr(4096).Value"), InlineData("System.Type.GetTypeFromHandle(RuntimeTypeHandle.FromIntPtr(4096))"), InlineData("System.Runtime.InteropServices.CollectionsMarshal.SetCount(new List<int>(), 9);")]
    // What runs later, or beside.
    [InlineData("class Late { ~Late() => Console.WriteLine(); }"), InlineData("class Late { protected void Finalize() { } }"), InlineData("Task.Run(() => 1)"), InlineData("await Task.Delay(1);"), InlineData("async void F() { await Task.Yield(); }")]
    [InlineData("static async Task<int> F() { return await G(); } static async Task<int> G() { return 1; }\nF()"), InlineData("new System.Threading.Thread(() => { }).Start();"), InlineData("new System.Threading.Timer(_ => { })")]
    [InlineData("System.Threading.Tasks.Parallel.For(0, 9, i => { });"), InlineData("Enumerable.Range(0, 9).AsParallel().Sum()"), InlineData("System.Threading.ThreadPool.QueueUserWorkItem(_ => { });"), InlineData("AppDomain.CurrentDomain.ProcessExit += (_, _) => { };")]
    [InlineData("Console.CancelKeyPress += (_, _) => { };"), InlineData("using System.Runtime.CompilerServices;\nclass M { [ModuleInitializer] public static void Init() { } }"), InlineData("lock (\"all\") { }")]
    // What all share.
    [InlineData("Console.SetOut(null);"), InlineData("Console.Out.Close();"), InlineData("Cell.Host = null;"), InlineData("Cell.SetInterrupted(true);"), InlineData("System.Globalization.CultureInfo.CurrentCulture = null;"), InlineData("Random.Shared.Next()")]
    [InlineData("MathNet.Numerics.Control.MaxDegreeOfParallelism = 1;"), InlineData("MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Random(2, 2)")]
    [InlineData("Environment.SetEnvironmentVariable(\"A\", \"B\");"), InlineData("Environment.Exit(0);"), InlineData("AppContext.SetSwitch(\"a\", true);"), InlineData("System.GC.Collect();"), InlineData("System.Text.RegularExpressions.Regex.CacheSize = 1;")]
    [InlineData("new Exception().Data[1] = 2;"), InlineData("Environment.CurrentDirectory = \"/\";"), InlineData("System.Threading.Thread.CurrentThread.Name"), InlineData("new System.Threading.AsyncLocal<int>()")]
    [InlineData("class Peek : List<float>, ICollection<float> { void ICollection<float>.CopyTo(float[] seen, int from) { } }"), InlineData("class Peek : System.Collections.ICollection { public int Count => 9; public bool IsSynchronized => false; public object SyncRoot => this; public void CopyTo(Array seen, int from) { } public System.Collections.IEnumerator GetEnumerator() => null; }")]
    [InlineData("string.IsInterned(\"a\")"), InlineData("string.Intern(\"a\")")]
    [InlineData("class Spy : ISpanFormattable { public bool TryFormat(Span<char> seen, out int n, ReadOnlySpan<char> f, IFormatProvider p) { n = 0; return true; } public string ToString(string f, IFormatProvider p) => \"\"; }")]
    // The world.
    [InlineData("File.WriteAllText(\"x\", \"y\");"), InlineData("File.ReadAllText(\"x\")"), InlineData("Directory.CreateDirectory(\"x\");"), InlineData("Image.Load(\"x.png\").Save(\"y.png\");"), InlineData("Npy.Save(\"x.npy\", Tensor.Ones([2]));")]
    [InlineData("System.Diagnostics.Process.Start(\"ls\")"), InlineData("new System.Net.Http.HttpClient()"), InlineData("Environment.GetEnvironmentVariable(\"PATH\")"), InlineData("Console.ReadLine()"), InlineData("DataCache.Folder")]
    public void What_reaches_farther_is_not(string code) => Assert.False(IsPure(code));

    [Fact]
    public void What_is_listed_exists()
    {
        foreach (var (name, members) in PureCode.Listed)
        {
            var type = Find(name);
            Assert.True(type is not null, name);
            foreach (var member in members ?? [])
                Assert.True(type.GetMember(member, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static).Length > 0, $"{name}.{member}");
        }

        // The compiler's own attributes for what is not public go into the assembly that uses them.
        static Type? Find(string name) => ((IEnumerable<Assembly>)[typeof(object).Assembly, typeof(Tensor).Assembly, typeof(Enumerable).Assembly, typeof(HashSet<>).Assembly, typeof(SortedSet<>).Assembly,
            typeof(Stack<>).Assembly, typeof(System.Numerics.Complex).Assembly, typeof(System.Text.Json.Nodes.JsonNode).Assembly, typeof(Console).Assembly, typeof(System.Diagnostics.Stopwatch).Assembly, typeof(MathNet.Numerics.Complex32).Assembly]).Select(assembly => assembly.GetType(name)).FirstOrDefault(type => type is not null);
    }

    /// <summary>Of what stands on the list by namespace: nothing static that can be set, and nothing that a caller could write into.</summary>
    [Fact]
    public void The_library_shares_nothing_that_can_be_changed()
    {
        const BindingFlags Static = BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (var type in typeof(Tensor).Assembly.GetExportedTypes().Where(type => PureCode.IsOfLibrary(type.FullName!.Split('+')[0])))
        {
            Assert.Empty(type.GetEvents(Static));
            Assert.DoesNotContain(type.GetFields(Static), field => !field.IsLiteral);
            Assert.DoesNotContain(type.GetProperties(Static), property => PureCode.IsListed(type.FullName!, property.Name));
            foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
                if (method.ReturnType == typeof(void) && method.GetParameters().Any(parameter => parameter.Name is "path" or "file" or "folder")) Assert.Equal("Save", method.Name);
        }
    }
}
