namespace ImageLearn.Benchmarks.Peers;

/// <summary>
/// A computation that peers.py (or our pictures.py) times as well: from the same input files, with the same work, and with check values that must agree.
/// To add one, write a line in a list of Cases/ and name the list in <see cref="PeerCases"/>.
/// </summary>
/// <param name="Name">The workload of the script: <c>matmul</c>, <c>fft2</c>, …</param>
/// <param name="Impl">Ours, as its JSON line calls it: <c>ours_f32_512</c>.</param>
/// <param name="Rivals">What the names of the workload's implementations that do the same work have in common: <c>f32_512</c>.</param>
/// <param name="Prepare">Reads the inputs and gives what is timed; reading and converting are not.</param>
/// <param name="Within">How far check values may differ, relative to the peer's.</param>
/// <param name="Warm">Whether to run it before timing; off for a workload of many seconds.</param>
/// <param name="Repeat">How many samples; one for a workload of many seconds.</param>
/// <param name="Ours">Whether pictures.py has the workload.</param>
sealed record PeerCase(string Name, string Impl, string Rivals, Func<PeerInputs, PeerRun> Prepare, double Within = 1e-4, bool Warm = true, int Repeat = 9, bool Ours = false)
{
    public bool Matches(string filter) => $"{Name} {Impl}".Contains(filter, StringComparison.OrdinalIgnoreCase);
}

/// <summary>What is timed, and the check values of its last result.</summary>
sealed record PeerRun(Action Run, Func<Dictionary<string, double>> Checks)
{
    public static PeerRun Of<T>(Func<T> run, Func<T, Dictionary<string, double>> checks)
    {
        T? last = default;
        return new(() => last = run(), () => checks(last!));
    }
}
