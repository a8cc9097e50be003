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
}
