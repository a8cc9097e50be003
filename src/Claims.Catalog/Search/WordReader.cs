using System.Globalization;
using System.Text;

namespace Claims.Catalog.Search;

/// <summary>
/// Reads the words of a text, folded as <see cref="FoldedText"/> tells. A word is a run of letters, marks and digits, and
/// beyond that:
/// <list type="bullet">
/// <item>a possessive is left out: <c>Syria's</c> is <c>syria</c>; between digits an apostrophe divides: <c>5'10</c> is
/// <c>5</c> and <c>10</c>; any other within a word falls away: <c>don't</c> is <c>dont</c>;</item>
/// <item>behind one or two letters and an apostrophe stands a word that is one by itself too, in the same position:
/// <c>O'Brien</c> is <c>obrien</c> and <c>brien</c>, <c>d'Ivoire</c> is <c>divoire</c> and <c>ivoire</c>;</item>
/// <item>initials, single letters of a script that has case, each with its dot, are one word, with or without white space:
/// <c>J. K. Rowling</c> is <c>jk</c> and <c>rowling</c>, <c>U.S.-led</c> is <c>us</c> and <c>led</c>; but white space
/// between several and several that stand together divides, as in <c>U.S. U.N.</c>; any other dot, and every hyphen,
/// divides: <c>al-Assad</c> is <c>al</c> and <c>assad</c>, <c>2.4</c> is <c>2</c> and <c>4</c>;</item>
/// <item>the plural of a designation, letters and a number, is as its singular: <c>F-16s</c> is <c>f</c> and <c>16</c>; but
/// <c>1980s</c> are none, nor are <c>mid-1980s</c>;</item>
/// <item>an ideograph or kana is a word of its own, with its marks, as nothing tells such words apart;</item>
/// <item>words are told apart by their first <see cref="MaxLength"/> bytes.</item>
/// </list>
/// </summary>
internal ref struct WordReader
{
    /// <summary>The most bytes a folded word takes; what is beyond is cut off.</summary>
    public const int MaxLength = 64;

    /// <summary>The most bytes a word takes as a term: see <see cref="Verbatim"/>.</summary>
    public const int MaxTermLength = MaxLength + 1;

    /// <summary>The bytes of the buffer that a reader needs.</summary>
    public const int BufferLength = 2 * MaxTermLength;

    // No text folded has it, so that no word that is stemmed is like one that is not.
    private const byte VerbatimMark = 1;

    // Of each byte: the folded letter or digit, or 0.
    private static readonly byte[] _ascii = AsciiWordBytes();

    private static readonly byte[][] _partsOfTime =
        Array.ConvertAll("early late mid post pre".Split(' '), Encoding.ASCII.GetBytes);

    private readonly FoldedText _folded;
    private readonly ReadOnlySpan<byte> _text;

    // Of the word, and of the word in it: each with room for the mark before it.
    private readonly Span<byte> _word;
    private readonly Span<byte> _inner;
    private int _length;
    private int _innerLength;
    private int _end;

    /// <summary>Starts before the first word.</summary>
    /// <param name="text">The text as UTF-8.</param>
    /// <param name="folded">Folds it; for this reader until it is done with.</param>
    /// <param name="buffer">Takes one word at a time; <see cref="BufferLength"/> bytes.</param>
    public WordReader(ReadOnlySpan<byte> text, FoldedText folded, Span<byte> buffer)
    {
        _folded = folded;
        _text = folded.Fold(text);
        _word = buffer[..MaxTermLength];
        _inner = buffer.Slice(MaxTermLength, MaxTermLength);
    }

    /// <summary>The word, folded; its bytes may be overwritten.</summary>
    public readonly Span<byte> Folded => _word.Slice(1, _length);

    /// <summary>The word that stands in it by itself too, folded, or nothing; its bytes may be overwritten.</summary>
    public readonly Span<byte> Inner => _inner.Slice(1, _innerLength);

    /// <summary>Where the word starts in the text, in bytes.</summary>
    public int Start { get; private set; }

    /// <summary>Where it ends, its possessive or last dot included.</summary>
    public int End { get; private set; }

    /// <summary>Where the inner word starts, if there is one; it ends where the word does.</summary>
    public int InnerStart { get; private set; }

    /// <summary>Reads the next word.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Read()
    {
        var start = _end;
        while (start < _text.Length && !IsWordAt(start, out var size)) start += size;
        if (start >= _text.Length)
        {
            _end = start;
            return false;
        }

        (_length, _innerLength) = (0, 0);
        if (!IsInitialLikely(start) || !ReadInitials(start)) ReadWord(start);
        Start = _folded.StartOf(start);
        End = _folded.EndOf(_end - 1);
        return true;
    }

    /// <summary>
    /// A word as a term that is not stemmed, and is no other's stem: marked where stems could be like it. Of
    /// <see cref="Folded"/> or <see cref="Inner"/>.
    /// </summary>
    /// <param name="isInner">Which of them.</param>
    public readonly Span<byte> Verbatim(bool isInner)
    {
        var buffer = isInner ? _inner : _word;
        var length = isInner ? _innerLength : _length;
        if (!EnglishStemmer.CanStem(buffer.Slice(1, length))) return buffer.Slice(1, length);
        buffer[0] = VerbatimMark;
        return buffer[..(length + 1)];
    }

    // Of most words the second byte tells that there is none.
    private readonly bool IsInitialLikely(int start) =>
        start + 1 < _text.Length && (_text[start + 1] == '.' || _text[start] >= 0x80);

    private bool ReadInitials(int start)
    {
        // How many stand together before the next.
        var together = 0;
        var count = 0;
        for (var next = start; InitialEnd(next) is >= 0 and var end; count++)
        {
            // Two names next to each other stay two: "U.S. U.N."
            if (next > _end && together > 1 && InitialEnd(end) >= 0) break;
            together = next == _end ? together + 1 : 1;
            Append(_text[next..(end - 1)]);
            _end = next = end;
            while (next < _text.Length && IsWhiteSpaceAt(next, out var size)) next += size;
        }

        if (count < 2)
        {
            _length = 0;
            return false;
        }

        if (IsPossessiveAt(_end)) _end += 2;
        return true;
    }

    // Where the dot ends behind a letter, or -1. What is before the letter is no word, or another initial.
    private readonly int InitialEnd(int at)
    {
        if (at >= _text.Length) return -1;
        var size = 1;
        if (_text[at] < 0x80)
        {
            if (!char.IsAsciiLetter((char)_text[at])) return -1;
        }
        else
        {
            Rune.DecodeFromUtf8(_text[at..], out var rune, out size);
            if (!IsCased(rune)) return -1;
        }

        at += size;
        return at < _text.Length && _text[at] == '.' ? at + 1 : -1;
    }

    private void ReadWord(int start)
    {
        var text = _text;
        var word = _word;
        var at = start;
        var innerStart = -1;
        while (at < text.Length)
        {
            // Most are ASCII, and taken with nothing but locals.
            var length = _length;
            for (byte folded; at < text.Length && (folded = _ascii[text[at]]) != 0; at++)
            {
                if (length < MaxLength) word[++length] = folded;
            }

            _length = length;
            if (at == text.Length) break;
            if (text[at] >= 0x80)
            {
                Rune.DecodeFromUtf8(text[at..], out var rune, out var size);
                var isIdeograph = IsIdeograph(rune);
                if (!IsWord(rune) || (isIdeograph && at > start)) break;
                Append(text.Slice(at, size));
                at += size;
                if (!isIdeograph) continue;
                at = AppendMarks(at);
                break;
            }

            if (!IsApostrophe(text[at]) || !IsWordAt(at + 1, out _) || IsIdeographAt(at + 1)) break;
            if (char.IsAsciiDigit((char)text[at - 1]) && char.IsAsciiDigit((char)text[at + 1])) break;
            if (IsPossessiveAt(at))
            {
                at += 2;
                break;
            }

            at++;
            if (innerStart < 0 && IsOneOrTwoLetters(Folded))
            {
                innerStart = _length;
                InnerStart = _folded.StartOf(at);
            }
        }

        if (_length > 1 && word[_length] == 's' && IsPluralOfDesignation(start)) _length--;
        _end = at;
        if (innerStart < 0) return;
        _innerLength = _length - innerStart;
        Folded[innerStart..].CopyTo(_inner[1..]);
    }

    private int AppendMarks(int at)
    {
        while (at < _text.Length && _text[at] >= 0x80)
        {
            Rune.DecodeFromUtf8(_text[at..], out var rune, out var size);
            if (!IsMark(rune)) break;
            Append(_text.Slice(at, size));
            at += size;
        }

        return at;
    }

    // A character, if there is room for all of it.
    private void Append(ReadOnlySpan<byte> character)
    {
        if (character.Length == 1)
        {
            if (_length < MaxLength) _word[++_length] = _ascii[character[0]];
        }
        else if (_length + character.Length <= MaxLength)
        {
            character.CopyTo(_word[(_length + 1)..]);
            _length += character.Length;
        }
    }

    // An s behind digits, before which stands a letter: in the word, or in the one that a hyphen ends.
    private readonly bool IsPluralOfDesignation(int start)
    {
        var word = Folded;
        if (word is not [.., >= (byte)'0' and <= (byte)'9', (byte)'s']) return false;
        var number = word[..^1];
        if (number.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return true;
        var hyphen = HyphenLengthBefore(start);
        if (hyphen == 0) return false;
        var before = _text[..(start - hyphen)];
        Rune.DecodeLastFromUtf8(before, out var last, out _);
        return IsLetter(last) && !(number[^1] == '0' && IsPartOfTime(before));
    }

    // Whether a text ends with a word that tells which part of a decade is meant.
    private static bool IsPartOfTime(ReadOnlySpan<byte> text)
    {
        foreach (var part in _partsOfTime)
        {
            if (text.Length >= part.Length && Ascii.EqualsIgnoreCase(text[^part.Length..], part)
                && (text.Length == part.Length || !char.IsAsciiLetterOrDigit((char)text[^(part.Length + 1)])))
            {
                return true;
            }
        }

        return false;
    }

    private readonly int HyphenLengthBefore(int at)
    {
        ReadOnlySpan<byte> hyphen = "\u2010"u8, nonBreakingHyphen = "\u2011"u8;
        var before = _text[..at];
        if (before is [.., (byte)'-']) return 1;
        return before.EndsWith(hyphen) || before.EndsWith(nonBreakingHyphen) ? hyphen.Length : 0;
    }

    // At an apostrophe.
    private readonly bool IsPossessiveAt(int at) =>
        at + 1 < _text.Length && IsApostrophe(_text[at]) && (_text[at + 1] | 0x20) == 's' && !IsWordAt(at + 2, out _);

    private readonly bool IsWordAt(int at, out int size)
    {
        size = 1;
        if ((uint)at >= (uint)_text.Length) return false;
        if (_text[at] < 0x80) return _ascii[_text[at]] != 0;
        Rune.DecodeFromUtf8(_text[at..], out var rune, out size);
        return IsWord(rune);
    }

    private readonly bool IsIdeographAt(int at)
    {
        Rune.DecodeFromUtf8(_text[at..], out var rune, out _);
        return IsIdeograph(rune);
    }

    private readonly bool IsWhiteSpaceAt(int at, out int size)
    {
        Rune.DecodeFromUtf8(_text[at..], out var rune, out size);
        return Rune.IsWhiteSpace(rune);
    }

    private static bool IsOneOrTwoLetters(ReadOnlySpan<byte> word)
    {
        var letters = 0;
        while (!word.IsEmpty)
        {
            Rune.DecodeFromUtf8(word, out var rune, out var size);
            if (!IsLetter(rune) || ++letters > 2) return false;
            word = word[size..];
        }

        return letters > 0;
    }

    private static bool IsApostrophe(byte b) => b is (byte)'\'' or (byte)'`';

    private static bool IsWord(Rune rune) => IsLetter(rune) || IsMark(rune);

    private static bool IsLetter(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter;

    private static bool IsCased(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter;

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

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
