using System.Text.RegularExpressions;
using ImageLearn.Grading.Gradebooks;
using ImageLearn.Grading.Release;
using ImageLearn.Grading.Repair;
using ImageLearn.Grading.Units;
using ImageLearn.Notebooks.Documents;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ImageLearn.Grading.Similarity;

/// <summary>
/// What says nothing when two students share it: all that was given out (text, given code, stubs, checks, hints), which is left out; and the ways of answering that the course knows
/// (the solution and the attempts of the mistake banks), which count as if more students had written them.
/// </summary>
sealed partial class GivenWork
{
    static readonly Student s_course = new("", "");

    readonly HashSet<ulong> _given = [];
    readonly Dictionary<ulong, int> _known = [];
    readonly Dictionary<string, int> _ways = [];

    public GivenWork(ReleasedUnit unit)
    {
        var code = unit.Cells.Where(cell => cell.Released.Kind == CellKind.Code).ToList();
        Declared = code.SelectMany(cell => AnswerTokens.Chosen(CodeText.Root(cell.Released.Source))).ToHashSet();
        var tokens = new AnswerTokens(new HashSet<string>());
        foreach (var cell in unit.Cells.Select(cell => cell.Released).Concat(unit.Given)) Give(cell.Kind, cell.Source);
        // Hints lie sealed in the release, and students open them.
        foreach (var text in code.Where(cell => cell.Role is CellRole.Given or CellRole.Check).SelectMany(cell => Texts(cell.Solution)))
        {
            Give(CellKind.Markdown, text);
            foreach (Match quoted in Quoted().Matches(text)) Give(CellKind.Code, quoted.Groups["code"].Value);
        }
        foreach (var exercise in unit.Exercises) Know(unit, exercise);

        void Give(CellKind kind, string source) => _given.UnionWith((kind == CellKind.Code ? tokens.Rows(CodeText.Root(source)) : AnswerTokens.Rows(source))
            .SelectMany(row => Winnowing.All(row.Tokens)).Select(print => print.Hash));
    }

    /// <summary>The names that the release declares: students cannot change them.</summary>
    public IReadOnlySet<string> Declared { get; }

    public bool Contains(ulong print) => _given.Contains(print);

    /// <summary>How many of the known ways of answering have a fingerprint.</summary>
    public int KnownWith(ulong print) => _known.GetValueOrDefault(print);

    /// <summary>How many right ways of answering a question are known.</summary>
    public int WaysOf(string question) => _ways.GetValueOrDefault(question);

    void Know(ReleasedUnit unit, Exercise exercise)
    {
        var cells = unit.Cells.Where(cell => cell.Question == exercise.Question && cell.Role is CellRole.Answer or CellRole.WrittenAnswer).ToList();
        var bank = cells.Sum(cell => Region.Count(cell.Solution, RegionKind.Solution)) == 1 ? exercise.Metadata.Mistakes : null;
        var right = (bank?.Right ?? []).Select(With).Prepend(Prints(cell => cell.Solution)).ToList();
        _ways[exercise.Question] = right.Count;
        foreach (var print in right.SelectMany(prints => prints)) _known[print] = _known.GetValueOrDefault(print) + 1;
        // A mistake is made out of a solution: only what is its own is a way that somebody else may find.
        var common = right.SelectMany(prints => prints).ToHashSet();
        foreach (var print in (bank?.Wrong ?? []).Select(With).SelectMany(prints => prints).Where(print => !common.Contains(print))) _known[print] = _known.GetValueOrDefault(print) + 1;

        IReadOnlyCollection<ulong> With(Attempt attempt) => Prints(cell => Region.Replace(cell.Solution, (_, indent) => attempt.Source.SelectMany(text => text.Split('\n')).Select(line => indent + line)));
        IReadOnlyCollection<ulong> Prints(Func<ReleasedCell, string> source) =>
            StudentWork.Of(s_course, [.. cells.Select(cell => new WorkCell(exercise.Question, cell.Released.Kind, source(cell)))], this).Fingerprints.Keys;
    }

    static IEnumerable<string> Texts(string source) => CodeText.Root(source).DescendantTokens().Where(token => token.IsKind(SyntaxKind.StringLiteralToken)).Select(token => token.ValueText);

    [GeneratedRegex("`(?<code>[^`]+)`")]
    private static partial Regex Quoted();
}
