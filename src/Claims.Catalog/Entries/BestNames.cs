namespace Claims.Catalog;

/// <summary>
/// The best matches so far, so few at most, of entries that are meant; each entry once, by the name that fits best.
/// </summary>
internal sealed class BestNames(int count, Func<int, bool> isMeant)
{
    private readonly List<NameMatch> _matches = new(count + 1);

    /// <summary>The matches, the best first.</summary>
    public IReadOnlyList<NameMatch> Matches => _matches;

    /// <summary>Whether a name would be among them, if it had a score and its entry is meant.</summary>
    public bool IsOpenTo(int score, int name) =>
        _matches.Count < count || new NameMatch(Entry: -1, score, name).CompareTo(_matches[^1]) < 0;

    /// <summary>Adds a match if it is one, and among the best.</summary>
    public void Add(NameMatch match)
    {
        if (match.Score == 0 || !IsOpenTo(match.Score, match.Name) || !isMeant(match.Entry)) return;
        var same = _matches.FindIndex(other => other.Entry == match.Entry);
        if (same >= 0 && _matches[same].CompareTo(match) <= 0) return;
        if (same >= 0) _matches.RemoveAt(same);
        _matches.Insert(~_matches.BinarySearch(match), match);
        if (_matches.Count > count) _matches.RemoveAt(count);
    }
}
