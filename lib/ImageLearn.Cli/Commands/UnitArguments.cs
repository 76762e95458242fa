using System.CommandLine;

namespace ImageLearn.Cli.Commands;

/// <summary>The units that a command is about.</summary>
static class UnitArguments
{
    public static Argument<string[]> Create(string more = "") => new("UNIT")
    {
        Description = $"Number or name of a unit: 1, 01 or 01-shading{more}. All units when none is given.",
        Arity = ArgumentArity.ZeroOrMore,
        Validators =
        {
            // What is no option of the command would be taken for a unit.
            result =>
            {
                foreach (var token in result.Tokens.Where(token => token.Value.StartsWith('-'))) result.AddError($"There is no option {token.Value}; --help lists them.");
            },
        },
    };
}
