namespace ImageLearn.Notebooks.Tests.Kernel;

/// <summary>The kernel as Debian's Jupyter sees it: <c>tests/jupyter</c> installs it, starts it and drives it.</summary>
/// <remarks>Alone, for some tests measure time.</remarks>
[CollectionDefinition(nameof(JupyterTests), DisableParallelization = true)]
[Collection(nameof(JupyterTests))]
public sealed class JupyterTests
{
    [JupyterFact]
    public Task The_published_test_suite_for_kernels_passes() => PassesAsync("test_standard.py");

    [JupyterFact]
    public Task The_command_installs_lists_and_removes_it() => PassesAsync("test_command.py");

    [JupyterFact]
    public Task Cells_show_what_they_should() => PassesAsync("test_cells.py");

    [JupyterFact]
    public Task The_kernel_outlives_what_may_happen() => PassesAsync("test_life.py");

    [JupyterFact]
    public Task Hostile_peers_do_no_harm() => PassesAsync("test_hostile.py");

    [JupyterFact]
    public Task Front_ends_work() => PassesAsync("test_front_ends.py");

    static async Task PassesAsync(string file)
    {
        var (exitCode, output) = await JupyterPeers.RunAsync(
            ["-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=short", file], new Dictionary<string, string> { ["IMAGELEARN_CLI"] = JupyterPeers.Cli }, TimeSpan.FromMinutes(8));
        Assert.True(exitCode == 0, output);
    }
}
