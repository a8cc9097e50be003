namespace Claims.Curated;

/// <summary>
/// What a file was when it was looked at, from which it is known to be the same later without reading it.
/// </summary>
/// <param name="Size">How many bytes it had.</param>
/// <param name="Modified">When its content was last written, as whoever wrote it says; in ticks.</param>
/// <param name="Changed">When anything of it last changed, as the system says; in ticks.</param>
/// <param name="Looked">When it was looked at, in ticks.</param>
internal readonly record struct FileStamp(long Size, long Modified, long Changed, long Looked)
{
    // File systems tell times in steps of up to two seconds: within one, a file can change and keep its times.
    private static readonly TimeSpan _coarsest = TimeSpan.FromSeconds(2);

    /// <summary>The stamp of a status that was asked for now.</summary>
    public static FileStamp Of(FileStatus status) =>
        new(status.Size, status.Modified.Ticks, status.Changed.Ticks, DateTime.UtcNow.Ticks);

    /// <summary>Whether a file that has this stamp now is as it was when it had an earlier one.</summary>
    public bool IsSameAs(FileStamp earlier) =>
        this with { Looked = 0 } == earlier with { Looked = 0 }
        && earlier.Looked - earlier.Modified > _coarsest.Ticks
        && earlier.Looked - earlier.Changed > _coarsest.Ticks;
}
