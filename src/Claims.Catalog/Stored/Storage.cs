using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Claims.Catalog.Stored;

/// <summary>
/// Where stored files are made: in a directory, under the names they are given, or nowhere but in memory. Thread-safe;
/// several processes may share a directory.
/// </summary>
/// <param name="directory">An existing directory; null for memory.</param>
internal sealed class Storage(string? directory)
{
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>A file in memory, of no name.</summary>
    public static readonly Storage Memory = new(null);

    /// <summary>The directory; null where it is memory.</summary>
    public string? Directory => directory;

    /// <summary>Whether the directory has a file of a name, whatever it holds; memory has none.</summary>
    public bool Has(string name) => directory is not null && File.Exists(Path.Combine(directory, name));

    /// <summary>Makes a file and maps it. In a directory it appears whole, and read-only, or not at all.</summary>
    /// <param name="kind">What it holds.</param>
    /// <param name="write">Writes its sections, and answers its name: known perhaps only then; null to give it up.</param>
    /// <returns>Null where it was given up.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public StoredFile? Create(StoredKind kind, Func<SectionWriter, string?> write)
    {
        var path = directory is null ? null : Path.Combine(directory, $".{Guid.NewGuid():N}.new");
        try
        {
            using var writer = new SectionWriter(path is null ? CreateInMemory() : CreateAt(path), kind);
            if (write(writer) is not { } name)
            {
                if (path is not null) File.Delete(path);
                return null;
            }

            var file = writer.Finish(name);
            if (path is not null)
            {
                if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, ReadOnly);
                File.Move(path, Path.Combine(directory!, name), overwrite: true);
            }

            return StoredFile.TryOpen(file, kind, name) ?? throw new IOException("What was stored a moment ago is damaged.");
        }
        catch
        {
            if (File.Exists(path)) File.Delete(path);
            throw;
        }
    }

    /// <summary>Maps a file of a name; null where there is none, or it is of no use.</summary>
    public StoredFile? TryOpen(StoredKind kind, string name)
    {
        if (directory is null) return null;
        try
        {
            using var file = File.OpenHandle(Path.Combine(directory, name));
            return StoredFile.TryOpen(file, kind, name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static SafeFileHandle CreateAt(string path) =>
        File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);

    // Elsewhere a file that goes when it is closed is the nearest thing.
    private static SafeFileHandle CreateInMemory()
    {
        if (!OperatingSystem.IsLinux())
        {
            return File.OpenHandle(
                Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite, FileOptions.DeleteOnClose);
        }

        var descriptor = MemoryFile.Create("claims"u8.ToArray(), MemoryFile.CloseOnExec);
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw new IOException(Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));
    }

    /// <summary>memfd_create(2).</summary>
    private static class MemoryFile
    {
        public const uint CloseOnExec = 1;

        [DllImport("libc", EntryPoint = "memfd_create", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Create(byte[] name, uint flags);
    }
}
