using System.Text;

namespace Claims.Server.Curated;

/// <summary>
/// Turns byte offsets of a UTF-8 text into lines and columns.
/// </summary>
internal sealed class TextPosition
{
    private readonly byte[] _text;
    private readonly List<int> _lineStarts = [0];

    public TextPosition(byte[] text)
    {
        _text = text;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n') _lineStarts.Add(i + 1);
        }
    }

    /// <summary>The line and the column, in code points, of a byte; both from 1.</summary>
    public (int Line, int Column) Of(int offset)
    {
        offset = Math.Clamp(offset, 0, _text.Length);
        var line = _lineStarts.BinarySearch(offset);
        if (line < 0) line = ~line - 1;
        var column = 1;
        var before = _text.AsSpan(_lineStarts[line]..offset);
        while (before.Length > 0)
        {
            // Bytes that are not UTF-8 count as one column each.
            Rune.DecodeFromUtf8(before, out _, out var length);
            before = before[length..];
            column++;
        }

        return (line + 1, column);
    }
}
