using Claims.Catalog.Building;

namespace Claims.Catalog.Search;

/// <summary>
/// Where the words of each claim stand if those of all claims are counted through: an occurrence is one number then, which
/// tells its claim too. Immutable.
/// </summary>
internal sealed class ClaimPositions
{
    // As a power of two, how many positions a stripe has: about as many as a claim takes.
    private const int StripeBits = 6;

    private readonly Scratch<uint> _starts;

    // Of each stripe of positions, the claim at its first.
    private readonly Scratch<int> _claims;

    /// <param name="widths">Of each claim, by number, how many positions it takes.</param>
    /// <param name="work">Where they are; must outlive it.</param>
    /// <exception cref="OverflowException">They are more than four billion together.</exception>
    public ClaimPositions(ReadOnlySpan<int> widths, Workspace work)
    {
        _starts = work.Take<uint>(widths.Length + 1);
        for (var claim = 0; claim < widths.Length; claim++) _starts[claim + 1] = checked(_starts[claim] + (uint)widths[claim]);
        _claims = work.Take<int>((int)(_starts[widths.Length] >> StripeBits) + 1);
        var last = 0;
        for (var stripe = 0; stripe < _claims.Length; stripe++)
        {
            while (last + 1 < widths.Length && _starts[last + 1] <= (uint)stripe << StripeBits) last++;
            _claims[stripe] = last;
        }
    }

    /// <summary>The first position of a claim; of the number behind the last claim, where that ends.</summary>
    public uint Start(int claim) => _starts[claim];

    /// <summary>The claim that has a position.</summary>
    public int ClaimAt(uint position)
    {
        var claim = _claims[(int)(position >> StripeBits)];
        while (_starts[claim + 1] <= position) claim++;
        return claim;
    }
}
