namespace Claims.Catalog;

/// <summary>
/// Sorts numbers by what they stand for.
/// </summary>
internal static class Ordering
{
    /// <summary>The numbers from 0, so many, sorted. Not stable: numbers that compare as equal come in any order.</summary>
    public static int[] Of(int count, Comparison<int> compare)
    {
        var numbers = new int[count];
        for (var number = 0; number < count; number++) numbers[number] = number;
        Array.Sort(numbers, compare);
        return numbers;
    }

    /// <summary>Sorts numbers by keys, one of each, and those of equal keys by themselves; the keys with them.</summary>
    public static void ByKeyAndNumber<T>(Span<T> keys, Span<int> numbers)
        where T : IEquatable<T>
    {
        keys.Sort(numbers);
        for (var start = 0; start < keys.Length;)
        {
            var end = start + 1;
            while (end < keys.Length && keys[end].Equals(keys[start])) end++;
            numbers[start..end].Sort();
            start = end;
        }
    }
}
