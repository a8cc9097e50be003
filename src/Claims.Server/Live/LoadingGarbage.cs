namespace Claims.Server.Live;

/// <summary>
/// What a revision was made with: garbage, a good part of what the process has, of which calls leave too little for it to be
/// given back soon.
/// </summary>
internal static class LoadingGarbage
{
    // Before, it costs more than it frees.
    private const int ManyClaims = 100_000;

    /// <summary>
    /// Gives it back, where a revision of so many claims was made. Calls stand still for that, 80 ms where there are a million.
    /// </summary>
    public static void GiveBack(int claims)
    {
        if (claims < ManyClaims) return;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
