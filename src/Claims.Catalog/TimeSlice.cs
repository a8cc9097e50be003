using System.Diagnostics;
using System.Runtime;
using System.Runtime.InteropServices;

namespace Claims.Catalog;

/// <summary>
/// So much of a processor as a question may take before it counts as one that takes long. It is that of the thread that makes
/// this, and counted from then on: how many others share the processor makes no difference, and neither does what of the program
/// has to be compiled first, as everything has once. To be asked by that thread alone.
/// </summary>
/// <param name="length">How much.</param>
internal sealed class TimeSlice(TimeSpan length)
{
    private const int ThreadClock = 3;

    private readonly TimeSpan _end = WorkingTime + length;

    // As Stopwatch counts: it cannot be over before, and asking for the processor's time costs as much as a little work.
    private long _soonest = Stopwatch.GetTimestamp() + StepsOf(length);

    /// <summary>Whether it is over.</summary>
    public bool IsOver
    {
        get
        {
            if (Stopwatch.GetTimestamp() < _soonest) return false;
            var left = _end - WorkingTime;
            _soonest = Stopwatch.GetTimestamp() + StepsOf(left);
            return left <= TimeSpan.Zero;
        }
    }

    private static TimeSpan WorkingTime => ProcessorTime - JitInfo.GetCompilationTime(currentThread: true);

    // Where the system does not tell, all that passes.
    private static TimeSpan ProcessorTime =>
        OperatingSystem.IsLinux() && GetTime(ThreadClock, out var time) == 0
            ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / TimeSpan.NanosecondsPerTick)
            : Stopwatch.GetElapsedTime(0);

    private static long StepsOf(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetTime(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Time
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
