using System.Runtime.InteropServices;

namespace ImageLearn.Notebooks.Execution;

/// <summary>
/// What a worker takes from itself before it runs code that nobody vouches for: on Linux it starts no process, opens no socket, looks into no other
/// process, signals none and sets no limits of one, and writes no large file. The kernel keeps to it (seccomp, in force for all threads and for good), whatever the code does.
/// </summary>
static partial class Confinement
{
    /// <summary>More than any file of an exercise.</summary>
    const ulong LargestFile = 256 << 20;

    const int RlimitFileSize = 1;
    const int NoNewPrivileges = 38;
    const int SetModeFilter = 1, AllThreads = 1;

    const uint Permit = 0x7FFF0000, Refuse = 0x00050000, NotPermitted = 1, NotImplemented = 38;

    // The instructions of the classic packet filter that are used.
    const ushort Load = 0x20, JumpIfEqual = 0x15, JumpIfAtLeast = 0x35, JumpIfSet = 0x45, Return = 0x06;
    const uint NumberOffset = 0, ArchitectureOffset = 4, FirstArgumentOffset = 16;
    const uint CloneThread = 0x10000;

    /// <summary>On x64 every call has a second number from here on (x32), where the kernel was built so.</summary>
    const uint SecondNumbers = 0x40000000;

    /// <summary>Does nothing where the system has no such thing.</summary>
    public static void Begin()
    {
        if (!OperatingSystem.IsLinux()) return;
        var files = new ResourceLimit { Soft = LargestFile, Hard = LargestFile };
        _ = SetResourceLimit(RlimitFileSize, in files);
        if (Filter() is not { } program) return;
        _ = ProcessControlCall(NoNewPrivileges, 1, 0, 0, 0);
        unsafe
        {
            fixed (Instruction* first = program)
            {
                var filter = new FilterProgram { Length = (ushort)program.Length, First = first };
                _ = SystemCall(SeccompNumber, SetModeFilter, AllThreads, (nint)(&filter));
            }
        }
    }

    /// <summary>Whether a worker with these options can have started no process that would outlive it.</summary>
    public static bool IsAlone(WorkerOptions options) => options.Confined && OperatingSystem.IsLinux() && Filter() is not null;

    static nint SeccompNumber => RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 317 : 277;

    static readonly bool s_isMusl = RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal);

    /// <summary>Refuses some calls and permits all others; null for a processor whose call numbers are not listed here.</summary>
    static Instruction[]? Filter()
    {
        // clone, clone3, then: fork, vfork, execve, execveat, socket, socketpair, ptrace, process_vm_readv, process_vm_writev, pidfd_open, pidfd_getfd, io_uring_setup, bpf, kcmp, unshare, setns, mount, pidfd_send_signal, tkill (by which musl signals the own threads);
        // and what is refused unless it means this process: kill, tgkill, rt_sigqueueinfo, rt_tgsigqueueinfo, prlimit64
        (uint Architecture, uint Clone, uint Clone3, uint[] Refused, uint[] OwnOnly)? numbers = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => (0xC000003E, 56, 435, [57, 58, 59, 322, 41, 53, 101, 310, 311, 434, 438, 425, 321, 312, 272, 308, 165, 424, .. s_isMusl ? (uint[])[] : [200]], [62, 234, 129, 297, 302]),
            Architecture.Arm64 => (0xC00000B7, 220, 435, [221, 281, 198, 199, 117, 270, 271, 434, 438, 425, 280, 272, 97, 268, 40, 424, .. s_isMusl ? (uint[])[] : [130]], [129, 131, 138, 240, 261]),
            _ => null,
        };
        if (numbers is not var (architecture, clone, clone3, refused, ownOnly)) return null;
        return
        [
            new(Load, 0, 0, ArchitectureOffset),
            new(JumpIfEqual, 1, 0, architecture),
            new(Return, 0, 0, Refuse | NotPermitted),       // calls of another architecture have other numbers
            new(Load, 0, 0, NumberOffset),
            new(JumpIfAtLeast, 0, 1, SecondNumbers),
            new(Return, 0, 0, Refuse | NotPermitted),
            // The flags of clone3 lie in memory, where a filter cannot look: without it, threads are made by clone.
            new(JumpIfEqual, 0, 1, clone3),
            new(Return, 0, 0, Refuse | NotImplemented),
            .. refused.SelectMany(number => new Instruction[] { new(JumpIfEqual, 0, 1, number), new(Return, 0, 0, Refuse | NotPermitted) }),
            // 0 is this process too, or its group, in which it is alone.
            .. ownOnly.SelectMany(number => new Instruction[]
            {
                new(JumpIfEqual, 0, 5, number), new(Load, 0, 0, FirstArgumentOffset), new(JumpIfEqual, 2, 0, 0), new(JumpIfEqual, 1, 0, (uint)Environment.ProcessId),
                new(Return, 0, 0, Refuse | NotPermitted), new(Return, 0, 0, Permit),
            }),
            new(JumpIfEqual, 1, 0, clone),
            new(Return, 0, 0, Permit),
            new(Load, 0, 0, FirstArgumentOffset),
            new(JumpIfSet, 1, 0, CloneThread),
            new(Return, 0, 0, Refuse | NotPermitted),       // a process, not a thread
            new(Return, 0, 0, Permit),
        ];
    }

    [StructLayout(LayoutKind.Sequential)]
    readonly record struct Instruction(ushort Code, byte WhenTrue, byte WhenFalse, uint Value);

    [StructLayout(LayoutKind.Sequential)]
    unsafe struct FilterProgram
    {
        public ushort Length;
        public Instruction* First;
    }

    [StructLayout(LayoutKind.Sequential)]
    struct ResourceLimit
    {
        public ulong Soft, Hard;
    }

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetResourceLimit(int resource, in ResourceLimit limits);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int ProcessControlCall(int option, nint a, nint b, nint c, nint d);

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint SystemCall(nint number, nint operation, nint flags, nint argument);
}
