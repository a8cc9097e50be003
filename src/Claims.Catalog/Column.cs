namespace Claims.Catalog;

/// <summary>
/// A growing list whose array can be looked at in place. Not thread-safe.
/// </summary>
/// <remarks>Not <see cref="List{T}"/>: one of structs of ours cannot be compiled ahead with the server, as this can, and a
/// start would wait for it to be compiled then. The same goes for LINQ and dictionaries of such structs where a corpus is loaded.
/// </remarks>
internal sealed class Column<T>
    where T : struct
{
    private T[] _items = new T[16];

    /// <summary>How many items there are.</summary>
    public int Count { get; private set; }

    /// <summary>An item.</summary>
    public T this[int index] => _items[index];

    /// <summary>The items; a view until the next one is added.</summary>
    public ReadOnlySpan<T> Items => new(_items, 0, Count);

    /// <summary>Adds an item.</summary>
    public void Add(T item)
    {
        if (Count == _items.Length) Array.Resize(ref _items, Count * 2);
        _items[Count++] = item;
    }

    /// <summary>Removes all items, and keeps their room for others.</summary>
    public void Clear() => Count = 0;

    /// <summary>Removes all items and their room.</summary>
    public void Forget()
    {
        _items = new T[1];
        Count = 0;
    }
}
