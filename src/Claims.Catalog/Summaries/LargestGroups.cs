namespace Claims.Catalog;

/// <summary>
/// The largest of the groups that are added, equal ones by text: what is not among them takes no memory. Not thread-safe.
/// </summary>
/// <param name="top">How many to keep.</param>
/// <param name="byText">Which of two values comes first.</param>
internal sealed class LargestGroups(int top, Comparison<int> byText)
{
    // The last of them first, which is the one to go.
    private readonly PriorityQueue<int, (int Count, int Value)> _largest = new(Comparer<(int Count, int Value)>.Create(
        (a, b) => a.Count != b.Count ? a.Count.CompareTo(b.Count) : byText(b.Value, a.Value)));

    /// <summary>How many groups were added that are not among the largest.</summary>
    public int More { get; private set; }

    /// <summary>Adds a group.</summary>
    /// <param name="value">What the claims have in common; of no other group.</param>
    /// <param name="count">How many they are; of none, there is no group.</param>
    public void Add(int value, int count)
    {
        if (count == 0) return;
        if (_largest.Count < top)
        {
            _largest.Enqueue(value, (count, value));
            return;
        }

        More++;

        // Most of many groups are smaller than all that are kept.
        if (_largest.TryPeek(out _, out var last) && count < last.Count) return;
        _largest.EnqueueDequeue(value, (count, value));
    }

    /// <summary>Takes the groups out, the largest first.</summary>
    public (int Value, int Count)[] Take()
    {
        var groups = new (int, int)[_largest.Count];
        for (var i = groups.Length - 1; i >= 0; i--)
        {
            _largest.TryDequeue(out var value, out var group);
            groups[i] = (value, group.Count);
        }

        return groups;
    }
}
