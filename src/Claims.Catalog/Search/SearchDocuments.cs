namespace Claims.Catalog.Search;

/// <summary>
/// The words of some of the claims, as one thread reads them, until the index is built. Not for several threads.
/// </summary>
internal sealed class SearchDocuments
{
    // Per document its fields: of a text, 2 × how many words and each one's number + 1, behind a 0 that of one which stands
    // where the one before it does; of names, 2 × their number + 1.
    private byte[] _fields = new byte[1 << 12];
    private int _length;
    private int[] _starts = new int[1 << 8];

    // Per document, how many of its fields count where something is excluded.
    private int[] _excludable = new int[1 << 8];
    private int _fieldCount;
    private readonly FoldedText _folded = new();
    private uint[] _text = new uint[256];

    /// <summary>How many documents there are.</summary>
    public int Count { get; private set; }

    /// <summary>The words of all texts, folded; those of texts that are not English as <see cref="WordReader.Verbatim"/>
    /// has them.</summary>
    public WordTable Words { get; } = new();

    /// <summary>Starts a document, the one that is added to until the next is started.</summary>
    /// <returns>Its number, from 0.</returns>
    public int Begin()
    {
        if (Count + 1 == _starts.Length)
        {
            Array.Resize(ref _starts, 2 * _starts.Length);
            Array.Resize(ref _excludable, _starts.Length);
        }

        _fieldCount = 0;
        _starts[Count + 1] = _length;
        return Count++;
    }

    /// <summary>Adds a field with a text of its own.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="isEnglish">Whether its words are found in all their English endings.</param>
    public void AddText(ReadOnlySpan<byte> utf8, bool isEnglish)
    {
        var count = 0;
        var reader = new WordReader(utf8, _folded, stackalloc byte[WordReader.BufferLength]);
        while (reader.Read())
        {
            if (count + 3 > _text.Length) Array.Resize(ref _text, 2 * _text.Length);
            _text[count++] = (uint)Words.Add(isEnglish ? reader.Folded : reader.Verbatim(isInner: false)) + 1;
            if (reader.Inner.IsEmpty) continue;
            _text[count++] = FieldReader.Beside;
            _text[count++] = (uint)Words.Add(isEnglish ? reader.Inner : reader.Verbatim(isInner: true)) + 1;
        }

        Write((uint)count << 1);
        foreach (var word in _text.AsSpan(0, count)) Write(word);
        EndField();
    }

    /// <summary>Adds the fields of a source, place or topic.</summary>
    /// <param name="nameSet">Their number; see <see cref="SearchNames.Add"/>.</param>
    public void AddName(int nameSet)
    {
        Write((uint)nameSet << 1 | 1);
        EndField();
    }

    /// <summary>Ends the fields that count where something is excluded: what is added to the document from here on is only
    /// found.</summary>
    public void EndExcludable() => _excludable[Count - 1] = _fieldCount;

    /// <summary>How many fields of a document were added before <see cref="EndExcludable"/>, names of one number as one.
    /// </summary>
    public int ExcludableFieldsOf(int document) => _excludable[document];

    /// <summary>Reads the fields of a document.</summary>
    public FieldReader this[int document] => new(_fields.AsSpan(_starts[document].._starts[document + 1]));

    private void EndField()
    {
        _fieldCount++;
        _starts[Count] = _length;
    }

    // Seven bits a byte, the lowest first; all but the last have the top bit set.
    private void Write(uint value)
    {
        if (_length + 5 > _fields.Length) Array.Resize(ref _fields, 2 * _fields.Length);
        for (; value >= 0x80; value >>= 7) _fields[_length++] = (byte)(value | 0x80);
        _fields[_length++] = (byte)value;
    }

    /// <summary>Reads the fields of one document, in the order they were added.</summary>
    public ref struct FieldReader(ReadOnlySpan<byte> fields)
    {
        /// <summary>What <see cref="ReadWord"/> answers before a word that stands where the one before it does.</summary>
        public const int NextIsBeside = -1;

        /// <summary>How that is written.</summary>
        internal const uint Beside = 0;

        private readonly ReadOnlySpan<byte> _fields = fields;
        private int _at;

        /// <summary>Whether there is another field.</summary>
        public readonly bool HasMore => _at < _fields.Length;

        /// <summary>Reads what the next field is.</summary>
        /// <param name="number">Of names, their number; of a text, how many words <see cref="ReadWord"/> is to read.</param>
        /// <returns>Whether it is names.</returns>
        public bool ReadField(out int number)
        {
            var field = Read();
            number = (int)(field >> 1);
            return (field & 1) != 0;
        }

        /// <summary>Reads the number of a word, or <see cref="NextIsBeside"/>.</summary>
        public int ReadWord() => (int)Read() - 1;

        private uint Read()
        {
            uint value = _fields[_at++];
            if (value < 0x80)
                return value;
            value &= 0x7F;
            for (var shift = 7; ; shift += 7)
            {
                uint next = _fields[_at++];
                value |= (next & 0x7F) << shift;
                if (next < 0x80)
                    return value;
            }
        }
    }
}
