using System.Security.Cryptography;
using Claims.Catalog.Search;
using Claims.Catalog.Stored;
using Claims.V1;
using Google.Protobuf;

namespace Claims.Catalog.Building;

/// <summary>
/// Gathers a <see cref="Part"/>: its articles' claims as they are encoded, and what indexes ask of each. Kept for the next
/// part, and the next. Not thread-safe.
/// </summary>
internal sealed class PartBuilder
{
    private const int SmallestChunk = 64 * 1024;
    private const int LargestChunk = 8 * 1024 * 1024;

    private readonly ValueReader _reader;
    private readonly PartFacets _facets = new();

    // The records, in chunks, of which the last is being filled.
    private readonly List<byte[]> _chunks = [];
    private readonly List<int> _chunkLengths = [];
    private long _recordsLength;

    // By the number of the publisher among the part's sources, as which voice it is; and the voices.
    private readonly Dictionary<int, int> _voiceOf = [];
    private readonly List<PublisherVoice> _voices = [];

    private readonly List<byte[]> _articles = [];
    private readonly Column<int> _articlesGivenAs = new();
    private int _articlesGiven;
    private readonly Column<ArticleDigest> _digests = new();
    private readonly Column<int> _firstClaims = new();
    private readonly Column<int> _firstRelations = new();
    private readonly Column<long> _recordStarts = new();
    private readonly Column<int> _givenAs = new();
    private readonly Column<int> _nameRanks = new();
    private readonly Column<bool> _samePositions = new();
    private readonly Column<int> _valueStarts = new();
    private readonly Column<int> _values = new();
    private readonly DateNumbers _dates = new();
    private readonly Column<int> _statedDates = new();
    private readonly Column<int> _eventDates = new();
    private readonly Column<PartRelation> _relations = new();
    private readonly List<byte[]> _formerNames = [];
    private readonly Column<int> _formerNamesOf = new();
    private readonly SearchDocumentsBuilder _documents = new();

    // The article under way.
    private Article? _article;
    private byte[] _encodings = new byte[SmallestChunk];
    private int _encodingsLength;
    private int _claimsGiven;
    private int _publisher;
    private bool _isEnglish;
    private readonly Column<Pending> _pending = new();
    private readonly List<int> _namedSpeakers = [];
    private readonly IncrementalHash _digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public PartBuilder() => _reader = new(_facets);

    /// <summary>How many claims the part has so far.</summary>
    public int ClaimCount => _recordStarts.Count;

    /// <summary>Starts an article. Its computed fields are filled in, but for the number of claims.</summary>
    public void BeginArticle(Article article)
    {
        _pending.Clear();
        _encodingsLength = 0;
        _claimsGiven = 0;
        _articlesGivenAs.Add(_articlesGiven++);
        _publisher = PartFacets.ValueOf(_facets.Of(Facet.Source, System.Text.Encoding.UTF8.GetBytes(article.Publisher)));
        _isEnglish = LanguageTag.IsEnglish(article.Language);
        _article = article;
        _firstClaims.Add(ClaimCount);
        _firstRelations.Add(_relations.Count);
    }

    /// <summary>How many bytes the article's claims have so far: at most <see cref="SizeLimits.ArticleClaims"/>.</summary>
    public long ClaimsSize => _encodingsLength;

    /// <summary>Adds a claim of the article. In whatever order they are given, that is how they are counted.</summary>
    /// <param name="encoding">The claim as it is served, computed fields included, at most
    /// <see cref="SizeLimits.Entry"/>.</param>
    public void AddClaim(ReadOnlySpan<byte> encoding)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(encoding.Length, SizeLimits.Entry);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_encodingsLength + encoding.Length, SizeLimits.ArticleClaims);
        if (_encodingsLength + encoding.Length > _encodings.Length)
        {
            Array.Resize(ref _encodings, (int)Math.Min(_encodings.Length * 2L, SizeLimits.ArticleClaims));
        }

        encoding.CopyTo(_encodings.AsSpan(_encodingsLength));
        _pending.Add(new(_encodingsLength, encoding.Length, _claimsGiven++, PositionKey.Of(encoding)));
        _encodingsLength += encoding.Length;
    }

    /// <summary>Leaves a claim of the article out. Those behind it are counted as if it were there.</summary>
    public void SkipClaim() => _claimsGiven++;

    /// <summary>Leaves an article out, likewise.</summary>
    public void SkipArticle() => _articlesGiven++;

    /// <summary>Ends the article: numbers its claims by position, and takes from each what indexes ask.</summary>
    public void EndArticle()
    {
        var byName = Ordering.Of(_pending.Count, (a, b) => NameOf(_pending[a]).SequenceCompareTo(NameOf(_pending[b])));
        var nameRanks = new int[byName.Length];
        for (var rank = 0; rank < byName.Length; rank++) nameRanks[byName[rank]] = rank;
        AddDigest(byName);

        var byPosition = Ordering.Of(_pending.Count, (a, b) =>
            _pending[a].Position.CompareTo(_pending[b].Position) is var order and not 0 ? order : nameRanks[a].CompareTo(nameRanks[b]));
        for (var i = 0; i < byPosition.Length; i++)
        {
            var pending = _pending[byPosition[i]];
            _givenAs.Add(pending.GivenAs);
            _nameRanks.Add(nameRanks[byPosition[i]]);
            _samePositions.Add(i > 0 && pending.Position == _pending[byPosition[i - 1]].Position);
            Append(EncodingOf(pending));
        }

        _article!.ClaimCount = byPosition.Length;
        _articles.Add(_article.ToByteArray());
        _article = null;
    }

    /// <summary>Writes the part, and begins another.</summary>
    /// <param name="sections">Where to.</param>
    /// <param name="head">See <see cref="Part.Head"/>.</param>
    /// <param name="uses">See <see cref="Part.Uses"/>.</param>
    public void Write(SectionWriter sections, IEnumerable<byte[]> head, IEnumerable<byte[]> uses)
    {
        sections.Begin();
        for (var i = 0; i < _chunks.Count; i++) sections.Append<byte>(_chunks[i].AsSpan(0, _chunkLengths[i]));
        sections.End();
        sections.Add(_recordStarts.Items);
        TextList.Write(sections, _voices.SelectMany(voice => new[] { voice.Step, voice.Speakers }));
        TextList.Write(sections, _articles);
        sections.Add(_articlesGivenAs.Items);
        sections.Add(_digests.Items);
        _firstClaims.Add(ClaimCount);
        sections.Add(_firstClaims.Items);
        _firstRelations.Add(_relations.Count);
        sections.Add(_firstRelations.Items);
        sections.Add(_givenAs.Items);
        sections.Add(_nameRanks.Items);
        sections.Add(_samePositions.Items);
        _facets.Write(sections);
        _valueStarts.Add(_values.Count);
        sections.Add(_valueStarts.Items);
        sections.Add(_values.Items);
        _dates.Write(sections);
        sections.Add(_statedDates.Items);
        sections.Add(_eventDates.Items);
        sections.Add(_relations.Items);
        TextList.Write(sections, _formerNames);
        sections.Add(_formerNamesOf.Items);
        _documents.Write(sections);
        TextList.Write(sections, head);
        TextList.Write(sections, uses);
        Clear();
    }

    /// <summary>Forgets all that was added, and begins another part.</summary>
    public void Clear()
    {
        // One chunk is enough for most.
        if (_chunks.Count > 1) _chunks.RemoveRange(1, _chunks.Count - 1);
        _chunkLengths.Clear();
        if (_chunks.Count > 0) _chunkLengths.Add(0);
        _recordsLength = 0;
        _voiceOf.Clear();
        _voices.Clear();
        _articles.Clear();
        _articlesGiven = 0;
        _formerNames.Clear();
        foreach (var column in new[] { _articlesGivenAs, _firstClaims, _firstRelations, _givenAs, _nameRanks, _valueStarts, _values,
            _statedDates, _eventDates, _formerNamesOf })
        {
            column.Clear();
        }

        _digests.Clear();
        _recordStarts.Clear();
        _samePositions.Clear();
        _relations.Clear();
        _facets.Clear();
        _dates.Clear();
        _documents.Clear();
    }

    private ReadOnlySpan<byte> EncodingOf(Pending pending) => _encodings.AsSpan(pending.Start, pending.Length);

    private ReadOnlySpan<byte> NameOf(Pending pending)
    {
        var reader = new WireReader(EncodingOf(pending));
        reader.Read();
        return reader.Bytes;
    }

    private void AddDigest(int[] byName)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var claim in byName)
        {
            var encoding = EncodingOf(_pending[claim]);
            System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(length, encoding.Length);
            _digest.AppendData(length);
            _digest.AppendData(encoding);
        }

        ArticleDigest digest = default;
        _digest.GetHashAndReset((Span<byte>)digest);
        _digests.Add(digest);
    }

    private void Append(ReadOnlySpan<byte> encoding)
    {
        var record = EncodedClaim.Of(encoding, out var step);
        if (!_voiceOf.TryGetValue(_publisher, out var number))
        {
            number = _voiceOf[_publisher] = _voices.Count;
            _voices.Add(PublisherVoice.Of(step));
        }

        var voice = _voices[number];
        var kept = record.KeptSize(voice);
        var size = EncodedClaim.HeadSize + kept;
        if (_chunks.Count == 0 || _chunkLengths[^1] + size > _chunks[^1].Length)
        {
            // Small corpora in small chunks, and large ones in few.
            var chunk = Math.Min(_chunks.Count == 0 ? SmallestChunk : _chunks[^1].Length * 2, LargestChunk);
            _chunks.Add(GC.AllocateUninitializedArray<byte>(Math.Max(chunk, size)));
            _chunkLengths.Add(0);
        }

        // Relations stand behind all that is left out.
        var removed = encoding.Length - kept;
        _recordStarts.Add(_recordsLength);
        ReadFields(encoding, _recordsLength + EncodedClaim.HeadSize - removed);
        record.Write(encoding, number, voice, _chunks[^1].AsSpan(_chunkLengths[^1]));
        _chunkLengths[^1] += size;
        _recordsLength += size;
    }

    private void ReadFields(ReadOnlySpan<byte> encoding, long start)
    {
        var claim = _documents.Begin();
        var firstValue = _values.Count;
        _namedSpeakers.Clear();
        var stated = DateColumn.None;
        var happened = DateColumn.None;
        var reader = new WireReader(encoding);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case Claim.TextFieldNumber:
                    _documents.AddText(reader.Bytes, _isEnglish);
                    break;
                case Claim.SpeakersFieldNumber:
                    AddNamedSpeaker(reader.Bytes);
                    break;
                case Claim.StatedDateFieldNumber:
                    stated = _dates.Add(BoundsOf(reader.Bytes));
                    break;
                case Claim.EventDateFieldNumber:
                    happened = _dates.Add(BoundsOf(reader.Bytes));
                    break;
                case Claim.RelationsFieldNumber:
                    ReadRelation(reader.Bytes, claim, start + reader.BytesStart);
                    break;
                case Claim.FormerNamesFieldNumber:
                    _formerNames.Add(reader.Bytes.ToArray());
                    _formerNamesOf.Add(claim);
                    break;
            }
        }

        _statedDates.Add(stated);
        _eventDates.Add(happened);
        _documents.EndExcludable();
        _valueStarts.Add(firstValue);
        _reader.Read(encoding, _values);
        foreach (var value in _values.Items[firstValue..])
        {
            if (PartFacets.NamesOf(value) is >= 0 and var names && !_namedSpeakers.Contains(value)) AddName(names);
        }
    }

    // A search that excludes a name means those whom the article names, and the publisher where it speaks itself.
    private void AddNamedSpeaker(ReadOnlySpan<byte> speaker)
    {
        var value = -1;
        var identification = Identification.Unspecified;
        var reader = new WireReader(speaker);
        while (reader.Read())
        {
            if (reader.Field == Speaker.SourceFieldNumber) value = _facets.Of(Facet.Speaker, reader.Bytes);
            if (reader.Field == Speaker.IdentificationFieldNumber) identification = (Identification)reader.Number;
        }

        if (identification is not (Identification.Named or Identification.Metonym)) return;
        _namedSpeakers.Add(value);
        AddName(PartFacets.NamesOf(value));
    }

    // See SearchNames.Add.
    private void AddName(int names) => _documents.AddName((2 * names) + (_isEnglish ? 0 : 1));

    private void ReadRelation(ReadOnlySpan<byte> relation, int claim, long start)
    {
        var type = 0;
        var reader = new WireReader(relation);
        while (reader.Read())
        {
            if (reader.Field == Relation.TypeFieldNumber) type = (int)reader.Number;
            if (reader.Field == Relation.ClaimFieldNumber)
            {
                _relations.Add(new(start + reader.BytesStart, reader.Bytes.Length, claim, type));
            }
        }
    }

    // Of an EdtfDate, the text and its bounds, which are its first fields; but where an end is unknown, bounds are those
    // of the other in the time zone, which is the last.
    private static ReadOnlySpan<byte> BoundsOf(ReadOnlySpan<byte> date)
    {
        var reader = new WireReader(date);
        while (reader.Read())
        {
            if (reader.Field == EdtfDate.EdtfFieldNumber && Utf8Edtf.IsUnknown(reader.Bytes)) break;
            if (reader.Field > EdtfDate.EndTimeFieldNumber) return date[..reader.FieldStart];
        }

        return date;
    }

    private readonly record struct Pending(int Start, int Length, int GivenAs, PositionKey Position);
}
