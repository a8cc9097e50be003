using System.Buffers;
using System.Text;

namespace Claims.Catalog.Search;

/// <summary>
/// What somebody looks for. Nothing that can be typed is a mistake:
/// <list type="bullet">
/// <item>white space divides, but not initials; what is typed in one piece and is several words, <c>al-Assad</c>, is a
/// phrase;</item>
/// <item>what stands between quotation marks, straight or typographic, is a phrase; one that is not closed reaches to the
/// end;</item>
/// <item>a star right after a word that ends a piece, or after the closing mark, makes that last word a prefix; any other
/// star is punctuation;</item>
/// <item>a dash right before a piece excludes it; a dash on its own is punctuation;</item>
/// <item><c>OR</c>, in capitals, between two pieces looks for either: <c>truce kerry OR lavrov</c> is a truce and one of
/// them. At an edge, in quotation marks, and beside an exclusion or another <c>OR</c>, it is a word;</item>
/// <item>a piece without any word is passed over;</item>
/// <item>what is typed more than once is looked for once, and counts as often.</item>
/// </list>
/// A prefix stands for all words of the corpus that begin with it. In claims of English articles each of them is found in
/// all its English endings, as if it were typed.
/// </summary>
internal sealed class SearchQuery
{
    private SearchQuery(IReadOnlyList<SearchChoice> required, IReadOnlyList<SearchItem> excluded)
    {
        Required = required;
        Excluded = excluded;
    }

    /// <summary>Looks for nothing.</summary>
    public static SearchQuery Empty { get; } = new([], []);

    /// <summary>What a claim must hold, all of it, in the order typed.</summary>
    public IReadOnlyList<SearchChoice> Required { get; }

    /// <summary>What a claim must not hold, any of it.</summary>
    public IReadOnlyList<SearchItem> Excluded { get; }

    /// <summary>All that is to be found.</summary>
    public IEnumerable<SearchItem> RequiredItems => Required.SelectMany(choice => choice.Items);

    /// <summary>How many different pieces there are, required or excluded.</summary>
    public int PieceCount => Items.Count();

    /// <summary>How many words they have together.</summary>
    public int WordCount => Items.Sum(item => item.Words.Count);

    /// <summary>How many of them end in a prefix.</summary>
    public int PrefixCount => Items.Count(item => item.EndsInPrefix);

    /// <summary>Whether nothing is required: then there is nothing to look for.</summary>
    public bool IsEmpty => Required.Count == 0;

    private IEnumerable<SearchItem> Items => RequiredItems.Concat(Excluded);

    /// <summary>Looks for any of some different words.</summary>
    public static SearchQuery AnyOf(IReadOnlyList<SearchWord> words) => words.Count == 0
        ? Empty
        : new([new SearchChoice([.. words.Select(word => new SearchItem([word], endsInPrefix: false))])], []);

    /// <summary>Reads a query.</summary>
    public static SearchQuery Parse(string text)
    {
        var pieces = new Pieces(text).Read();
        var required = new List<SearchChoice>();
        var excluded = new List<SearchItem>();
        for (var i = 0; i < pieces.Count; i++)
        {
            if (pieces[i].IsExcluded)
            {
                pieces[i].Item.AddTo(excluded);
                continue;
            }

            var choice = new List<SearchItem>();
            pieces[i].Item.AddTo(choice);
            for (; IsOrAt(i + 1); i += 2) pieces[i + 2].Item.AddTo(choice);
            new SearchChoice(choice).AddTo(required);
        }

        return new(required, excluded);

        bool IsOrAt(int i) => i + 1 < pieces.Count && pieces[i].IsOr && IsOperand(i - 1) && IsOperand(i + 1);

        bool IsOperand(int i) => !pieces[i].IsExcluded && !pieces[i].IsOr;
    }

    /// <summary>The same query with other things looked for, of which those that are the same now are one.</summary>
    public SearchQuery With(Func<SearchItem, SearchItem> replace)
    {
        var required = new List<SearchChoice>();
        var excluded = new List<SearchItem>();
        foreach (var choice in Required) choice.With(replace).AddTo(required);
        foreach (var item in Excluded) replace(item).AddTo(excluded);
        return new(required, excluded);
    }

    /// <param name="Item">What is looked for.</param>
    /// <param name="IsExcluded">Whether it is not to be found.</param>
    /// <param name="IsOr">Whether it is <c>OR</c>, which is a word unless it stands between two pieces.</param>
    private readonly record struct Piece(SearchItem Item, bool IsExcluded, bool IsOr);

    // Reads the pieces of a query. A word belongs to the piece it starts in, and no piece ends within one.
    private sealed class Pieces
    {
        private readonly byte[] _text;
        private readonly List<(SearchWord Word, int Start, int End)> _words = [];
        private readonly List<Piece> _pieces = [];
        private int _at;

        public Pieces(string text)
        {
            _text = Encoding.UTF8.GetBytes(text);
            var reader = new WordReader(_text, new FoldedText(), stackalloc byte[WordReader.BufferLength]);
            while (reader.Read()) _words.Add((SearchWord.Of(reader), reader.Start, reader.End));
        }

        public List<Piece> Read()
        {
            while (SkipWhiteSpace())
            {
                var start = _at;
                while (_at < _text.Length && _text[_at] == '-') _at++;
                var isExcluded = _at > start;
                if (QuotationMarkAt(_at) is > 0 and var mark)
                {
                    start = _at += mark;
                    while (_at < _text.Length && QuotationMarkAt(_at) == 0) _at++;
                    var end = _at;
                    _at += QuotationMarkAt(_at);
                    var isStarred = _at < _text.Length && _text[_at] == '*';
                    if (isStarred) _at++;
                    Add(start, end, isStarred, isExcluded, isOr: false);
                }
                else
                {
                    start = _at;
                    while (_at < _text.Length && QuotationMarkAt(_at) == 0 && (WhiteSpaceAt(_at) == 0 || IsInWord(_at))) _at++;
                    Add(start, _at, isStarred: false, isExcluded, !isExcluded && _text.AsSpan(start.._at).SequenceEqual("OR"u8));
                }
            }

            return _pieces;
        }

        private void Add(int start, int end, bool isStarred, bool isExcluded, bool isOr)
        {
            var words = _words.FindAll(word => word.Start >= start && word.Start < end);
            if (words.Count == 0) return;
            var last = words[^1].End;
            var endsInPrefix = isStarred || (last < end && _text[last] == '*');
            _pieces.Add(new(new(words.ConvertAll(word => word.Word), endsInPrefix), isExcluded, isOr));
        }

        // Whether there is anything left.
        private bool SkipWhiteSpace()
        {
            while (WhiteSpaceAt(_at) is > 0 and var length) _at += length;
            return _at < _text.Length;
        }

        // As initials are, with white space between them.
        private bool IsInWord(int at) => _words.Exists(word => word.Start < at && at < word.End);

        // How long white space is that starts here; 0 where none does.
        private int WhiteSpaceAt(int at) => RuneAt(at, out var length) is { } rune && Rune.IsWhiteSpace(rune) ? length : 0;

        private int QuotationMarkAt(int at) =>
            RuneAt(at, out var length) is { Value: '"' or '“' or '”' or '„' } ? length : 0;

        private Rune? RuneAt(int at, out int length)
        {
            length = 0;
            return at < _text.Length && Rune.DecodeFromUtf8(_text.AsSpan(at), out var rune, out length) == OperationStatus.Done
                ? rune
                : null;
        }
    }
}
