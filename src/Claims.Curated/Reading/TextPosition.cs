namespace Claims.Curated;

/// <summary>
/// Turns byte offsets of a UTF-8 text into lines and columns.
/// </summary>
internal static class TextPosition
{
    /// <summary>
    /// Where some bytes stand, by offset: the line and the column, in code points, both from 1. All are found in one
    /// pass, since a line may be the whole file.
    /// </summary>
    public static Dictionary<int, (int Line, int Column)> Of(ReadOnlySpan<byte> text, IEnumerable<int> offsets)
    {
        var positions = new Dictionary<int, (int, int)>();
        var (at, line, column) = (0, 1, 1);
        foreach (var offset in offsets.Order())
        {
            var end = Math.Clamp(offset, 0, text.Length);
            var between = text[at..end];
            var lines = between.Count((byte)'\n');
            if (lines > 0)
            {
                line += lines;
                column = 1;
                between = between[(between.LastIndexOf((byte)'\n') + 1)..];
            }

            column += CodePointsIn(between);
            at = end;
            positions[offset] = (line, column);
        }

        return positions;
    }

    // Of each, the first byte is not 10xxxxxx.
    private static int CodePointsIn(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        foreach (var value in utf8)
        {
            if ((value & 0xC0) != 0x80) count++;
        }

        return count;
    }
}
