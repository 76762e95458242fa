using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ImageLearn.Notebooks.Sessions;

/// <summary>
/// Makes a cell stoppable without losing its variables: every loop body starts with <c>Cell.Checkpoint()</c>, every
/// body of a method, property or lambda with <c>Cell.Enter()</c>, which also turns endless recursion into an exception that can be caught
/// (a stack overflow in .NET ends the process). No line moves, so stack traces still point at the student's lines.
/// </summary>
/// <remarks>
/// Lambdas with an expression body stay as they are: they may become expression trees, and a guard would cost more
/// than they do. What the guard does not reach, the end of the worker process does.
/// </remarks>
sealed class LoopGuard : CSharpSyntaxRewriter
{
    static readonly StatementSyntax s_checkpoint = Call("Checkpoint");
    static readonly StatementSyntax s_enter = Call("Enter");

    static readonly TypeSyntax s_void = SyntaxFactory.PredefinedType(SyntaxFactory.Token(SyntaxKind.VoidKeyword));

    static StatementSyntax Call(string method) => SyntaxFactory.ParseStatement($"global::ImageLearn.Output.Cell.{method}();");

    public static string Guard(SyntaxNode root) => new LoopGuard().Visit(root).ToFullString();

    public override SyntaxNode? VisitWhileStatement(WhileStatementSyntax node)
    {
        var loop = (WhileStatementSyntax)base.VisitWhileStatement(node)!;
        return loop.WithStatement(Guarded(loop.Statement, s_checkpoint));
    }

    public override SyntaxNode? VisitDoStatement(DoStatementSyntax node)
    {
        var loop = (DoStatementSyntax)base.VisitDoStatement(node)!;
        return loop.WithStatement(Guarded(loop.Statement, s_checkpoint));
    }

    public override SyntaxNode? VisitForStatement(ForStatementSyntax node)
    {
        var loop = (ForStatementSyntax)base.VisitForStatement(node)!;
        return loop.WithStatement(Guarded(loop.Statement, s_checkpoint));
    }

    public override SyntaxNode? VisitForEachStatement(ForEachStatementSyntax node)
    {
        var loop = (ForEachStatementSyntax)base.VisitForEachStatement(node)!;
        return loop.WithStatement(Guarded(loop.Statement, s_checkpoint));
    }

    public override SyntaxNode? VisitForEachVariableStatement(ForEachVariableStatementSyntax node)
    {
        var loop = (ForEachVariableStatementSyntax)base.VisitForEachVariableStatement(node)!;
        return loop.WithStatement(Guarded(loop.Statement, s_checkpoint));
    }

    /// <summary>The body of anything that is called: method, local function, constructor, operator, accessor, lambda.</summary>
    public override SyntaxNode? VisitBlock(BlockSyntax node)
    {
        var block = (BlockSyntax)base.VisitBlock(node)!;
        return node.Parent is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax or AnonymousFunctionExpressionSyntax
            ? (BlockSyntax)Guarded(block, s_enter)
            : block;
    }

    public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node)
    {
        var method = (MethodDeclarationSyntax)base.VisitMethodDeclaration(node)!;
        return method.ExpressionBody is { } arrow && AsBlock(arrow, method.SemicolonToken, method.ReturnType, method.Modifiers) is { } block
            ? method.WithBody(block).WithExpressionBody(null).WithSemicolonToken(default)
            : method;
    }

    public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node)
    {
        var function = (LocalFunctionStatementSyntax)base.VisitLocalFunctionStatement(node)!;
        return function.ExpressionBody is { } arrow && AsBlock(arrow, function.SemicolonToken, function.ReturnType, function.Modifiers) is { } block
            ? function.WithBody(block).WithExpressionBody(null).WithSemicolonToken(default)
            : function;
    }

    /// <summary>A property that returns itself instead of its field is an endless recursion too.</summary>
    public override SyntaxNode? VisitPropertyDeclaration(PropertyDeclarationSyntax node)
    {
        var property = (PropertyDeclarationSyntax)base.VisitPropertyDeclaration(node)!;
        return property.ExpressionBody is { } arrow && AsBlock(arrow, property.SemicolonToken, property.Type, default) is { } block
            ? property.WithAccessorList(Getter(block.WithTrailingTrivia()).WithTrailingTrivia(block.GetTrailingTrivia())).WithExpressionBody(null).WithSemicolonToken(default)
            : property;
    }

    public override SyntaxNode? VisitAccessorDeclaration(AccessorDeclarationSyntax node)
    {
        var accessor = (AccessorDeclarationSyntax)base.VisitAccessorDeclaration(node)!;
        var type = node.IsKind(SyntaxKind.GetAccessorDeclaration) ? ((BasePropertyDeclarationSyntax)node.Parent!.Parent!).Type : s_void;
        return accessor.ExpressionBody is { } arrow && AsBlock(arrow, accessor.SemicolonToken, type, default) is { } block
            ? accessor.WithBody(block).WithExpressionBody(null).WithSemicolonToken(default)
            : accessor;
    }

    static AccessorListSyntax Getter(BlockSyntax block) => SyntaxFactory.AccessorList([SyntaxFactory.AccessorDeclaration(SyntaxKind.GetAccessorDeclaration, block)]);

    static BlockSyntax Guarded(StatementSyntax body, StatementSyntax guard)
    {
        if (body is not BlockSyntax block) return SyntaxFactory.Block(guard, body);
        var brace = block.OpenBraceToken;
        return brace.GetNextToken().ContainsDirectives // such as #if, which must stand alone on its line
            ? block.WithOpenBraceToken(brace.WithTrailingTrivia()).WithStatements(block.Statements.Insert(0, guard.WithTrailingTrivia(brace.TrailingTrivia)))
            : block.WithStatements(block.Statements.Insert(0, guard));
    }

    /// <summary>The block that an expression body stands for, or null where that is not plain (throw, ref).</summary>
    static BlockSyntax? AsBlock(ArrowExpressionClauseSyntax arrow, SyntaxToken semicolon, TypeSyntax returnType, SyntaxTokenList modifiers)
    {
        if (returnType is RefTypeSyntax || arrow.Expression is ThrowExpressionSyntax or RefExpressionSyntax) return null;
        bool isVoid = returnType is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword }
            || modifiers.Any(SyntaxKind.AsyncKeyword) && returnType is not GenericNameSyntax and not QualifiedNameSyntax { Right: GenericNameSyntax };
        StatementSyntax statement = isVoid
            ? SyntaxFactory.ExpressionStatement(arrow.Expression)
            : SyntaxFactory.ReturnStatement(SyntaxFactory.Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(SyntaxFactory.Space), arrow.Expression, SyntaxFactory.Token(SyntaxKind.SemicolonToken));
        // The arrow may end a line, and the semicolon may carry a comment: keep every line break where it was.
        return SyntaxFactory.Block(s_enter, statement)
            .WithLeadingTrivia(arrow.ArrowToken.LeadingTrivia.AddRange(arrow.ArrowToken.TrailingTrivia))
            .WithTrailingTrivia(semicolon.LeadingTrivia.AddRange(semicolon.TrailingTrivia));
    }
}
