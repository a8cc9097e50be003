using Claims.Catalog.Stored;

namespace Claims.Catalog.Search;

/// <summary>
/// The words of the claims of one part, and the names they have, until the index is built. Immutable.
/// </summary>
/// <remarks>
/// Per document its fields: of a text, 2 × how many words and each one's number + 1, behind a 0 that of one which stands
/// where the one before it does; of names, 2 × their number + 1.
/// </remarks>
internal sealed class SearchDocuments(SectionReader sections)
{
    private readonly Section<byte> _fields = sections.Read<byte>();
    private readonly Section<int> _starts = sections.Read<int>();

    // Per document, how many of its fields count where something is excluded.
    private readonly Section<int> _excludable = sections.Read<int>();

    /// <summary>The words of all texts, folded; those of texts that are not English as <see cref="WordReader.Verbatim"/>
    /// has them.</summary>
    public TextList Words { get; } = new(sections);

    /// <summary>How many fields of a document were added before <see cref="SearchDocumentsBuilder.EndExcludable"/>, names of
    /// one number as one.</summary>
    public int ExcludableFieldsOf(int document) => _excludable[document];

    /// <summary>Reads the fields of a document.</summary>
    public FieldReader this[int document] => new(_fields.Between(_starts[document], _starts[document + 1]));

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
