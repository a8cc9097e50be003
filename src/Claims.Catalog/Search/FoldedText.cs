using System.Globalization;
using System.Text;

namespace Claims.Catalog.Search;

/// <summary>
/// A text as its words are compared, so that what is written otherwise is equal: in canonical decomposition (Hangul
/// composed), without case, in the plain form of compatibility characters that are letters, and with
/// <list type="bullet">
/// <item>the marks after Latin, Greek, Cyrillic and Hebrew letters left out, of Arabic its vowel signs, hamza above and
/// below, and tatweel; those of other scripts are letters: <c>かく</c> is not <c>がく</c>;</item>
/// <item>decimal digits of any script as 0 to 9;</item>
/// <item>one apostrophe for what people type as one;</item>
/// <item>what Unicode has to be ignored left out, but the zero width space.</item>
/// </list>
/// It is folded anew for each text. Not for several threads.
/// </summary>
internal sealed class FoldedText
{
    private const int SmallestSize = 256;
    private const int Tatweel = 0x640;

    private byte[] _utf8 = [];

    // Of each byte, where what it is folded from starts and ends in the text, marks that are left out included. Of a text
    // in ASCII, which is its own folding but for case, there are none.
    private int[] _starts = [];
    private int[] _ends = [];
    private int _length;
    private bool _isOwn;

    // Where the last character starts, and what becomes of marks behind it.
    private int _last;
    private Marks _marks;

    /// <summary>What becomes of marks.</summary>
    private enum Marks
    {
        /// <summary>They are left out: behind letters that are told apart without, and where there is no letter.</summary>
        Dropped,

        /// <summary>So are some of them.</summary>
        Arabic,

        /// <summary>They are as good as letters.</summary>
        Kept,
    }

    /// <summary>Folds a text.</summary>
    /// <param name="text">As UTF-8.</param>
    /// <returns>What it is compared by, until the next is folded. Capitals A to Z may be left.</returns>
    public ReadOnlySpan<byte> Fold(ReadOnlySpan<byte> text)
    {
        _isOwn = Ascii.IsValid(text);
        if (_isOwn) return text;

        (_length, _last, _marks) = (0, 0, Marks.Dropped);
        for (var at = 0; at < text.Length;)
        {
            if (text[at] < 0x80)
            {
                _marks = Marks.Dropped;
                Append(text.Slice(at, 1), at, at + 1);
                at++;
                continue;
            }

            Rune.DecodeFromUtf8(text[at..], out var rune, out var size);
            Add(rune, at, at + size);
            at += size;
        }

        return _utf8.AsSpan(0, _length);
    }

    /// <summary>Where in the text what stands at a byte of the folding starts.</summary>
    public int StartOf(int at) => _isOwn ? at : _starts[at];

    /// <summary>Where it ends, before which the text is not to be divided.</summary>
    public int EndOf(int at) => _isOwn ? at + 1 : _ends[at];

    private void Add(Rune rune, int start, int end)
    {
        if (IsIgnorable(rune))
        {
            // A variation selector is a mark of the character before it.
            if (IsMark(rune)) Cover(end);
            return;
        }

        var folding = Foldings.Of(rune);
        if (folding.IsEmpty)
        {
            AddFolded(rune, start, end);
            return;
        }

        while (!folding.IsEmpty)
        {
            Rune.DecodeFromUtf8(folding, out var part, out var size);
            folding = folding[size..];
            AddFolded(part, start, end);
        }
    }

    private void AddFolded(Rune rune, int start, int end)
    {
        if (IsMark(rune))
        {
            AddMark(rune, start, end);
            return;
        }

        if (rune.Value == Tatweel)
        {
            Cover(end);
            return;
        }

        Span<byte> utf8 = stackalloc byte[4];
        if (IsApostrophe(rune)) rune = new('\'');
        else if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber)
            rune = new((char)('0' + (int)Rune.GetNumericValue(rune)));
        if (Compose(rune, end)) return;
        _marks = MarksAfter(rune.Value);
        Append(utf8[..rune.EncodeToUtf8(utf8)], start, end);
    }

    private void AddMark(Rune mark, int start, int end)
    {
        if (_marks == Marks.Dropped || (_marks == Marks.Arabic && IsArabicSign(mark.Value)))
        {
            Cover(end);
            return;
        }

        Span<byte> utf8 = stackalloc byte[4];
        utf8 = utf8[..mark.EncodeToUtf8(utf8)];
        var at = _length;
        if (Foldings.CombiningClassOf(mark) is > 0 and var own)
        {
            // Before those of higher classes, which marks of any order are sorted by.
            while (at > 0)
            {
                Rune.DecodeLastFromUtf8(_utf8.AsSpan(0, at), out var before, out var size);
                if (Foldings.CombiningClassOf(before) <= own) break;
                at -= size;
            }
        }

        Append(utf8, start, end);
        var moved = _length - utf8.Length - at;
        if (moved == 0) return;
        _utf8.AsSpan(at, moved).CopyTo(_utf8.AsSpan(at + utf8.Length));
        utf8.CopyTo(_utf8.AsSpan(at));
        _last = at;
        _starts.AsSpan(at, moved + utf8.Length).Fill(_starts[at]);
        _ends.AsSpan(at, moved + utf8.Length).Fill(end);
    }

    private void Append(ReadOnlySpan<byte> utf8, int start, int end)
    {
        if (_length + utf8.Length > _utf8.Length)
        {
            Array.Resize(ref _utf8, Math.Max(2 * _utf8.Length, SmallestSize));
            Array.Resize(ref _starts, _utf8.Length);
            Array.Resize(ref _ends, _utf8.Length);
        }

        _last = _length;
        foreach (var b in utf8)
        {
            _utf8[_length] = b;
            _starts[_length] = start;
            _ends[_length++] = end;
        }
    }

    // What is left out belongs to the character before it.
    private void Cover(int end)
    {
        if (_length > 0) _ends.AsSpan(_last.._length).Fill(end);
    }

    // Hangul by the algorithm of Unicode's section 3.12: a vowel behind a consonant, and a final consonant behind both.
    private bool Compose(Rune jamo, int end)
    {
        const int Leads = 0x1100, LeadCount = 19, Vowels = 0x1161, VowelCount = 21, Finals = 0x11A7, FinalCount = 28;
        const int Syllables = 0xAC00, SyllableCount = LeadCount * VowelCount * FinalCount;
        if (jamo.Value is < Vowels or >= Finals + FinalCount || _length == 0) return false;
        Rune.DecodeLastFromUtf8(_utf8.AsSpan(0, _length), out var before, out _);
        var (lead, syllable) = (before.Value - Leads, before.Value - Syllables);
        int composed;
        if (jamo.Value < Vowels + VowelCount && (uint)lead < LeadCount)
            composed = Syllables + ((lead * VowelCount) + jamo.Value - Vowels) * FinalCount;
        else if (jamo.Value > Finals && (uint)syllable < SyllableCount && syllable % FinalCount == 0)
            composed = before.Value + jamo.Value - Finals;
        else
            return false;

        // As long as what it takes the place of.
        new Rune(composed).EncodeToUtf8(_utf8.AsSpan(_last));
        Cover(end);
        return true;
    }

    // Vowel signs, hamza and madda above or below, and the small alif.
    private static bool IsArabicSign(int mark) => mark is (>= 0x64B and <= 0x65F) or 0x670;

    private static Marks MarksAfter(int letter) => letter switch
    {
        < 0x530 => Marks.Dropped, // Latin, Greek, Cyrillic, and what is no letter.
        >= 0x590 and < 0x600 or >= 0xFB1D and < 0xFB50 => Marks.Dropped, // Hebrew.
        >= 0x600 and < 0x700 or >= 0x750 and < 0x780 or >= 0x870 and < 0x900 => Marks.Arabic,
        >= 0x1C80 and < 0x1C90 or >= 0x1D00 and < 0x1DC0 or >= 0x1E00 and < 0x2000 => Marks.Dropped,
        >= 0x2000 and < 0x2C00 or >= 0x2C60 and < 0x2C80 => Marks.Dropped, // Symbols, then Latin again.
        >= 0xA640 and < 0xA6A0 or >= 0xA720 and < 0xA800 or >= 0xAB30 and < 0xAB70 => Marks.Dropped,
        >= 0x10780 and < 0x107C0 or >= 0x1DF00 and < 0x1E000 or >= 0x1E030 and < 0x1E090 => Marks.Dropped,
        _ => IsLetter(letter) ? Marks.Kept : Marks.Dropped,
    };

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static bool IsLetter(int codePoint) => CharUnicodeInfo.GetUnicodeCategory(codePoint) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter;

    // What people type for one; and what Unicode has as the same characters, in other case or by another name.
    private static bool IsApostrophe(Rune rune) => rune.Value is
        0xB4 or 0x2B9 or (>= 0x2BB and <= 0x2BF) or 0x2C8 or 0x2018 or 0x2019 or 0x201B or 0x2032 or 0x55A or 0x5F3 or 0xA78C
        or 0xFF07 or 0xFF40 or 0x374 or 0x1FEF or 0x1FFD or 0xA78B;

    // Default_Ignorable_Code_Point, but for U+200B, which people divide words by.
    private static bool IsIgnorable(Rune rune) => rune.Value is
        0xAD or 0x34F or 0x61C or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F)
        or (>= 0x200C and <= 0x200F) or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x206F) or 0x3164
        or (>= 0xFE00 and <= 0xFE0F) or 0xFEFF or 0xFFA0 or (>= 0xFFF0 and <= 0xFFF8) or (>= 0x1BCA0 and <= 0x1BCA3)
        or (>= 0x1D173 and <= 0x1D17A) or (>= 0xE0000 and <= 0xE0FFF);
}
