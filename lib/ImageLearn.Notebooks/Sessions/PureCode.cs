using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ImageLearn.Notebooks.Sessions;

/// <summary>
/// Tells code that cannot do more than compute with values of its own, print, and show figures and checks: nothing of what it does can outlive its session. C# keeps code
/// to the members that it names; so it is enough that all of these stand on a list, and that nothing stands in the code by which C# would look away.
/// What is not on the list is not evil: such code gets a process of its own.
/// </summary>
static partial class PureCode
{
    /// <summary>By which code gets around the rules of the language, or is run when nobody expects it; attributes can do both.</summary>
    static readonly SyntaxKind[] s_loopholes =
    [
        SyntaxKind.UnsafeKeyword, SyntaxKind.ExternKeyword, SyntaxKind.MakeRefKeyword, SyntaxKind.RefTypeKeyword, SyntaxKind.RefValueKeyword, SyntaxKind.ArgListKeyword,
    ];

    /// <param name="root">The code as it was compiled.</param>
    /// <param name="assembly">What it was compiled to.</param>
    public static bool Is(SyntaxNode root, byte[] assembly)
    {
        if (root.DescendantNodes().Any(node => node is AttributeListSyntax or DestructorDeclarationSyntax) || root.DescendantTokens().Any(token => s_loopholes.Contains(token.Kind()) || s_unspoken.Contains(token.ValueText))) return false;
        using var file = new PEReader(ImmutableArray.Create(assembly));
        return Strangers(file.GetMetadataReader()).FirstOrDefault() is null;
    }

    /// <summary>What an assembly refers to, or is, that is not on the list.</summary>
    internal static IEnumerable<string> Strangers(MetadataReader code)
    {
        for (int row = 1; row <= code.GetTableRowCount(TableIndex.ModuleRef); row++) yield return "native code";
        foreach (var type in code.TypeReferences.Select(handle => NameOf(code, handle)))
            if (!IsListed(type)) yield return type;
        foreach (var member in code.MemberReferences.Select(code.GetMemberReference))
        {
            var name = code.GetString(member.Name);
            if (OwnerOf(code, member.Parent) is not { } owner) yield return name;
            else if (!IsListed(owner, name)) yield return $"{owner}.{name}";
        }
        foreach (var type in code.TypeDefinitions.Select(code.GetTypeDefinition))
            // Fields that lie on each other hold one value as two types. The compiler's own such types, for the numbers of an array, have none.
            if ((type.Attributes & TypeAttributes.LayoutMask) == TypeAttributes.ExplicitLayout && type.GetFields().Count > 0) yield return "explicit layout";
        foreach (var type in code.TypeDefinitions.Select(code.GetTypeDefinition).Where(type => !code.GetString(type.Name).StartsWith('<')))    // those are the compiler's own
            foreach (var implemented in type.GetInterfaceImplementations().Select(code.GetInterfaceImplementation))
                if (OwnerOf(code, implemented.Interface) is { } name && s_notImplemented.Contains(name)) yield return $"an implementation of {name}";
        foreach (var method in code.MethodDefinitions.Select(code.GetMethodDefinition))
            if (code.StringComparer.Equals(method.Name, "Finalize")) yield return "Finalize";
    }

    /// <summary>The type in which a member is; of what is made from type parameters and elements, "" for an array, and null for what is not looked into.</summary>
    static string? OwnerOf(MetadataReader code, EntityHandle parent)
    {
        switch (parent.Kind)
        {
            case HandleKind.TypeReference: return NameOf(code, (TypeReferenceHandle)parent);
            case HandleKind.TypeDefinition: return "";
            case HandleKind.TypeSpecification:
                var signature = code.GetBlobReader(code.GetTypeSpecification((TypeSpecificationHandle)parent).Signature);
                if (signature.ReadSignatureTypeCode() is var kind && kind == SignatureTypeCode.Array) return "";
                if (kind != SignatureTypeCode.GenericTypeInstance) return null;
                signature.ReadCompressedInteger();    // class or value type
                return OwnerOf(code, signature.ReadTypeHandle());
            default: return null;
        }
    }

    /// <summary>The full name of a type, of a nested one that of the outermost; "" for one that a cell declares.</summary>
    static string NameOf(MetadataReader code, TypeReferenceHandle handle)
    {
        var type = code.GetTypeReference(handle);
        return type.ResolutionScope.Kind switch
        {
            HandleKind.TypeReference => NameOf(code, (TypeReferenceHandle)type.ResolutionScope),
            HandleKind.AssemblyReference when IsCell(code.GetString(code.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name)) => "",
            _ => $"{code.GetString(type.Namespace)}.{code.GetString(type.Name)}",
        };
    }

    static bool IsCell(string assembly) => assembly.StartsWith(CellCompiler.AssemblyPrefix, StringComparison.Ordinal) && assembly.AsSpan(CellCompiler.AssemblyPrefix.Length).IndexOfAnyExceptInRange('0', '9') < 0;

    static bool IsListed(string type) => type == "" || Listed.ContainsKey(type) || IsOfLibrary(type);

    internal static bool IsListed(string owner, string member) =>
        owner == "" || !s_farther.Contains(member) && (Listed.TryGetValue(owner, out var members) ? members?.Contains(member) ?? true : IsOfLibrary(owner));

    internal static bool IsOfLibrary(string type) => type.LastIndexOf('.') is var dot and >= 0 && s_library.Contains(type[..dot]);
}
