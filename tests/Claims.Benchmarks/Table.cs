namespace Claims.Benchmarks;

/// <summary>
/// A table in Markdown, printed row by row.
/// </summary>
internal sealed class Table
{
    private const int MinimumWidth = 6;

    private readonly int[] _widths;

    /// <summary>Prints the heads; they make the columns' widths, beyond which cells stick out.</summary>
    public Table(params string[] heads)
    {
        _widths = [.. heads.Select(head => Math.Max(head.Length, MinimumWidth))];
        Row(heads);
        Row([.. _widths.Select(width => new string('-', width - 1) + ":")]);
    }

    public void Row(params string[] cells) =>
        Console.Out.WriteLine($"| {string.Join(" | ", cells.Zip(_widths, (cell, width) => cell.PadLeft(width)))} |");
}
