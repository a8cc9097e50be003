using System.Globalization;
using System.Text;

namespace Claims.Server.Catalog.Search;

/// <summary>
/// Reads the words of a text, folded. A word is a run of letters, marks and digits, and beyond that:
/// <list type="bullet">
/// <item>a possessive is left out: <c>Syria's</c> is <c>syria</c>; any other apostrophe within a word falls away, and so
/// do the signs that stand for ayn and hamza: <c>O'Brien</c> is <c>obrien</c>;</item>
/// <item>dots between single letters fall away: <c>U.S.-led</c> is <c>us</c> and <c>led</c>; any other dot, and every
/// hyphen, divides: <c>al-Assad</c> is <c>al</c> and <c>assad</c>, <c>2.4</c> is <c>2</c> and <c>4</c>;</item>
/// <item>an ideograph or kana is a word of its own, as nothing tells such words apart;</item>
/// <item>words are told apart by their first <see cref="MaxLength"/> bytes.</item>
/// </list>
/// </summary>
internal ref struct WordReader
{
    /// <summary>The most bytes a folded word takes; what is beyond is cut off.</summary>
    public const int MaxLength = 64;

    // Of each byte: the folded letter or digit, or 0.
    private static readonly byte[] _ascii = AsciiWordBytes();

    private readonly ReadOnlySpan<byte> _text;
    private readonly Span<byte> _buffer;
    private int _length;

    /// <summary>Starts before the first word.</summary>
    /// <param name="text">The text as UTF-8.</param>
    /// <param name="buffer">Takes one word at a time; <see cref="MaxLength"/> bytes.</param>
    public WordReader(ReadOnlySpan<byte> text, Span<byte> buffer)
    {
        _text = text;
        _buffer = buffer[..MaxLength];
    }

    /// <summary>The word, folded; its bytes may be overwritten.</summary>
    public readonly Span<byte> Folded => _buffer[.._length];

    /// <summary>Where the word starts in the text, in bytes.</summary>
    public int Start { get; private set; }

    /// <summary>Where it ends, its possessive or last dot included.</summary>
    public int End { get; private set; }

    /// <summary>Reads the next word.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Read()
    {
        do
        {
            var start = End;
            while (start < _text.Length && !IsWordAt(start, out var size)) start += size;
            if (start >= _text.Length)
            {
                End = start;
                return false;
            }
            Start = start;
            ReadWord();
        }
        while (_length == 0); // Nothing but marks that are dropped.
        return true;
    }

    private void ReadWord()
    {
        var text = _text;
        var buffer = _buffer;
        var at = Start;
        var length = 0;
        var initials = at; // Where the letters since the last dot start.
        while (at < text.Length)
        {
            var folded = _ascii[text[at]];
            if (folded != 0)
            {
                if (length < buffer.Length) buffer[length++] = folded;
                at++;
                continue;
            }
            if (text[at] == '.')
            {
                if (at - initials != 1 || !IsInitialAt(at - 1)) break;
                if (IsInitialAt(at + 1))
                {
                    initials = ++at;
                    continue;
                }
                if (initials > Start) at++;
                break;
            }

            var size = 1;
            if (text[at] >= 0x80)
            {
                Rune.DecodeFromUtf8(text[at..], out var rune, out size);
                if (!IsApostrophe(rune))
                {
                    if (!IsWord(rune) || (IsIdeograph(rune) && length > 0)) break;
                    at += size;
                    length += Append(rune, buffer[length..]);
                    if (IsIdeograph(rune)) break;
                    continue;
                }
            }
            else if (text[at] != '\'')
            {
                break;
            }

            if (!IsWordAt(at + size, out _)) break;
            at += size;
            if ((text[at] | 0x20) == 's' && !IsWordAt(at + 1, out _))
            {
                at++;
                break;
            }
        }
        End = at;
        _length = length;
    }

    private static int Append(Rune rune, Span<byte> buffer)
    {
        Span<byte> letter = stackalloc byte[LetterFolding.MaxLength];
        letter = letter[..LetterFolding.Fold(rune, letter)];
        return letter.TryCopyTo(buffer) ? letter.Length : 0;
    }

    // A letter with no letter or digit after it.
    private readonly bool IsInitialAt(int at) =>
        at < _text.Length && char.IsAsciiLetter((char)_text[at]) && !IsWordAt(at + 1, out _);

    private readonly bool IsWordAt(int at, out int size)
    {
        size = 1;
        if ((uint)at >= (uint)_text.Length) return false;
        if (_text[at] < 0x80) return _ascii[_text[at]] != 0;
        Rune.DecodeFromUtf8(_text[at..], out var rune, out size);
        return !IsApostrophe(rune) && IsWord(rune);
    }

    private static bool IsWord(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    // The right and left quotation marks, and the modifier letters from turned comma to left half ring.
    private static bool IsApostrophe(Rune rune) => rune.Value is 0x2018 or 0x2019 or (>= 0x2BB and <= 0x2BF);

    private static bool IsIdeograph(Rune rune) => rune.Value is
        (>= 0x3041 and <= 0x30FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF)
        or (>= 0x20000 and <= 0x3FFFF);

    private static byte[] AsciiWordBytes()
    {
        var folded = new byte[256];
        for (var b = 0; b < 0x80; b++)
        {
            if (char.IsAsciiLetterOrDigit((char)b)) folded[b] = (byte)char.ToLowerInvariant((char)b);
        }
        return folded;
    }
}
