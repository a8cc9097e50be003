using Claims.Catalog.Stored;

namespace Claims.Catalog.Search;

/// <summary>
/// Reads the words of claims, one after the other, and keeps them as <see cref="SearchDocuments"/> reads them. Not
/// thread-safe.
/// </summary>
internal sealed class SearchDocumentsBuilder
{
    private byte[] _fields = new byte[1 << 12];
    private int _length;
    private int[] _starts = new int[1 << 8];
    private int[] _excludable = new int[1 << 8];
    private int _count;
    private int _fieldCount;
    private readonly WordTable _words = new();
    private readonly FoldedText _folded = new();
    private uint[] _text = new uint[256];

    /// <summary>Starts a document, the one that is added to until the next is started.</summary>
    /// <returns>Its number, from 0.</returns>
    public int Begin()
    {
        if (_count + 1 == _starts.Length)
        {
            Array.Resize(ref _starts, 2 * _starts.Length);
            Array.Resize(ref _excludable, _starts.Length);
        }

        _fieldCount = 0;
        _starts[_count + 1] = _length;
        return _count++;
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
            _text[count++] = (uint)_words.Add(isEnglish ? reader.Folded : reader.Verbatim(isInner: false)) + 1;
            if (reader.Inner.IsEmpty) continue;
            _text[count++] = SearchDocuments.FieldReader.Beside;
            _text[count++] = (uint)_words.Add(isEnglish ? reader.Inner : reader.Verbatim(isInner: true)) + 1;
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
    public void EndExcludable() => _excludable[_count - 1] = _fieldCount;

    /// <summary>Forgets all documents.</summary>
    public void Clear()
    {
        _length = 0;
        _count = 0;
        _starts[0] = 0;
        _words.Clear();
    }

    /// <summary>Writes the documents.</summary>
    public void Write(SectionWriter sections)
    {
        sections.Add<byte>(_fields.AsSpan(0, _length));
        sections.Add<int>(_starts.AsSpan(0, _count + 1));
        sections.Add<int>(_excludable.AsSpan(0, _count));
        _words.Write(sections);
    }

    private void EndField()
    {
        _fieldCount++;
        _starts[_count] = _length;
    }

    // Seven bits a byte, the lowest first; all but the last have the top bit set.
    private void Write(uint value)
    {
        if (_length + 5 > _fields.Length) Array.Resize(ref _fields, 2 * _fields.Length);
        for (; value >= 0x80; value >>= 7) _fields[_length++] = (byte)(value | 0x80);
        _fields[_length++] = (byte)value;
    }
}
