using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;

namespace ImageLearn.Nn;

/// <summary>The parameters and modules that a module holds in its fields (those behind its properties included), in the order they are declared, base class first.</summary>
static partial class Members
{
    static readonly ConcurrentDictionary<Type, (string Name, FieldInfo Field)[]> Fields = new();

    public static IEnumerable<(string Name, Parameter Value)> Parameters(Module module) =>
        Values(module).Where(static member => member.Value is Parameter).Select(static member => (member.Name, (Parameter)member.Value));

    public static IEnumerable<(string Name, Module Module)> Children(Module module) => Values(module).SelectMany(static member => member.Value switch
    {
        Module child => [(member.Name, child)],
        IReadOnlyList<Module> children => children.Select((child, i) => ($"{member.Name}.{i}", child)),
        _ => Enumerable.Empty<(string, Module)>(),
    });

    static IEnumerable<(string Name, object Value)> Values(Module module) =>
        Fields.GetOrAdd(module.GetType(), Find).Select(member => (member.Name, Value: member.Field.GetValue(module)!)).Where(static member => member.Value is not null);

    static (string, FieldInfo)[] Find(Type type)
    {
        if (type == typeof(Module)) return [];
        const BindingFlags own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        return [.. Find(type.BaseType!), .. type.GetFields(own).Where(static field => !field.FieldType.IsValueType).OrderBy(static field => field.MetadataToken).Select(static field => (PythonName(field.Name), field))];
    }

    /// <summary>The name of a field, or of the property it is behind, as PyTorch would write it: <c>InProjWeight</c> → <c>in_proj_weight</c>.</summary>
    static string PythonName(string field) => Capital().Replace(Plain().Match(field).Groups["name"].Value, "_").ToLowerInvariant();

    [GeneratedRegex(@"^[<_]*(?<name>\w+?)(>.*)?$")] private static partial Regex Plain();
    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])")] private static partial Regex Capital();
}
