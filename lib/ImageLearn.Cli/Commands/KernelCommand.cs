using System.CommandLine;
using ImageLearn.Notebooks.Kernel.Jupyter;

namespace ImageLearn.Cli.Commands;

/// <summary><c>imagelearn kernel</c>: installs, lists, removes and starts the Jupyter kernel.</summary>
static class KernelCommand
{
    static readonly Option<bool> User = new("--user") { Description = "In your own Jupyter folder (the default)." };
    static readonly Option<string?> Prefix = new("--prefix") { Description = "Below a folder such as /usr/local.", HelpName = "folder" };
    static readonly Option<bool> SysPrefix = new("--sys-prefix") { Description = "In the active Python environment." };
    static readonly Option<string?> Name = new("--name") { Description = "Under another name.", HelpName = "name" };
    static readonly Argument<string> ConnectionFile = new("connection_file") { Description = "The file that Jupyter writes for the kernel." };

    public static Command Create() => new("kernel", "Lets Jupyter and VS Code run C# notebooks.")
    {
        Place(new("install", "Installs the kernel for Jupyter and VS Code."), Install),
        Action(new("list", "Lists the C# kernels that Jupyter finds."), _ => List()),
        Place(new("remove", "Removes what install has installed."), Remove),
        Start(),
    };

    static Command Place(Command command, Action<ParseResult> run)
    {
        command.Options.Add(User);
        command.Options.Add(Prefix);
        command.Options.Add(SysPrefix);
        command.Options.Add(Name);
        command.Validators.Add(result =>
        {
            if (((Option[])[User, Prefix, SysPrefix]).Count(option => result.GetResult(option) is { Implicit: false }) > 1)
                result.AddError("Give only one of --user, --prefix and --sys-prefix.");
        });
        return Action(command, run);
    }

    static Command Action(Command command, Action<ParseResult> run)
    {
        command.SetAction(run);
        return command;
    }

    /// <summary>An action that is not asynchronous keeps Ctrl-C for the kernel, where it interrupts the cell.</summary>
    static Command Start() => Action(new("start", "Runs the kernel; Jupyter calls this.") { ConnectionFile },
        parsed => JupyterKernel.RunAsync(parsed.GetRequiredValue(ConnectionFile)).GetAwaiter().GetResult());

    static string Folder(ParseResult parsed) =>
        parsed.GetValue(Prefix) is { } prefix ? JupyterFolders.UnderPrefix(prefix)
        : parsed.GetValue(SysPrefix) ? JupyterFolders.OfEnvironment
        : JupyterFolders.User;

    static void Install(ParseResult parsed)
    {
        var installed = KernelSpecs.Install(Folder(parsed), typeof(KernelCommand).Assembly.Location, parsed.GetValue(Name));
        foreach (var spec in installed) Console.WriteLine($"Installed {spec.Name}, shown as \"{spec.DisplayName}\", in {spec.Folder}");
        if (parsed.GetValue(Name) is null && installed.Count == 1)
            Console.WriteLine($"Left {KernelSpecs.NetInteractiveName} alone: another program has installed it.");
        Console.WriteLine("Open a notebook in VS Code or Jupyter and choose it as the kernel. It runs this build: if you move the folder, install again.");
    }

    static void List()
    {
        var found = KernelSpecs.Find();
        foreach (var spec in found)
            Console.WriteLine($"{spec.Name,-20} {spec.DisplayName,-40} {(spec.IsOurs ? "" : "(another program's) ")}{spec.Folder}"
                + (spec.Missing is null ? "" : $"\n{"",-20} does not start: {spec.Missing} is gone; run imagelearn kernel install"));
        if (found.Count == 0) Console.WriteLine("No C# kernel is installed: run imagelearn kernel install.");
    }

    static void Remove(ParseResult parsed)
    {
        var removed = KernelSpecs.Remove(Folder(parsed), parsed.GetValue(Name));
        foreach (var spec in removed) Console.WriteLine($"Removed {spec.Name} from {spec.Folder}");
        if (removed.Count == 0) Console.WriteLine($"Nothing of ours is in {Folder(parsed)}.");
    }
}
