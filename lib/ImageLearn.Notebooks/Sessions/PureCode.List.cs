using System.Collections.Frozen;

namespace ImageLearn.Notebooks.Sessions;

/// <summary>
/// What code may name. A member belongs here when it gives away nothing that another session can see changed: no static state that can be set, nothing shared that can be written to,
/// no file, thread, process, pool or pointer, and no way to call by name what stands not here.
/// </summary>
static partial class PureCode
{
    /// <summary>Namespaces of the library; it has no static state but <c>Cell.Host</c>, which is not in them. A test keeps it so.</summary>
    static readonly FrozenSet<string> s_library = FrozenSet.Create(
        "ImageLearn", "ImageLearn.Checks", "ImageLearn.Data", "ImageLearn.Imaging", "ImageLearn.Metrics", "ImageLearn.Nn", "ImageLearn.Optim", "ImageLearn.Plotting", "ImageLearn.Signal");

    /// <summary>Members that are on no list, though their types are: they write files (to read one is no matter: what only computes finds none that another left), or tell which texts there are in the process.</summary>
    static readonly FrozenSet<string> s_farther = FrozenSet.Create("Save", "set_Checkpoint", "Intern", "IsInterned");

    /// <summary>
    /// To whoever implements these, .NET hands arrays from its pools, in which numbers and texts of others stand: <c>SelectMany(…).ToArray()</c> to collections, an interpolated string to what
    /// formats itself.
    /// </summary>
    static readonly FrozenSet<string> s_notImplemented = FrozenSet.Create("System.Collections.ICollection", "System.Collections.Generic.ICollection`1", "System.ISpanFormattable");

    /// <summary>The compiler makes collection expressions and interpolated strings of these, and uses them rightly; code that names one may do otherwise.</summary>
    static readonly FrozenSet<string> s_unspoken = FrozenSet.Create("Unsafe", "MemoryMarshal", "CollectionsMarshal", "DefaultInterpolatedStringHandler");

    /// <summary>Types, and behind a colon which of their members; without one, all.</summary>
    internal static readonly FrozenDictionary<string, string[]?> Listed = Read("""
        ImageLearn.Data.DataCache:
        ImageLearn.Interactive.Notebook
        ImageLearn.Output.Cell: Checkpoint Enter IsStop
        ImageLearn.Output.DisplayHandle
        ImageLearn.Output.Measured
        ImageLearn.Output.Progress
        ImageLearn.Output.ProgressLoop`1

        MathNet.Numerics.LinearAlgebra.Matrix`1
        MathNet.Numerics.LinearAlgebra.Vector`1
        MathNet.Numerics.LinearAlgebra.Factorization.ISolver`1
        MathNet.Numerics.LinearAlgebra.Factorization.Cholesky`1
        MathNet.Numerics.LinearAlgebra.Factorization.Evd`1
        MathNet.Numerics.LinearAlgebra.Factorization.LU`1
        MathNet.Numerics.LinearAlgebra.Factorization.QR`1
        MathNet.Numerics.LinearAlgebra.Factorization.QRMethod
        MathNet.Numerics.LinearAlgebra.Factorization.Svd`1

        System.Object: .ctor Equals GetHashCode ToString GetType ReferenceEquals
        System.ValueType
        System.Enum: ToString HasFlag Equals GetHashCode CompareTo GetValues GetNames GetName Parse TryParse IsDefined
        System.Type: GetTypeFromHandle op_Equality op_Inequality
        System.Void
        System.Boolean
        System.Char
        System.SByte
        System.Byte
        System.Int16
        System.UInt16
        System.Int32
        System.UInt32
        System.Int64
        System.UInt64
        System.Int128
        System.UInt128
        System.Half
        System.Single
        System.Double
        System.Decimal
        System.String
        System.Array
        System.Nullable
        System.Nullable`1
        System.Index
        System.Range
        System.Span`1
        System.ReadOnlySpan`1
        System.MemoryExtensions
        System.Math
        System.MathF
        System.Convert
        System.BitConverter
        System.Buffer: BlockCopy ByteLength GetByte SetByte
        System.HashCode
        System.Random: .ctor Next NextDouble NextSingle NextInt64 NextBytes Shuffle GetItems
        System.DateTime
        System.TimeSpan
        System.Guid
        System.Console: Write WriteLine
        System.Environment: get_NewLine get_TickCount get_TickCount64 get_ProcessorCount get_CurrentManagedThreadId
        System.Diagnostics.Stopwatch
        System.Tuple
        System.Tuple`1
        System.Tuple`2
        System.Tuple`3
        System.Tuple`4
        System.ValueTuple
        System.ValueTuple`1
        System.ValueTuple`2
        System.ValueTuple`3
        System.ValueTuple`4
        System.ValueTuple`5
        System.ValueTuple`6
        System.ValueTuple`7
        System.ValueTuple`8
        System.Lazy`1
        System.IDisposable
        System.ICloneable
        System.IComparable
        System.IComparable`1
        System.IEquatable`1
        System.IFormattable
        System.ISpanFormattable
        System.IParsable`1
        System.ISpanParsable`1
        System.IFormatProvider
        System.StringComparer
        System.StringComparison
        System.StringSplitOptions
        System.MidpointRounding
        System.TypeCode

        System.Delegate: Combine Remove op_Equality op_Inequality Equals
        System.MulticastDelegate: .ctor op_Equality op_Inequality
        System.IAsyncResult:
        System.AsyncCallback:
        System.Action: .ctor Invoke
        System.Action`1: .ctor Invoke
        System.Action`2: .ctor Invoke
        System.Action`3: .ctor Invoke
        System.Action`4: .ctor Invoke
        System.Func`1: .ctor Invoke
        System.Func`2: .ctor Invoke
        System.Func`3: .ctor Invoke
        System.Func`4: .ctor Invoke
        System.Func`5: .ctor Invoke
        System.Func`6: .ctor Invoke
        System.Predicate`1: .ctor Invoke
        System.Comparison`1: .ctor Invoke
        System.Converter`2: .ctor Invoke

        System.Exception: .ctor GetType get_Message get_InnerException ToString
        System.ArgumentException: .ctor get_ParamName ThrowIfNullOrEmpty ThrowIfNullOrWhiteSpace
        System.ArgumentNullException: .ctor ThrowIfNull
        System.ArgumentOutOfRangeException: .ctor ThrowIfNegative ThrowIfNegativeOrZero ThrowIfZero ThrowIfGreaterThan ThrowIfGreaterThanOrEqual ThrowIfLessThan ThrowIfLessThanOrEqual ThrowIfEqual ThrowIfNotEqual
        System.ArithmeticException: .ctor
        System.DivideByZeroException: .ctor
        System.FormatException: .ctor
        System.IndexOutOfRangeException: .ctor
        System.InvalidCastException: .ctor
        System.InvalidOperationException: .ctor
        System.NotImplementedException: .ctor
        System.NotSupportedException: .ctor
        System.NullReferenceException: .ctor
        System.OverflowException: .ctor
        System.RankException: .ctor
        System.Collections.Generic.KeyNotFoundException: .ctor

        System.Collections.IEnumerable
        System.Collections.IEnumerator
        System.Collections.IComparer
        System.Collections.IEqualityComparer
        System.Collections.IStructuralComparable
        System.Collections.IStructuralEquatable
        System.Collections.ICollection
        System.Collections.IList
        System.Collections.Generic.IEnumerable`1
        System.Collections.Generic.IEnumerator`1
        System.Collections.Generic.ICollection`1
        System.Collections.Generic.IList`1
        System.Collections.Generic.ISet`1
        System.Collections.Generic.IDictionary`2
        System.Collections.Generic.IReadOnlyCollection`1
        System.Collections.Generic.IReadOnlyList`1
        System.Collections.Generic.IReadOnlyDictionary`2
        System.Collections.Generic.IReadOnlySet`1
        System.Collections.Generic.IComparer`1
        System.Collections.Generic.IEqualityComparer`1
        System.Collections.Generic.Comparer`1
        System.Collections.Generic.EqualityComparer`1
        System.Collections.Generic.CollectionExtensions
        System.Collections.Generic.List`1
        System.Collections.Generic.Dictionary`2
        System.Collections.Generic.KeyValuePair
        System.Collections.Generic.KeyValuePair`2
        System.Collections.Generic.HashSet`1
        System.Collections.Generic.SortedSet`1
        System.Collections.Generic.SortedDictionary`2
        System.Collections.Generic.SortedList`2
        System.Collections.Generic.LinkedList`1
        System.Collections.Generic.LinkedListNode`1
        System.Collections.Generic.Queue`1
        System.Collections.Generic.PriorityQueue`2
        System.Collections.Generic.Stack`1
        System.Linq.Enumerable
        System.Linq.IGrouping`2
        System.Linq.ILookup`2
        System.Linq.Lookup`2
        System.Linq.IOrderedEnumerable`1
        System.Numerics.Complex
        System.Numerics.BigInteger
        System.Numerics.BitOperations
        System.Numerics.INumber`1
        System.Numerics.INumberBase`1
        System.Numerics.IFloatingPoint`1
        System.Numerics.IFloatingPointIeee754`1
        System.Numerics.IAdditionOperators`3
        System.Numerics.ISubtractionOperators`3
        System.Numerics.IMultiplyOperators`3
        System.Numerics.IDivisionOperators`3
        System.Text.StringBuilder
        System.Text.Json.Nodes.JsonNode: get_Item AsArray AsObject AsValue GetValue ToString ToJsonString op_Explicit
        System.Text.Json.Nodes.JsonObject: get_Count ContainsKey
        System.Text.Json.Nodes.JsonArray: .ctor get_Count
        System.Text.Json.Nodes.JsonValue:
        System.Text.Json.Nodes.JsonNodeOptions:
        System.Globalization.CultureInfo: get_InvariantCulture
        System.Globalization.NumberStyles

        System.Threading.Tasks.Task`1:
        System.Runtime.CompilerServices.AsyncTaskMethodBuilder`1: Create Start SetStateMachine SetResult SetException get_Task
        System.Runtime.CompilerServices.IAsyncStateMachine
        System.Runtime.CompilerServices.AsyncStateMachineAttribute
        System.Runtime.CompilerServices.IteratorStateMachineAttribute
        System.Runtime.CompilerServices.CompilerGeneratedAttribute
        System.Runtime.CompilerServices.CompilationRelaxationsAttribute
        System.Runtime.CompilerServices.RuntimeCompatibilityAttribute
        System.Runtime.CompilerServices.ExtensionAttribute
        System.Runtime.CompilerServices.IsReadOnlyAttribute
        System.Runtime.CompilerServices.IsByRefLikeAttribute
        System.Runtime.CompilerServices.IsExternalInit
        System.Runtime.CompilerServices.IsUnmanagedAttribute
        System.Runtime.CompilerServices.ParamCollectionAttribute
        System.Runtime.CompilerServices.PreserveBaseOverridesAttribute
        System.Runtime.CompilerServices.RefSafetyRulesAttribute
        System.Runtime.CompilerServices.RequiredMemberAttribute
        System.Runtime.CompilerServices.CompilerFeatureRequiredAttribute
        System.Runtime.CompilerServices.ScopedRefAttribute
        System.Runtime.CompilerServices.TupleElementNamesAttribute
        System.Runtime.CompilerServices.NullableAttribute
        System.Runtime.CompilerServices.NullableContextAttribute
        System.Runtime.CompilerServices.NullablePublicOnlyAttribute
        System.Runtime.CompilerServices.DefaultInterpolatedStringHandler
        System.Runtime.CompilerServices.SwitchExpressionException
        System.Runtime.CompilerServices.RuntimeHelpers: InitializeArray CreateSpan GetSubArray EnsureSufficientExecutionStack IsReferenceOrContainsReferences
        System.Runtime.CompilerServices.StrongBox`1
        System.Runtime.CompilerServices.ITuple
        System.Runtime.CompilerServices.Unsafe: As AsRef Add
        System.Runtime.CompilerServices.InlineArrayAttribute
        System.Runtime.CompilerServices.InlineArray2`1
        System.Runtime.CompilerServices.InlineArray3`1
        System.Runtime.CompilerServices.InlineArray4`1
        System.Runtime.CompilerServices.InlineArray5`1
        System.Runtime.CompilerServices.InlineArray6`1
        System.Runtime.CompilerServices.InlineArray7`1
        System.Runtime.CompilerServices.InlineArray8`1
        System.Runtime.CompilerServices.InlineArray9`1
        System.Runtime.CompilerServices.InlineArray10`1
        System.Runtime.CompilerServices.InlineArray11`1
        System.Runtime.CompilerServices.InlineArray12`1
        System.Runtime.CompilerServices.InlineArray13`1
        System.Runtime.CompilerServices.InlineArray14`1
        System.Runtime.CompilerServices.InlineArray15`1
        System.Runtime.CompilerServices.InlineArray16`1
        System.Runtime.InteropServices.MemoryMarshal: CreateReadOnlySpan CreateSpan
        System.Runtime.InteropServices.CollectionsMarshal: AsSpan SetCount
        System.Runtime.InteropServices.InAttribute
        System.Reflection.MemberInfo: get_Name
        System.Reflection.DefaultMemberAttribute
        System.RuntimeFieldHandle:
        System.RuntimeTypeHandle:
        System.ParamArrayAttribute
        System.ObsoleteAttribute: .ctor
        System.Diagnostics.DebuggableAttribute
        System.Diagnostics.DebuggerBrowsableAttribute
        System.Diagnostics.DebuggerBrowsableState
        System.Diagnostics.DebuggerDisplayAttribute
        System.Diagnostics.DebuggerHiddenAttribute
        System.Diagnostics.DebuggerStepThroughAttribute
        System.Security.UnverifiableCodeAttribute
        System.Security.Permissions.SecurityAction
        System.Security.Permissions.SecurityPermissionAttribute
        """);

    static FrozenDictionary<string, string[]?> Read(string list) => list.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(line => line.Split(':')).ToFrozenDictionary(parts => parts[0], parts => parts.Length == 1 ? null : parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
