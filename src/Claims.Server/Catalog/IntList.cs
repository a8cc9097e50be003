namespace Claims.Server.Catalog;

/// <summary>
/// A growing list of numbers whose array can be looked at in place. Not thread-safe.
/// </summary>
internal sealed class IntList
{
    private int[] _items = new int[256];

    /// <summary>How many numbers there are.</summary>
    public int Count { get; private set; }

    /// <summary>A number.</summary>
    public int this[int index] => _items[index];

    /// <summary>The numbers; a view until the next one is added.</summary>
    public ReadOnlyMemory<int> Items => _items.AsMemory(0, Count);

    /// <summary>Adds a number.</summary>
    public void Add(int item)
    {
        if (Count == _items.Length) Array.Resize(ref _items, Count * 2);
        _items[Count++] = item;
    }

    /// <summary>Removes all numbers, and keeps their room for others.</summary>
    public void Clear() => Count = 0;

    /// <summary>Removes all numbers and their room.</summary>
    public void Forget()
    {
        _items = new int[1];
        Count = 0;
    }
}
