using System.Runtime.InteropServices;
using System.Text;

namespace Claims.Catalog.Search;

/// <summary>
/// Brings the forms of an English word to one stem, by M. F. Porter's second algorithm ("Porter2") as version 3 of Snowball
/// has it.
/// Its step 0, apostrophes, is not here: <see cref="WordReader"/> leaves none.
/// </summary>
internal static class EnglishStemmer
{
    /// <summary>How many letters at the end of a stem may be others than its word has there:
    /// <c>dying</c>, <c>die</c>.</summary>
    public const int MostAltered = 2;

    // While a word is stemmed, a y that is a consonant is this.
    private const byte ConsonantY = (byte)'Y';

    private static readonly (byte[] Word, byte[] Stem)[] _exceptions =
    [
        .. Pairs("skis ski, skies sky, idly idl, gently gentl, ugly ugli, early earli, only onli, singly singl, sky sky, "
            + "news news, howe howe, atlas atlas, cosmos cosmos, bias bias, andes andes"),
    ];

    private static readonly int _longestException = _exceptions.Max(exception => exception.Word.Length);

    private static readonly byte[][] _wordsInEed = Words("proceed exceed succeed");

    private static readonly byte[][] _wordsInIng = Words("inning outing canning herring earring evening");

    private static readonly byte[][] _beforeRegion1 =
        Words("gener commun arsen past univers later emerg organ inter");

    // Longest first, as in each of the lists the longest that fits is meant.
    private static readonly (byte[] Suffix, byte[] Instead)[] _step2 =
    [
        .. Pairs("ational ate, fulness ful, iveness ive, ization ize, ousness ous, biliti ble, lessli less, tional tion, "
            + "alism al, aliti al, ation ate, entli ent, fulli ful, iviti ive, ousli ous, abli able, alli al, anci ance, "
            + "ator ate, enci ence, izer ize, bli ble, ogist og, ogi og, li "),
    ];

    private static readonly (byte[] Suffix, byte[] Instead)[] _step3 =
    [
        .. Pairs("ational ate, tional tion, alize al, ative , icate ic, iciti ic, ical ic, ness , ful "),
    ];

    private static readonly byte[][] _step4 =
        Words("ement able ance ence ible ment ant ate ent ion ism iti ive ize ous al er ic");

    /// <summary>Whether a word has letters a to z alone: any other is its own stem, and no other's.</summary>
    public static bool CanStem(ReadOnlySpan<byte> word) => !word.ContainsAnyExceptInRange((byte)'a', (byte)'z');

    /// <summary>Stems a folded word in place.</summary>
    /// <returns>The stem's length. A word that cannot be stemmed, or of two letters at most, is its own stem.</returns>
    public static int Stem(Span<byte> word)
    {
        if (word.Length <= 2 || !CanStem(word))
            return word.Length;
        if (word.Length <= _longestException)
        {
            foreach (var (exception, stem) in _exceptions)
            {
                if (!word.SequenceEqual(exception)) continue;
                stem.CopyTo(word);
                return stem.Length;
            }
        }

        MarkConsonantYs(word);
        var stemming = new Stemming(word);
        stemming.Step1A();
        stemming.Step1B();
        stemming.Step1C();
        stemming.Step2();
        stemming.Step3();
        stemming.Step4();
        stemming.Step5();
        stemming.Word.Replace(ConsonantY, (byte)'y');
        return stemming.Word.Length;
    }

    private static void MarkConsonantYs(Span<byte> word)
    {
        for (var i = 0; i < word.Length; i++)
        {
            if (word[i] == 'y' && (i == 0 || IsVowel(word[i - 1]))) word[i] = ConsonantY;
        }
    }

    private static bool IsVowel(byte letter) => letter is
        (byte)'a' or (byte)'e' or (byte)'i' or (byte)'o' or (byte)'u' or (byte)'y';

    private static bool IsAnyOf(byte[][] words, ReadOnlySpan<byte> word)
    {
        foreach (var candidate in words)
        {
            if (word.SequenceEqual(candidate)) return true;
        }
        return false;
    }

    private static byte[][] Words(string words) => Array.ConvertAll(words.Split(' '), Encoding.ASCII.GetBytes);

    private static (byte[], byte[])[] Pairs(string pairs) => Array.ConvertAll(pairs.Split(", "), pair =>
    {
        var words = Words(pair);
        return (words[0], words[1]);
    });

    /// <summary>A word on its way. Region 1 is what follows the first consonant after a vowel; region 2, the same within
    /// region 1.</summary>
    private ref struct Stemming
    {
        private readonly int _region1;
        private readonly int _region2;

        public Stemming(Span<byte> word)
        {
            Word = word;
            _region1 = RegionAfter(0);
            foreach (var start in _beforeRegion1)
            {
                if (word.StartsWith(start)) _region1 = start.Length;
            }
            _region2 = RegionAfter(_region1);
        }

        public Span<byte> Word { get; private set; }

        public void Step1A()
        {
            if (Ends("sses"u8)) Drop(2);
            else if (Ends("ied"u8) || Ends("ies"u8)) Drop(Word.Length > 4 ? 2 : 1);
            else if (Ends("s"u8) && !Ends("us"u8) && !Ends("ss"u8) && HasVowel(Word[..^2])) Drop(1);
        }

        public void Step1B()
        {
            if (Ends("eedly"u8))
            {
                if (InRegion1(5)) Drop(3);
                return;
            }
            if (Ends("eed"u8))
            {
                if (InRegion1(3) && !IsAnyOf(_wordsInEed, Word)) Drop(1);
                return;
            }
            if (Ends("ying"u8) && Word.Length == 5 && !IsVowel(Word[0]))
            {
                Replace(4, "ie"u8);
                return;
            }
            if (Ends("ing"u8) && IsAnyOf(_wordsInIng, Word)) return;

            var suffix = Ends("ingly"u8) ? 5 : Ends("edly"u8) ? 4 : Ends("ing"u8) ? 3 : Ends("ed"u8) ? 2 : 0;
            if (suffix == 0 || !HasVowel(Word[..^suffix])) return;
            Drop(suffix);
            if (Ends("at"u8) || Ends("bl"u8) || Ends("iz"u8)) AddE();
            else if (EndsDouble())
            {
                if (Word.Length != 3 || Word[0] is not ((byte)'a' or (byte)'e' or (byte)'o')) Drop(1);
            }
            else if (_region1 >= Word.Length && EndsInShortSyllable(Word)) AddE();
        }

        public readonly void Step1C()
        {
            if (Word.Length > 2 && Word[^1] is (byte)'y' or ConsonantY && !IsVowel(Word[^2])) Word[^1] = (byte)'i';
        }

        public void Step2()
        {
            foreach (var (suffix, instead) in _step2)
            {
                if (!Ends(suffix)) continue;
                var before = Word.Length > suffix.Length ? Word[^(suffix.Length + 1)] : default;
                var fits = suffix.Length switch
                {
                    2 => before is (byte)'c' or (byte)'d' or (byte)'e' or (byte)'g' or (byte)'h' or (byte)'k' or (byte)'m'
                        or (byte)'n' or (byte)'r' or (byte)'t',
                    3 when suffix[0] == 'o' => before == 'l',
                    _ => true,
                };
                if (fits && InRegion1(suffix.Length)) Replace(suffix.Length, instead);
                return;
            }
        }

        public void Step3()
        {
            foreach (var (suffix, instead) in _step3)
            {
                if (!Ends(suffix)) continue;
                if (InRegion1(suffix.Length) && (suffix is not [.., (byte)'v', (byte)'e'] || InRegion2(suffix.Length)))
                    Replace(suffix.Length, instead);
                return;
            }
        }

        public void Step4()
        {
            foreach (var suffix in _step4)
            {
                if (!Ends(suffix)) continue;
                if (InRegion2(suffix.Length)
                    && (suffix is not [.., (byte)'o', (byte)'n'] || Word[^(suffix.Length + 1)] is (byte)'s' or (byte)'t'))
                {
                    Drop(suffix.Length);
                }
                return;
            }
        }

        public void Step5()
        {
            var drops = Ends("e"u8)
                ? InRegion2(1) || (InRegion1(1) && !EndsInShortSyllable(Word[..^1]))
                : Ends("ll"u8) && InRegion2(1);
            if (drops) Drop(1);
        }

        // The last letters tell most apart, and many suffixes are asked about.
        private readonly bool Ends(ReadOnlySpan<byte> suffix) =>
            Word.Length >= suffix.Length && Word[^1] == suffix[^1] && Word.EndsWith(suffix);

        private readonly bool InRegion1(int length) => Word.Length - length >= _region1;

        private readonly bool InRegion2(int length) => Word.Length - length >= _region2;

        private void Drop(int length) => Word = Word[..^length];

        // No suffix is replaced by a longer one.
        private void Replace(int length, ReadOnlySpan<byte> instead)
        {
            instead.CopyTo(Word[^length..]);
            Drop(length - instead.Length);
        }

        // There is room where the ending was.
        private void AddE()
        {
            Word = MemoryMarshal.CreateSpan(ref Word[0], Word.Length + 1);
            Word[^1] = (byte)'e';
        }

        private readonly int RegionAfter(int start)
        {
            for (var i = start + 1; i < Word.Length; i++)
            {
                if (!IsVowel(Word[i]) && IsVowel(Word[i - 1])) return i + 1;
            }
            return Word.Length;
        }

        private readonly bool EndsDouble() =>
            Word.Length >= 2 && Word[^1] == Word[^2] && "bdfgmnprt"u8.Contains(Word[^1]);

        private static bool HasVowel(ReadOnlySpan<byte> letters)
        {
            foreach (var letter in letters)
            {
                if (IsVowel(letter)) return true;
            }
            return false;
        }

        // Consonant, vowel, consonant but w, x or Y; or a vowel and a consonant that are all; or "past", for "paste".
        private static bool EndsInShortSyllable(ReadOnlySpan<byte> letters) => letters.Length == 2
            ? IsVowel(letters[0]) && !IsVowel(letters[1])
            : letters.EndsWith("past"u8)
                || (letters.Length > 2 && !IsVowel(letters[^3]) && IsVowel(letters[^2]) && !IsVowel(letters[^1])
                    && letters[^1] is not ((byte)'w' or (byte)'x' or ConsonantY));
    }
}
