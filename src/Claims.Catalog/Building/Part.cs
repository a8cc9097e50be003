using System.Runtime.InteropServices;
using Claims.Catalog.Search;
using Claims.Catalog.Stored;

namespace Claims.Catalog.Building;

/// <summary>
/// What one file compiles to: articles with their claims, and of each claim what indexes ask, all in numbers of the part's
/// own. Articles stand in the order they were given, the claims of each by position. Immutable; any number of threads may
/// read. It looks into the file it is stored in, which must outlive it.
/// </summary>
internal sealed unsafe class Part
{
    private readonly TextList[] _texts = new TextList[FacetTexts.Count];
    private readonly Section<int> _valueStarts;
    private readonly Section<int> _values;

    public Part(SectionReader sections)
    {
        Records = sections.ReadBytes(out _);
        RecordStarts = sections.Read<long>();
        var voices = new TextList(sections);
        Voices = new PublisherVoice[voices.Count / 2];
        for (var i = 0; i < Voices.Length; i++) Voices[i] = new(voices[2 * i].ToArray(), voices[(2 * i) + 1].ToArray());
        Articles = new(sections);
        ArticlesGivenAs = sections.Read<int>();
        ArticleDigests = sections.Read<ArticleDigest>();
        FirstClaims = sections.Read<int>();
        FirstRelations = sections.Read<int>();
        GivenAs = sections.Read<int>();
        NameRanks = sections.Read<int>();
        SamePositions = sections.Read<bool>();
        for (var i = 0; i < _texts.Length; i++) _texts[i] = new(sections);
        _valueStarts = sections.Read<int>();
        _values = sections.Read<int>();
        Dates = new(sections);
        DateBounds = sections.Read<CalendarBounds>();
        StatedDates = sections.Read<int>();
        EventDates = sections.Read<int>();
        Relations = sections.Read<PartRelation>();
        FormerNames = new(sections);
        FormerNamesOf = sections.Read<int>();
        Documents = new(sections);
        Head = new(sections);
        Uses = new(sections);
    }

    /// <summary>The records of claims, one behind the other: see <see cref="EncodedClaim"/>.</summary>
    public byte* Records { get; }

    /// <summary>For each claim, where in <see cref="Records"/> its record starts.</summary>
    public Section<long> RecordStarts { get; }

    /// <summary>The voices of the publishers of the articles.</summary>
    public PublisherVoice[] Voices { get; }

    /// <summary>The articles, encoded as they are served.</summary>
    public TextList Articles { get; }

    /// <summary>For each article, as which of the file's it was given, from 0.</summary>
    public Section<int> ArticlesGivenAs { get; }

    /// <summary>Of each article a digest of its claims.</summary>
    public Section<ArticleDigest> ArticleDigests { get; }

    /// <summary>For each article its first claim; one entry more at the end.</summary>
    public Section<int> FirstClaims { get; }

    /// <summary>For each article the first of its claims' relations; one entry more at the end.</summary>
    public Section<int> FirstRelations { get; }

    /// <summary>For each claim, as which of its article's it was given, from 0.</summary>
    public Section<int> GivenAs { get; }

    /// <summary>For each claim, where it stands among its article's by name, from 0.</summary>
    public Section<int> NameRanks { get; }

    /// <summary>Whether each claim has the same position in its article as the one before it.</summary>
    public Section<bool> SamePositions { get; }

    /// <summary>The dates met here.</summary>
    public TextList Dates { get; }

    /// <summary>What they mean by the calendar.</summary>
    public Section<CalendarBounds> DateBounds { get; }

    /// <summary>For each claim, its date of saying in <see cref="Dates"/>.</summary>
    public Section<int> StatedDates { get; }

    /// <summary>For each claim, its date of what is said in <see cref="Dates"/>, or -1.</summary>
    public Section<int> EventDates { get; }

    /// <summary>The relations of all claims.</summary>
    public Section<PartRelation> Relations { get; }

    /// <summary>The claims' former names.</summary>
    public TextList FormerNames { get; }

    /// <summary>Of each former name the claim that had it.</summary>
    public Section<int> FormerNamesOf { get; }

    /// <summary>What is searched of each claim.</summary>
    public SearchDocuments Documents { get; }

    /// <summary>What the file holds beside its articles, as whoever compiled it wrote it down for the next time.</summary>
    public TextList Head { get; }

    /// <summary>What of all files' heads the articles refer to, written down likewise.</summary>
    public TextList Uses { get; }

    /// <summary>How many claims there are.</summary>
    public int ClaimCount => RecordStarts.Length;

    /// <summary>The facets' values of some claims, each once a claim, numbered as <see cref="PartFacets"/> does.</summary>
    public ReadOnlySpan<int> ValuesOf(int claim, int count) => _values.Between(_valueStarts[claim], _valueStarts[claim + count]);

    /// <summary>The texts of a facet's values, as they are numbered here.</summary>
    public TextList TextsOf(Facet facet) => _texts[FacetTexts.NumberOf(facet)];

    /// <summary>The name of the claim that a relation is to.</summary>
    public ReadOnlySpan<byte> TargetOf(in PartRelation relation) => new(Records + relation.TargetStart, relation.TargetLength);
}

/// <summary>
/// A relation of a part.
/// </summary>
/// <param name="TargetStart">Where in the part's records the other claim's name is.</param>
/// <param name="TargetLength">How long that name is.</param>
/// <param name="Claim">The claim that has it.</param>
/// <param name="Type">How it stands.</param>
internal readonly record struct PartRelation(long TargetStart, int TargetLength, int Claim, long Type);

/// <summary>A SHA-256 digest of an article's claims.</summary>
[System.Runtime.CompilerServices.InlineArray(Size)]
internal struct ArticleDigest
{
    /// <summary>How many bytes it has.</summary>
    public const int Size = 32;

    private byte _first;

    /// <summary>Its bytes.</summary>
    public static ReadOnlySpan<byte> BytesOf(in ArticleDigest digest) =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<ArticleDigest>(in digest));
}
