namespace Claims.Catalog.Search;

/// <summary>
/// How well claims match, by Okapi BM25 as SQLite's FTS5 computes it: the sum over what is looked for of its
/// <see cref="Weight"/> times its <see cref="Impact"/> in the claim. Immutable.
/// </summary>
internal sealed class Bm25
{
    private const double Saturation = 1.2;
    private const double LengthInfluence = 0.75;

    /// <summary>What no impact reaches.</summary>
    public const double ImpactLimit = Saturation + 1;

    // The impacts of low frequencies in claims of lengths that fit a byte, frequency by frequency.
    private const int LowFrequencies = 8;
    private const int Longer = SmallNumbers.Longer;
    private readonly double[] _impacts = new double[LowFrequencies * (Longer + 1)];

    private readonly double _averageLength;
    private readonly SmallNumbers _lengths;

    /// <param name="lengths">Of each claim, by number, how many words it has.</param>
    /// <param name="averageLength">How many a claim has on average.</param>
    public Bm25(SmallNumbers lengths, double averageLength)
    {
        _lengths = lengths;
        _averageLength = averageLength;
        for (var i = 0; i < _impacts.Length; i++) _impacts[i] = ImpactOf(i / (Longer + 1), i % (Longer + 1));
    }

    /// <summary>How many claims there are.</summary>
    public int Claims => _lengths.Count;

    /// <summary>How much it says that a claim holds something that so many hold. Positive.</summary>
    public double Weight(int holding)
    {
        var weight = Math.Log((Claims - holding + 0.5) / (holding + 0.5));
        return weight > 0 ? weight : 1e-6;
    }

    /// <summary>What the frequency of something in a claim is worth.</summary>
    public double Impact(int claim, int frequency)
    {
        var length = _lengths.Small[claim];
        return frequency < LowFrequencies && length < Longer
            ? _impacts[frequency * (Longer + 1) + length]
            : ImpactOf(frequency, _lengths[claim]);
    }

    /// <summary>Puts an impact's frequency and length in a byte each, from which <see cref="ImpactAtMost"/> answers the same
    /// impact, or more where one of them does not fit.</summary>
    public (byte Frequency, byte Length) Rounded(int claim, int frequency) =>
        ((byte)Math.Min(frequency, byte.MaxValue), _lengths.Small[claim]);

    /// <summary>See <see cref="Rounded"/>.</summary>
    public double ImpactAtMost(byte frequency, byte length) =>
        frequency < LowFrequencies ? _impacts[frequency * (Longer + 1) + length]
        : frequency < byte.MaxValue ? ImpactOf(frequency, length)
        : ImpactLimit;

    /// <summary>Whether both fit, so that <see cref="ImpactAtMost"/> is the impact of a claim.</summary>
    public static bool IsExact(byte frequency, byte length) => frequency < byte.MaxValue && length < Longer;

    private double ImpactOf(int frequency, int length) => frequency * (Saturation + 1)
        / (frequency + Saturation * (1 - LengthInfluence + LengthInfluence * length / _averageLength));
}
