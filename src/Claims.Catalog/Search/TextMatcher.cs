using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace Claims.Catalog.Search;

/// <summary>
/// Finds in texts what a query requires. Made once for a query; any number of threads may use it.
/// </summary>
internal sealed class TextMatcher
{
    private const int MostOnStack = 64;

    // The words of all items, one after the other. Word w is bit w of each of the sets of words below.
    private readonly Word[] _words;
    private readonly ulong[] _firstOfItem;
    private readonly ulong[] _lastOfItem;
    private readonly int _longestItem = 1;
    private readonly Vocabulary _vocabulary;

    /// <param name="query">What to find.</param>
    /// <param name="vocabulary">The words there are, for what a prefix stands for.</param>
    public TextMatcher(SearchQuery query, Vocabulary vocabulary)
    {
        _vocabulary = vocabulary;
        _words = Word.Of(query.Required);
        _firstOfItem = new ulong[(_words.Length + 63) / 64];
        _lastOfItem = new ulong[_firstOfItem.Length];
        for (var w = 0; w < _words.Length; w++)
        {
            var word = _words[w];
            if (word.Number == 1) _firstOfItem[w >> 6] |= 1UL << w;
            if (word.IsLast) _lastOfItem[w >> 6] |= 1UL << w;
            if (word.IsPrefix) word.Stems = vocabulary.StemsUnder(word.Folded);
            _longestItem = Math.Max(_longestItem, word.Number);
        }
    }

    /// <summary>Finds what matches in a text: in order, without overlap, a phrase as one.</summary>
    /// <param name="text">The text as UTF-8.</param>
    /// <param name="isEnglish">Whether its words are found in all their English endings.</param>
    /// <param name="spans">Takes what is found; what was in it before is dropped.</param>
    /// <returns>Which of the query's choices the text meets: bit c for choice c.</returns>
    public ulong Find(ReadOnlySpan<byte> text, bool isEnglish, List<TextSpan> spans)
    {
        spans.Clear();
        var met = 0UL;
        // Which words of the query the words read so far end with, as parts of items that match from their first on.
        var sets = _firstOfItem.Length;
        Span<ulong> matched = sets <= MostOnStack ? stackalloc ulong[sets] : new ulong[sets];
        matched.Clear();
        // And which of these the first one matches by its inner word alone.
        Span<ulong> begunInside = sets <= MostOnStack ? stackalloc ulong[sets] : new ulong[sets];
        begunInside.Clear();
        // Where the last words read start, and their inner words; of each, in turn.
        Span<int> starts = _longestItem <= MostOnStack ? stackalloc int[MostOnStack] : new int[_longestItem];
        Span<int> innerStarts = _longestItem <= MostOnStack ? stackalloc int[MostOnStack] : new int[_longestItem];

        var reader = new WordReader(text, new FoldedText(), stackalloc byte[WordReader.BufferLength]);
        for (var read = 0; reader.Read(); read++)
        {
            starts[read % _longestItem] = reader.Start;
            innerStarts[read % _longestItem] = reader.InnerStart;
            var longest = Advance(
                matched, begunInside, new(reader.Folded, isEnglish), new(reader.Inner, isEnglish), ref met, out var isInside);
            if (longest == 0) continue;
            var first = (read - longest + 1) % _longestItem;
            Add(spans, new TextSpan(isInside ? innerStarts[first] : starts[first], reader.End));
        }
        if (spans.Count > 0 && !Ascii.IsValid(text)) ToCodePoints(text, CollectionsMarshal.AsSpan(spans));
        return met;
    }

    // Answers how many words the longest item has that ends with this word, or 0; and whether it begins inside a word.
    private int Advance(
        Span<ulong> matched, Span<ulong> begunInside, TextWord read, TextWord inner, ref ulong met, out bool isInside)
    {
        var longest = 0;
        isInside = false;
        for (var set = matched.Length - 1; set >= 0; set--)
        {
            var carried = set > 0 ? (matched[set - 1] & ~_lastOfItem[set - 1]) >> 63 : 0;
            var reached = (matched[set] & ~_lastOfItem[set]) << 1 | carried | _firstOfItem[set];
            var reachedInside = begunInside[set] << 1 | (set > 0 ? begunInside[set - 1] >> 63 : 0);
            (matched[set], begunInside[set]) = (0, 0);
            for (; reached != 0; reached &= reached - 1)
            {
                var bit = reached & (0 - reached);
                var word = _words[(set << 6) + BitOperations.TrailingZeroCount(bit)];
                var isWhole = IsMatch(word, ref read);
                if (!isWhole && (inner.IsEmpty || !IsMatch(word, ref inner))) continue;
                var isBegunInside = word.Number == 1 ? !isWhole : (reachedInside & bit) != 0;
                matched[set] |= bit;
                if (isBegunInside) begunInside[set] |= bit;
                if ((_lastOfItem[set] & bit) == 0) continue;
                met |= 1UL << word.Choice;
                if (word.Number < longest) continue;
                isInside = isBegunInside && (isInside || word.Number > longest);
                longest = word.Number;
            }
        }
        return longest;
    }

    private bool IsMatch(Word word, ref TextWord read)
    {
        if (read.IsVerbatim) return read.IsMatch(word);
        if (!read.Begins(word.Start))
            return false;
        return word.Stems is null
            ? read.Stem.SequenceEqual(word.Stem)
            : word.Stems.AsSpan().BinarySearch(read.NumberIn(_vocabulary)) >= 0;
    }

    // An item that ends later may have started earlier.
    private static void Add(List<TextSpan> spans, TextSpan span)
    {
        while (spans.Count > 0 && spans[^1].End > span.Start)
        {
            span = span with { Start = Math.Min(span.Start, spans[^1].Start) };
            spans.RemoveAt(spans.Count - 1);
        }
        spans.Add(span);
    }

    private static void ToCodePoints(ReadOnlySpan<byte> text, Span<TextSpan> spans)
    {
        var at = 0;
        var codePoints = 0;
        foreach (ref var span in spans)
        {
            codePoints += CodePointsIn(text[at..span.Start]);
            var length = CodePointsIn(text[span.Start..span.End]);
            at = span.End;
            span = new TextSpan(codePoints, codePoints + length);
            codePoints += length;
        }
    }

    private static int CodePointsIn(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        foreach (var b in utf8)
        {
            if ((b & 0xC0) != 0x80) count++;
        }
        return count;
    }

    /// <summary>A word of the text. It is stemmed once something that begins like it is looked for: most never are.</summary>
    private ref struct TextWord(Span<byte> folded, bool isEnglish)
    {
        private const int Unknown = -2;

        public readonly bool IsVerbatim => !isEnglish;

        public readonly bool IsEmpty => _word.IsEmpty;

        private readonly Span<byte> _word = folded;
        private int _stemLength = Unknown;
        private int _number = Unknown;

        public ReadOnlySpan<byte> Stem
        {
            get
            {
                if (_stemLength == Unknown) _stemLength = EnglishStemmer.Stem(_word);
                return _word[.._stemLength];
            }
        }

        // Once stemmed, the word may begin otherwise, but not otherwise than all that have its stem.
        public readonly bool Begins(ReadOnlySpan<byte> start) => _word.StartsWith(start);

        // Of one that is not stemmed.
        public readonly bool IsMatch(Word word) =>
            word.IsPrefix ? _word.StartsWith(word.Folded) : _word.SequenceEqual(word.Folded);

        public int NumberIn(Vocabulary vocabulary) => _number == Unknown ? _number = vocabulary.Find(Stem) : _number;
    }

    /// <param name="word">The word, or prefix.</param>
    /// <param name="choice">The number of the choice it is of, from 0.</param>
    /// <param name="number">Its number within its item, from 1.</param>
    private sealed class Word(SearchWord word, int choice, int number, bool isLast, bool isPrefix)
    {
        public int Choice => choice;

        public byte[] Folded => word.Folded;

        public byte[] Stem => word.Stem;

        /// <summary>How every word begins that matches. Of what has the stem of a word with the prefix, only the initial is
        /// known.</summary>
        public byte[] Start { get; } = isPrefix
            ? word.Folded[..1]
            : word.Stem[..Math.Max(word.Stem.Length - EnglishStemmer.MostAltered, Math.Min(word.Stem.Length, 1))];

        public int Number => number;

        public bool IsLast => isLast;

        public bool IsPrefix => isPrefix;

        /// <summary>Of a prefix, the numbers of the stems it stands for, in order.</summary>
        public int[]? Stems { get; set; }

        public static Word[] Of(IReadOnlyList<SearchChoice> choices)
        {
            var words = new List<Word>();
            foreach (var (choice, item) in choices.Index().SelectMany(choice => choice.Item.Items.Select(item => (choice.Index, item))))
            {
                foreach (var form in item.Forms)
                {
                    for (var number = 1; number <= form.Count; number++)
                    {
                        var isLast = number == form.Count;
                        words.Add(new(form[number - 1], choice, number, isLast, isLast && item.EndsInPrefix));
                    }
                }
            }

            return [.. words];
        }
    }
}
