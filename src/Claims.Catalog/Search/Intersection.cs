using System.Numerics;

namespace Claims.Catalog.Search;

/// <summary>
/// The claims within a set that hold all of some things, found a block of a lead at a time: the rarest of these things, or
/// the set itself.
/// </summary>
internal sealed class Intersection
{
    private readonly ClaimSet _within;
    private readonly Holders[] _items;

    // Which of the items are asked, the rarest first, and which is the lead, if any is.
    private readonly int[] _followers;
    private readonly int _leadItem;

    // How many claims the lead's greatest block has: most leads are rare, and most blocks small.
    private readonly int _width;
    private readonly int[] _claims;
    private readonly int[] _indexes;

    // By item, so many of each; see Holders.Filter.
    private readonly int[] _ordinals;

    // Of a list, the index of the last claim asked about.
    private int _at;

    private readonly ReadOnlyMemory<ulong>? _found;

    /// <param name="items">The things.</param>
    /// <param name="within">The set.</param>
    /// <param name="found">The claims that are to be answered, if they are known and only their blocks are not: bit b of
    /// word w is claim 64 w + b; or null.</param>
    public Intersection(Holders[] items, ClaimSet within, ReadOnlyMemory<ulong>? found = null)
    {
        _within = within;
        _items = items;
        _found = found;
        var order = Holders.RarestFirst(items);

        if (found is null && !within.IsBitmap && within.Count < items[order[0]].Count)
        {
            Lead = new SetBlocks(within);
            _leadItem = -1;
            _followers = order;
        }
        else
        {
            Lead = items[order[0]];
            _leadItem = order[0];
            _followers = order[1..];
        }

        _width = Math.Min(Lead.Count, TermPostings.BlockSize);
        _claims = new int[_width];
        _indexes = new int[_width];
        _ordinals = new int[items.Length * _width];
        if (found is not null) _ordinals.AsSpan().Fill(-1);
    }

    /// <summary>Whose blocks are read.</summary>
    public ClaimBlocks Lead { get; }

    /// <summary>The claims of the block read; those found are at the indexes answered.</summary>
    public ReadOnlySpan<int> Claims => _claims;

    /// <summary>Moves the lead to its next block that may have claims of the set, if there is one.</summary>
    public bool MoveNext() => IsWithin(Lead.MoveTo(Start));

    /// <summary>Moves likewise, but past blocks in which no weighted impact exceeds a score. Of one thing only.</summary>
    public bool MoveNext(double weight, double threshold) =>
        IsWithin(Lead is Holders holders ? holders.MoveTo(Start, weight, threshold) : Lead.MoveTo(Start));

    /// <summary>Reads the lead's block.</summary>
    /// <returns>The indexes in <see cref="Claims"/> of what is found, in order.</returns>
    public Span<int> Read()
    {
        if (_found is { } found)
            return ReadFound(found.Span);
        var size = Lead.Read(_claims);
        for (var index = 0; index < size; index++) _indexes[index] = index;
        if (_leadItem >= 0)
        {
            size = KeepWithin(size);
            var ordinals = _ordinals.AsSpan(_leadItem * _width, _width);
            for (var index = 0; index < ordinals.Length; index++) ordinals[index] = Lead.Block * TermPostings.BlockSize + index;
        }
        foreach (var item in _followers)
        {
            if (size == 0) break;
            size = _items[item].Filter(
                _claims, _indexes.AsSpan(0, size), _ordinals.AsSpan(item * _width, _width), keep: true);
        }
        return _indexes.AsSpan(0, size);
    }

    /// <summary>Of an item, by index, the claims' indexes among those that hold it: see <see cref="Holders.ReadImpacts"/>.
    /// </summary>
    public ReadOnlySpan<int> OrdinalsOf(int item) => _ordinals.AsSpan(item * _width, _width);

    private int Start => _within.IsRun ? _within.Start : 0;

    private bool IsWithin(bool moved) => moved && (!_within.IsRun || Lead.First < _within.Start + _within.Count);

    private Span<int> ReadFound(ReadOnlySpan<ulong> found)
    {
        var (from, to) = _within.IsRun
            ? (Math.Max(Lead.First, _within.Start), Math.Min(Lead.Last, _within.Start + _within.Count - 1))
            : (Lead.First, Lead.Last);
        var size = 0;
        for (var word = from >> 6; word < found.Length && word <= to >> 6; word++)
        {
            var left = found[word];
            if (word == from >> 6) left &= ulong.MaxValue << from;
            if (word == to >> 6) left &= ulong.MaxValue >> (63 - (to & 63));
            for (; left != 0; left &= left - 1)
            {
                _indexes[size] = size;
                _claims[size++] = word << 6 | BitOperations.TrailingZeroCount(left);
            }
        }
        return _indexes.AsSpan(0, size);
    }

    private int KeepWithin(int size)
    {
        if (_within.IsRun && Lead.First >= _within.Start && Lead.Last < _within.Start + _within.Count)
            return size;
        var kept = 0;
        for (var index = 0; index < size; index++)
        {
            _indexes[kept] = index;
            kept += IsWithin(_claims[index]) ? 1 : 0;
        }
        return kept;
    }

    private bool IsWithin(int claim)
    {
        if (_within.IsBitmap || _within.IsRun)
            return _within.Contains(claim);
        _at = Galloping.FirstFrom(_within.Numbers, _at, claim);
        return _at < _within.Count && _within.Numbers[_at] == claim;
    }
}
