using System.Runtime.InteropServices;
using System.Text;

namespace Claims.Curated;

/// <summary>
/// What a path leads to, behind all symbolic links, found out without opening it: whoever opens a named pipe waits for
/// somebody to write to it.
/// </summary>
/// <param name="Kind">What it is, in words; null where it is a file or a directory.</param>
/// <param name="IsFile">Whether it is a regular file.</param>
/// <param name="IsDirectory">Whether it is a directory.</param>
/// <param name="Identity">The same for every path to the same file or directory.</param>
/// <param name="Size">How many bytes it has.</param>
/// <param name="Modified">When its content was last written, as whoever wrote it says.</param>
/// <param name="Changed">When anything of it last changed, as the system says.</param>
internal sealed record FileStatus(
    string? Kind, bool IsFile, bool IsDirectory, string Identity, long Size, DateTime Modified, DateTime Changed)
{
    /// <summary>What a path leads to; null where that cannot be told.</summary>
    /// <param name="path">A path.</param>
    /// <param name="problem">Why it cannot be told, in the system's words.</param>
    public static FileStatus? Of(string path, out string problem)
    {
        problem = "";
        if (!OperatingSystem.IsLinux()) return OfOtherSystem(path, out problem);
        var status = new byte[Statx.Size];
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            problem = "no path has a NUL in it";
            return null;
        }

        if (Statx.Call(Statx.CurrentDirectory, [.. Encoding.UTF8.GetBytes(path), 0], 0, Statx.BasicFields, status) != 0)
        {
            problem = Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
            problem = char.ToLowerInvariant(problem[0]) + problem[1..];
            return null;
        }

        var mode = BitConverter.ToUInt16(status, Statx.Mode) & Statx.KindBits;
        var kind = mode switch
        {
            Statx.RegularFile or Statx.Directory => null,
            Statx.NamedPipe => "a named pipe",
            Statx.Socket => "a socket",
            _ => "a device",
        };
        var identity = $"{BitConverter.ToUInt64(status, Statx.Device):x}:{BitConverter.ToUInt64(status, Statx.Inode):x}";
        return new(
            kind,
            mode == Statx.RegularFile,
            mode == Statx.Directory,
            identity,
            BitConverter.ToInt64(status, Statx.ByteCount),
            TimeAt(Statx.Modified),
            TimeAt(Statx.Changed));

        DateTime TimeAt(int at) => DateTime.UnixEpoch
            .AddSeconds(Math.Clamp(BitConverter.ToInt64(status, at), -Statx.MostSeconds, Statx.MostSeconds))
            .AddTicks(BitConverter.ToUInt32(status, at + sizeof(long)) / TimeSpan.NanosecondsPerTick);
    }

    // Elsewhere .NET does not tell a pipe from a file.
    private static FileStatus? OfOtherSystem(string path, out string problem)
    {
        problem = "";
        var isDirectory = Directory.Exists(path);
        if (isDirectory || File.Exists(path))
        {
            FileSystemInfo info = isDirectory ? new DirectoryInfo(path) : new FileInfo(path);
            var target = info.ResolveLinkTarget(returnFinalTarget: true) ?? info;
            var size = target is FileInfo file ? file.Length : 0;
            var time = target.LastWriteTimeUtc;
            return new(null, !isDirectory, isDirectory, target.FullName, size, time, time);
        }

        problem = "no such file or directory";
        return null;
    }

    /// <summary>statx(2), whose structure is the same on every architecture of Linux.</summary>
    private static class Statx
    {
        public const int CurrentDirectory = -100;
        public const uint BasicFields = 0x7FF;
        public const int Size = 256;

        // Where in the structure.
        public const int Mode = 28;
        public const int Inode = 32;
        public const int ByteCount = 40;
        public const int Changed = 96;
        public const int Modified = 112;
        public const int Device = 136;

        /// <summary>Some 1,900 years: a time before or after is of no clock.</summary>
        public const long MostSeconds = 60_000_000_000;

        public const int KindBits = 0xF000;
        public const int RegularFile = 0x8000;
        public const int Directory = 0x4000;
        public const int NamedPipe = 0x1000;
        public const int Socket = 0xC000;

        [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Call(int directory, byte[] path, int flags, uint fields, [Out] byte[] status);
    }
}
