using Claims.Catalog.Building;
using Claims.Catalog.Stored;

namespace Claims.Catalog.Search;

/// <summary>
/// A number of each claim, most of which fit a byte; those that do not stand apart. Immutable.
/// </summary>
internal sealed class SmallNumbers
{
    /// <summary>What a byte says of a number as great, or greater.</summary>
    public const int Longer = byte.MaxValue;

    private readonly Section<int> _longerClaims;
    private readonly Section<int> _longer;

    public SmallNumbers(SectionReader sections)
    {
        Small = sections.Read<byte>();
        _longerClaims = sections.Read<int>();
        _longer = sections.Read<int>();
    }

    /// <param name="numbers">Of each claim, by number, the one it has, not negative.</param>
    /// <param name="work">Where they are; must outlive it.</param>
    public SmallNumbers(ReadOnlySpan<int> numbers, Workspace work)
    {
        var small = work.Take<byte>(numbers.Length);
        var (claims, longer) = (new Column<int>(), new Column<int>());
        for (var claim = 0; claim < numbers.Length; claim++)
        {
            small[claim] = (byte)Math.Min(numbers[claim], Longer);
            if (numbers[claim] < Longer) continue;
            claims.Add(claim);
            longer.Add(numbers[claim]);
        }

        Small = small.Section;
        _longerClaims = work.Copy(claims.Items).Section;
        _longer = work.Copy(longer.Items).Section;
    }

    /// <summary>How many claims there are.</summary>
    public int Count => Small.Length;

    /// <summary>Of each claim the number, or <see cref="Longer"/> where it is as great.</summary>
    public Section<byte> Small { get; }

    /// <summary>The number of a claim.</summary>
    public int this[int claim] => Small[claim] is < Longer and var small ? small : _longer[_longerClaims.Span.BinarySearch(claim)];

    /// <summary>Writes the numbers.</summary>
    public void Write(SectionWriter sections)
    {
        sections.Add(Small.Span);
        sections.Add(_longerClaims.Span);
        sections.Add(_longer.Span);
    }
}
