namespace Claims.Benchmarks.Corpora;

/// <summary>
/// Draws items as often as their weights say, in constant time: Walker's alias method. Immutable.
/// </summary>
internal sealed class Weighted<T>
{
    private readonly T[] _items;
    private readonly double[] _own;
    private readonly int[] _alias;

    /// <param name="items">At least one.</param>
    /// <param name="weightOf">Of an item and its index, a weight above 0.</param>
    public Weighted(IEnumerable<T> items, Func<T, int, double> weightOf)
    {
        _items = [.. items];
        _alias = new int[_items.Length];
        _own = [.. _items.Select(weightOf)];
        var scale = _own.Length / _own.Sum();
        var poor = new Stack<int>();
        var rich = new Stack<int>();
        for (var i = 0; i < _own.Length; i++)
        {
            _own[i] *= scale;
            (_own[i] < 1 ? poor : rich).Push(i);
        }

        while (poor.Count > 0 && rich.TryPop(out var from))
        {
            var to = poor.Pop();
            _alias[to] = from;
            _own[from] -= 1 - _own[to];
            (_own[from] < 1 ? poor : rich).Push(from);
        }

        // What is left over differs from 1 by rounding alone.
        foreach (var i in poor.Concat(rich)) _own[i] = 1;
    }

    public T Draw(ref RandomStream random)
    {
        var i = random.Below(_items.Length);
        return _items[random.Unit() < _own[i] ? i : _alias[i]];
    }
}

/// <summary>
/// Makes <see cref="Weighted{T}"/>.
/// </summary>
internal static class Weighted
{
    /// <summary>Of items and their weights.</summary>
    public static Weighted<T> Of<T>(params (T Item, double Weight)[] items) =>
        new(items.Select(item => item.Item), (_, i) => items[i].Weight);

    /// <summary>The first item is the most frequent, and so on by Zipf's law as Mandelbrot mended it.</summary>
    public static Weighted<T> Zipf<T>(IEnumerable<T> items, double exponent, double shift) =>
        new(items, (_, i) => ZipfWeight(i, exponent, shift));

    public static double ZipfWeight(int rank, double exponent, double shift) => Math.Pow(rank + 1 + shift, -exponent);
}
