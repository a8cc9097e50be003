namespace Claims.Benchmarks.Corpora;

/// <summary>
/// Pseudo-random numbers that depend on the seed alone, whatever the platform or the runtime's version. SplitMix64 (Steele,
/// Lea and Flood, 2014). Pass it by reference: a copy repeats the numbers of its original.
/// </summary>
internal struct RandomStream(ulong seed)
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    private ulong _state = seed;

    /// <summary>A stream of its own for each combination of numbers.</summary>
    public static RandomStream Of(int seed, int subject, int item, int part = 0) =>
        new(Mix(Mix(Mix(Mix((ulong)seed + GoldenGamma) + (ulong)subject) + (ulong)item) + (ulong)part));

    /// <summary>The next 64 bits.</summary>
    public ulong Next() => Mix(_state += GoldenGamma);

    /// <summary>From 0, inclusive, to a limit, exclusive, each as likely as the next.</summary>
    public int Below(int limit) => (int)(((Next() >> 32) * (ulong)limit) >> 32);

    /// <summary>Between two numbers, both inclusive.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    /// <summary>From 0, inclusive, to 1, exclusive.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>True as often as the probability says.</summary>
    public bool Chance(double probability) => Unit() < probability;

    public T Of<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    private static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
