using Claims.Catalog.Building;

namespace Claims.Tests.Catalog.Building;

public class WorkspaceTests
{
    [Fact]
    public void What_is_taken_is_zero_and_keeps_what_is_put_there()
    {
        using var work = new Workspace();
        var (first, second) = (work.Take<Int128>(100_000), work.Take<int>(3));
        Assert.True(first.Span.IndexOfAnyExcept(Int128.Zero) < 0);
        first.Span.Fill(-1);
        Assert.Equal([0, 0, 0], second.Span);
        second[2] = 7;
        Assert.Equal([0, 0, 7], second.Section.Span);
        Assert.Equal(-1, first[99_999]);
    }

    [Fact]
    public void A_copy_is_another()
    {
        using var work = new Workspace();
        int[] items = [1, 2, 3];
        var copy = work.Copy<int>(items);
        items[0] = 9;
        Assert.Equal([1, 2, 3], copy.Span);
    }

    [Fact]
    public void What_is_outside_is_refused()
    {
        using var work = new Workspace();
        var (three, none) = (work.Take<int>(3), work.Take<int>(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => three[3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => three[-1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => none[0]);
    }
}
