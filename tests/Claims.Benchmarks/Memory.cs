using System.Globalization;

namespace Claims.Benchmarks;

/// <summary>
/// What a process holds at a time, from <c>/proc</c>.
/// </summary>
/// <param name="Private">Bytes of memory that are its own: of no file.</param>
/// <param name="Mapped">Bytes of files that are in memory for it, which the system can take back.</param>
internal readonly record struct Memory(long Private, long Mapped)
{
    public long Resident => Private + Mapped;

    public static Memory Of(ChildProcess child)
    {
        var status = File.ReadAllLines($"/proc/{child.Process.Id}/status");
        return new(Bytes("RssAnon") + Bytes("RssShmem"), Bytes("RssFile"));

        long Bytes(string key) => BytesIn(status, key);
    }

    /// <summary>The most that was resident at a time, in bytes.</summary>
    public static long PeakResident(ChildProcess child) =>
        BytesIn(File.ReadAllLines($"/proc/{child.Process.Id}/status"), "VmHWM");

    /// <summary>The most private memory of a process until something has ended, looked at all the time.</summary>
    public static async Task<long> PeakPrivateAsync(ChildProcess child, Task end)
    {
        var most = 0L;
        do most = Math.Max(most, Of(child).Private);
        while (await Task.WhenAny(end, Task.Delay(20)) != end);

        // It says itself where it failed.
        await end;
        return Math.Max(most, Of(child).Private);
    }

    private static long BytesIn(string[] status, string key)
    {
        var line = status.First(line => line.StartsWith($"{key}:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(key.Length + 1).TrimEnd("kB ").Trim(), CultureInfo.InvariantCulture) * 1024;
    }
}
