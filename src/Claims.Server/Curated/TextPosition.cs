using System.Text;

namespace Claims.Server.Curated;

/// <summary>
/// Turns byte offsets of a UTF-8 text into lines and columns. Not thread-safe.
/// </summary>
internal sealed class TextPosition
{
    private readonly byte[] _text;
    private readonly List<int> _lineStarts = [0];

    // Where the last question ended: a line may be the whole file, and questions mostly come in its order.
    private (int Line, int Offset, int Column) _last = (0, 0, 1);

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
        var (start, column) = line == _last.Line && offset >= _last.Offset
            ? (_last.Offset, _last.Column)
            : (_lineStarts[line], 1);
        var before = _text.AsSpan(start..offset);
        while (before.Length > 0)
        {
            // Bytes that are not UTF-8 count as one column each.
            Rune.DecodeFromUtf8(before, out _, out var length);
            before = before[length..];
            column++;
        }

        _last = (line, offset, column);
        return (line + 1, column);
    }
}
