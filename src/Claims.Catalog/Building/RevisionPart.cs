using System.Security.Cryptography;
using Claims.Catalog.Building;
using Claims.Catalog.Search;
using Claims.V1;

namespace Claims.Catalog.Building;

/// <summary>
/// What one loading thread gathers of a revision: its claims' encodings, and what indexes ask of each, in the order the
/// articles came. Not thread-safe.
/// </summary>
internal sealed class RevisionPart
{
    private const int SmallestChunk = 64 * 1024;
    private const int LargestChunk = 8 * 1024 * 1024;

    private readonly FacetValues _values;
    private readonly ValueReader _reader;
    private readonly List<byte[]> _chunks = [];
    private int _chunkUsed;

    // The article under way.
    private byte[] _article = new byte[SmallestChunk];
    private int _articleUsed;
    private int _publisher;
    private bool _isEnglish;
    private readonly Column<Pending> _pending = new();
    private readonly List<int> _namedSpeakers = [];
    private readonly IncrementalHash _digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public RevisionPart(FacetValues values)
    {
        ValueStarts.Add(0);
        _values = values;
        Publishers = new PublisherVoice?[values.End(Facet.Source) - values.Start(Facet.Source)];
        _reader = new(values, Cues);
    }

    /// <summary>The articles, in the order they came.</summary>
    public List<PartArticle> Articles { get; } = [];

    /// <summary>The chunks of encodings; see <see cref="EncodedClaims"/>.</summary>
    public List<byte[]> Chunks => _chunks;

    /// <summary>The voices of publishers, by the number of their source; null of a source that publishes nothing here.</summary>
    public PublisherVoice?[] Publishers { get; }

    /// <summary>For each claim, its place in <see cref="Chunks"/>.</summary>
    public Column<long> Places { get; } = new();

    /// <summary>For each claim, where its values start in <see cref="Values"/>; one entry more at the end.</summary>
    public Column<int> ValueStarts { get; } = new();

    /// <summary>The facets' values of all claims, each once a claim; cues by <see cref="Cues"/>, behind all others.</summary>
    public Column<int> Values { get; } = new();

    /// <summary>The cues met here.</summary>
    public Utf8Table Cues { get; } = new();

    /// <summary>For each claim, its date of saying in <see cref="Dates"/>.</summary>
    public Column<int> StatedDates { get; } = new();

    /// <summary>For each claim, its date of what is said in <see cref="Dates"/>, or -1.</summary>
    public Column<int> EventDates { get; } = new();

    /// <summary>The dates met here.</summary>
    public DistinctDates Dates { get; } = new();

    /// <summary>For each claim, where it stands among its article's by name, from 0.</summary>
    public Column<int> NameRanks { get; } = new();

    /// <summary>Whether each claim has the same place in its article as the one before it.</summary>
    public Column<bool> SamePositions { get; } = new();

    /// <summary>The relations of all claims.</summary>
    public Column<PartRelation> Relations { get; } = new();

    /// <summary>What is searched of each claim.</summary>
    public SearchDocuments Documents { get; } = new();

    /// <summary>The claims' former names.</summary>
    public List<(string Name, int Claim)> FormerNames { get; } = [];

    /// <summary>Starts an article. Its computed fields are filled in, but for the number of claims.</summary>
    public void BeginArticle(Article article)
    {
        _pending.Clear();
        _articleUsed = 0;
        _publisher = _values.Of(Facet.Source, System.Text.Encoding.UTF8.GetBytes(article.Publisher)) - _values.Start(Facet.Source);
        _isEnglish = LanguageTag.IsEnglish(article.Language);
        Articles.Add(new(article, Places.Count, Relations.Count));
    }

    /// <summary>How many bytes the article's claims have so far: at most <see cref="SizeLimits.ArticleClaims"/>.</summary>
    public long ClaimsSize => _articleUsed;

    /// <summary>Adds a claim of the article, in any order.</summary>
    /// <param name="encoding">The claim as it is served, computed fields included, at most
    /// <see cref="SizeLimits.Entry"/>.</param>
    public void AddClaim(ReadOnlySpan<byte> encoding)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(encoding.Length, SizeLimits.Entry);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_articleUsed + encoding.Length, SizeLimits.ArticleClaims);
        if (_articleUsed + encoding.Length > _article.Length)
        {
            Array.Resize(ref _article, (int)Math.Min(_article.Length * 2L, SizeLimits.ArticleClaims));
        }

        encoding.CopyTo(_article.AsSpan(_articleUsed));
        _pending.Add(new(_articleUsed, encoding.Length, PositionKey.Of(encoding)));
        _articleUsed += encoding.Length;
    }

    /// <summary>Ends the article: numbers its claims by position, and takes from each what indexes ask.</summary>
    public void EndArticle()
    {
        var article = Articles[^1];
        var byName = Ordering.Of(_pending.Count, (a, b) => NameOf(_pending[a]).SequenceCompareTo(NameOf(_pending[b])));
        var nameRanks = new int[byName.Length];
        for (var rank = 0; rank < byName.Length; rank++) nameRanks[byName[rank]] = rank;
        article.Digest = DigestOf(byName);

        var byPosition = Ordering.Of(_pending.Count, (a, b) =>
            _pending[a].Position.CompareTo(_pending[b].Position) is var order and not 0 ? order : nameRanks[a].CompareTo(nameRanks[b]));
        for (var i = 0; i < byPosition.Length; i++)
        {
            var pending = _pending[byPosition[i]];
            NameRanks.Add(nameRanks[byPosition[i]]);
            SamePositions.Add(i > 0 && pending.Position == _pending[byPosition[i - 1]].Position);
            Append(EncodingOf(pending));
        }

        article.Article.ClaimCount = byPosition.Length;
        article.RelationCount = Relations.Count - article.FirstRelation;
    }

    /// <summary>Gives up the room that was left for more claims; there are none any more.</summary>
    public void Trim()
    {
        if (_chunks.Count > 0) _chunks[^1] = _chunks[^1].AsSpan(0, _chunkUsed).ToArray();
        _chunkUsed = _chunks.Count > 0 ? _chunks[^1].Length : 0;
        _article = [];
    }

    /// <summary>Forgets the values and the dates of the claims.</summary>
    public void ForgetColumns()
    {
        Values.Forget();
        ValueStarts.Forget();
        StatedDates.Forget();
        EventDates.Forget();
    }

    /// <summary>The claims so far, as they would be served.</summary>
    public EncodedClaims Encodings() => new([.. _chunks], Places.Items.ToArray(), Publishers);

    /// <summary>The publishers' voices of several parts, by the number of their source.</summary>
    public static PublisherVoice?[] VoicesOf(IReadOnlyList<RevisionPart> parts)
    {
        var voices = new PublisherVoice?[parts.Count == 0 ? 0 : parts[0].Publishers.Length];
        foreach (var part in parts)
        {
            for (var source = 0; source < voices.Length; source++) voices[source] ??= part.Publishers[source];
        }

        return voices;
    }

    private ReadOnlySpan<byte> EncodingOf(Pending pending) => _article.AsSpan(pending.Start, pending.Length);

    private ReadOnlySpan<byte> NameOf(Pending pending)
    {
        var reader = new WireReader(EncodingOf(pending));
        reader.Read();
        return reader.Bytes;
    }

    private byte[] DigestOf(int[] byName)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var claim in byName)
        {
            var encoding = EncodingOf(_pending[claim]);
            System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(length, encoding.Length);
            _digest.AppendData(length);
            _digest.AppendData(encoding);
        }

        return _digest.GetHashAndReset();
    }

    private void Append(ReadOnlySpan<byte> encoding)
    {
        var record = EncodedClaim.Of(encoding, _publisher, out var step);
        var voice = Publishers[_publisher] ??= PublisherVoice.Of(step);
        var size = EncodedClaim.HeadSize + record.KeptSize(voice);
        if (_chunks.Count == 0 || _chunkUsed + size > _chunks[^1].Length)
        {
            // Small corpora in small chunks, and large ones in few.
            var chunk = Math.Min(_chunks.Count == 0 ? SmallestChunk : _chunks[^1].Length * 2, LargestChunk);
            _chunks.Add(GC.AllocateUninitializedArray<byte>(Math.Max(chunk, size)));
            _chunkUsed = 0;
        }

        // Relations stand behind all that is left out.
        var removed = encoding.Length - record.KeptSize(voice);
        var place = EncodedClaims.Place(_chunks.Count - 1, _chunkUsed);
        Places.Add(place);
        ReadFields(encoding, place + EncodedClaim.HeadSize - removed);
        _chunkUsed += record.Write(encoding, voice, _chunks[^1].AsSpan(_chunkUsed));
    }

    private void ReadFields(ReadOnlySpan<byte> encoding, long start)
    {
        var claim = Documents.Begin();
        _namedSpeakers.Clear();
        var stated = DateColumn.None;
        var happened = DateColumn.None;
        var reader = new WireReader(encoding);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case Claim.TextFieldNumber:
                    Documents.AddText(reader.Bytes, _isEnglish);
                    break;
                case Claim.SpeakersFieldNumber:
                    AddNamedSpeaker(reader.Bytes);
                    break;
                case Claim.StatedDateFieldNumber:
                    stated = Dates.Add(BoundsOf(reader.Bytes));
                    break;
                case Claim.EventDateFieldNumber:
                    happened = Dates.Add(BoundsOf(reader.Bytes));
                    break;
                case Claim.RelationsFieldNumber:
                    ReadRelation(reader.Bytes, claim, start + reader.BytesStart);
                    break;
                case Claim.FormerNamesFieldNumber:
                    FormerNames.Add((System.Text.Encoding.UTF8.GetString(reader.Bytes), claim));
                    break;
            }
        }

        StatedDates.Add(stated);
        EventDates.Add(happened);
        Documents.EndExcludable();
        _reader.Read(encoding, Values);
        foreach (var value in Values.Items[ValueStarts[claim]..])
        {
            if (_values.NamesOf(value) is >= 0 and var names && !_namedSpeakers.Contains(value)) AddName(names);
        }

        ValueStarts.Add(Values.Count);
    }

    // A search that excludes a name means those whom the article names, and the publisher where it speaks itself.
    private void AddNamedSpeaker(ReadOnlySpan<byte> speaker)
    {
        var value = -1;
        var identification = Identification.Unspecified;
        var reader = new WireReader(speaker);
        while (reader.Read())
        {
            if (reader.Field == Speaker.SourceFieldNumber) value = _values.Of(Facet.Speaker, reader.Bytes);
            if (reader.Field == Speaker.IdentificationFieldNumber) identification = (Identification)reader.Number;
        }

        if (identification is not (Identification.Named or Identification.Metonym)) return;
        _namedSpeakers.Add(value);
        AddName(_values.NamesOf(value));
    }

    // See SearchNames.Add.
    private void AddName(int names) => Documents.AddName((2 * names) + (_isEnglish ? 0 : 1));

    private void ReadRelation(ReadOnlySpan<byte> relation, int claim, long place)
    {
        var type = 0;
        var reader = new WireReader(relation);
        while (reader.Read())
        {
            if (reader.Field == Relation.TypeFieldNumber) type = (int)reader.Number;
            if (reader.Field == Relation.ClaimFieldNumber)
            {
                Relations.Add(new(claim, type, place + reader.BytesStart, reader.Bytes.Length));
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

    private readonly record struct Pending(int Start, int Length, PositionKey Position);
}

/// <summary>An article of a part.</summary>
internal sealed class PartArticle(Article article, int firstClaim, int firstRelation)
{
    public Article Article { get; } = article;

    /// <summary>Its first claim, counted in the part.</summary>
    public int FirstClaim { get; } = firstClaim;

    /// <summary>The first of its claims' relations, counted in the part.</summary>
    public int FirstRelation { get; } = firstRelation;

    /// <summary>How many relations its claims have.</summary>
    public int RelationCount { get; set; }

    /// <summary>A digest of its claims, by name.</summary>
    public byte[] Digest { get; set; } = [];
}

/// <summary>
/// A relation of a part.
/// </summary>
/// <param name="Claim">The claim that has it, counted in the part.</param>
/// <param name="Type">How it stands.</param>
/// <param name="Target">The place, in the part's chunks, of the other claim's name.</param>
/// <param name="TargetLength">How long that name is.</param>
internal readonly record struct PartRelation(int Claim, int Type, long Target, int TargetLength);
