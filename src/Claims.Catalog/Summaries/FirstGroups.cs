namespace Claims.Catalog;

/// <summary>
/// The first of the groups that are added: the largest, equal ones by text, or those that are first by text. What is not among
/// them takes no memory. Not thread-safe.
/// </summary>
/// <param name="top">How many to keep.</param>
/// <param name="byText">Which of two values comes first.</param>
/// <param name="byValue">Whether how large they are does not matter.</param>
internal sealed class FirstGroups(int top, Comparison<int> byText, bool byValue)
{
    // The last of them first, which is the one to go.
    private readonly PriorityQueue<int, (int Count, int Value)> _first = new(Comparer<(int Count, int Value)>.Create(
        (a, b) => a.Count != b.Count && !byValue ? a.Count.CompareTo(b.Count) : byText(b.Value, a.Value)));

    /// <summary>How many groups were added that are not among the first.</summary>
    public int More { get; private set; }

    /// <summary>Adds a group.</summary>
    /// <param name="value">What the claims have in common; of no other group.</param>
    /// <param name="count">How many they are; of none, there is no group.</param>
    public void Add(int value, int count)
    {
        if (count == 0) return;
        if (_first.Count < top)
        {
            _first.Enqueue(value, (count, value));
            return;
        }

        More++;

        // Most of many groups are smaller than all that are kept.
        if (_first.TryPeek(out _, out var last) && !byValue && count < last.Count) return;
        _first.EnqueueDequeue(value, (count, value));
    }

    /// <summary>Takes the groups out, the first first.</summary>
    public (int Value, int Count)[] Take()
    {
        var groups = new (int, int)[_first.Count];
        for (var i = groups.Length - 1; i >= 0; i--)
        {
            _first.TryDequeue(out var value, out var group);
            groups[i] = (value, group.Count);
        }

        return groups;
    }
}
