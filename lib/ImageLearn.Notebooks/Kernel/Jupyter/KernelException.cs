namespace ImageLearn.Notebooks.Kernel.Jupyter;

/// <summary>The kernel cannot start or be installed; the message says in one sentence why and what to do.</summary>
public sealed class KernelException(string message) : Exception(message);
