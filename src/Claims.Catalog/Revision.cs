using Claims.Catalog.Building;
using Claims.Catalog.Search;
using Claims.Catalog.Stored;
using Claims.V1;

namespace Claims.Catalog;

/// <summary>
/// One revision of the corpus, indexed, looked at where it is stored. Immutable and thread-safe, until it is disposed of:
/// then its memory is given back, and nobody may ask it, or look at what it answered as a span, any more.
/// </summary>
/// <remarks>
/// What everything here rests on: <b>a claim's number is its rank by <c>position</c></b>, from 0, and so <b>an article is one
/// run of numbers</b>. Sets of claims are numbers in order (<see cref="ClaimSet"/>), columns have an entry for each number
/// (<see cref="StatedDates"/>, <see cref="Encodings"/>, the lengths in <see cref="Search"/>), and whatever ties is in order
/// once it is in order of numbers. Numbers are a revision's own: nothing outside of it keeps one.
/// </remarks>
internal sealed class Revision : IDisposable
{
    private readonly StoredFile _file;
    private readonly IReadOnlyList<PartFile> _partFiles;
    private readonly ClaimNames _names;
    private readonly TextTable _formerNames;
    private readonly Section<int> _formerNamesOf;
    private readonly Section<Supersession> _supersessions;
    private readonly Section<int> _nameRanks;
    private readonly Section<ulong> _samePositions;

    /// <param name="file">The merged indexes, which the revision takes over.</param>
    /// <param name="partFiles">The files that <see cref="PartFilesOf"/> names, in that order; it becomes a user of each.</param>
    public Revision(StoredFile file, IReadOnlyList<PartFile> partFiles)
    {
        _file = file;
        _partFiles = partFiles;
        foreach (var partFile in partFiles) partFile.AddUser();

        // In the order in which RevisionMerge writes.
        var sections = new SectionReader(file, TextList.SectionCount);
        var parts = new List<Part>();
        foreach (var part in sections.Read<PartReference>().Span) parts.Add(partFiles[part.File].Parts[part.Number]);
        Encodings = new(sections.Read<long>(), parts);
        _names = new(sections, Encodings);
        _formerNames = new(sections);
        _formerNamesOf = sections.Read<int>();
        Relations = new(sections);
        _supersessions = sections.Read<Supersession>();
        _nameRanks = sections.Read<int>();
        _samePositions = sections.Read<ulong>();
        Articles = new(sections);
        ArticleIndex = new(sections);
        Sources = new(sections);
        Values = new(sections, Sources);
        Postings = new(sections);
        Affiliations = new(sections, Postings, Values.Start(Facet.Source));
        AlternativeAffiliations = new(sections, Postings, Values.Start(Facet.AlternativeSource));
        var topics = new TextList(sections);
        Topics = new LazyList<Topic>(topics.Count, topic => Topic.Parser.ParseFrom(topics[topic]));
        var places = new TextList(sections);
        Places = new LazyList<Place>(places.Count, place => Place.Parser.ParseFrom(places[place]));
        TopicNames = new(sections);
        PlaceNames = new(sections);
        SourceNames = new(sections);
        Id = new TextList(sections).TextOf(0);
        var licenses = new TextList(sections);
        Licenses = [.. Enumerable.Range(0, licenses.Count).Select(licenses.TextOf)];
        Dates = new(sections);
        StatedDates = new(sections, Dates);
        ByStatedDate = new(sections, StatedDates);
        EventDates = new(sections, Dates);
        ByEventDate = new(sections, EventDates);
        Search = new(sections);
        Synonyms = new(sections);
        Withdrawals = new(sections);
    }

    /// <summary>The digest that names the revision: see <see cref="RevisionId"/>.</summary>
    public string Id { get; }

    /// <summary>The licenses of the articles, each once, in ordinal order.</summary>
    public IReadOnlyList<string> Licenses { get; }

    /// <summary>All topics by slug, as <see cref="Values"/> numbers them.</summary>
    public IReadOnlyList<Topic> Topics { get; }

    /// <summary>All places by slug, as <see cref="Values"/> numbers them.</summary>
    public IReadOnlyList<Place> Places { get; }

    /// <summary>All articles, the latest published first, then by name.</summary>
    public ArticleTable Articles { get; }

    /// <summary>What articles are found by.</summary>
    public ArticleIndex ArticleIndex { get; }

    /// <summary>All sources, by name.</summary>
    public SourceTable Sources { get; }

    /// <summary>What finds topics by their names.</summary>
    public NameIndex TopicNames { get; }

    /// <summary>What finds places by their names.</summary>
    public NameIndex PlaceNames { get; }

    /// <summary>What finds sources by their names.</summary>
    public NameIndex SourceNames { get; }

    /// <summary>How many bytes its indexes have, the encodings of claims aside, which revisions share.</summary>
    public long IndexBytes => _file.Length;

    /// <summary>Whether its memory was given back: nothing may be asked of it any more.</summary>
    public bool IsDisposed { get; private set; }

    /// <summary>How many claims there are.</summary>
    public int ClaimCount => Encodings.Count;

    /// <summary>All claims.</summary>
    public ClaimSet AllClaims => ClaimSet.Run(0, ClaimCount);

    /// <summary>All claims as messages, in order, each decoded when it is reached.</summary>
    public IEnumerable<Claim> Claims => ClaimsOf(AllClaims);

    /// <summary>The claims as they go over the wire.</summary>
    public EncodedClaims Encodings { get; }

    /// <summary>The values that <see cref="Postings"/> has, by number.</summary>
    public FacetValues Values { get; }

    /// <summary>The claims of each value.</summary>
    public FacetPostings Postings { get; }

    /// <summary>The claims of each source with all that is affiliated with it.</summary>
    public AffiliationPostings Affiliations { get; }

    /// <summary>The claims of each source by their alternatives, likewise.</summary>
    public AffiliationPostings AlternativeAffiliations { get; }

    /// <summary>The dates that <see cref="StatedDates"/> and <see cref="EventDates"/> name by number.</summary>
    public DistinctDates Dates { get; }

    /// <summary>When each claim was said.</summary>
    public DateColumn StatedDates { get; }

    /// <summary>When what each claim says happened.</summary>
    public DateColumn EventDates { get; }

    /// <summary>The claims by date of saying.</summary>
    public DateOrder ByStatedDate { get; }

    /// <summary>The claims by date of what they say.</summary>
    public DateOrder ByEventDate { get; }

    /// <summary>How the claims are related.</summary>
    public ClaimRelations Relations { get; }

    /// <summary>What a search takes to be one.</summary>
    public Synonyms Synonyms { get; }

    /// <summary>What was withdrawn.</summary>
    public Withdrawals Withdrawals { get; }

    /// <summary>What finds claims by their words.</summary>
    public SearchIndex Search { get; }

    /// <summary>The claims that are superseded, each with one that supersedes it.</summary>
    public ReadOnlySpan<Supersession> Supersessions => _supersessions.Span;

    /// <summary>The names of the files of parts that a stored revision needs, in order.</summary>
    public static IReadOnlyList<string> PartFilesOf(StoredFile file)
    {
        var names = new TextList(new(file));
        return [.. Enumerable.Range(0, names.Count).Select(names.TextOf)];
    }

    /// <summary>Merges parts into a revision that is stored.</summary>
    /// <param name="storage">Where.</param>
    /// <param name="name">Its name there.</param>
    /// <param name="heads">What the parts refer to.</param>
    /// <param name="parts">The parts.</param>
    /// <param name="refusal">Why there is none.</param>
    public static Revision? Merge(
        Storage storage, string name, CorpusHeads heads, IReadOnlyList<StoredPart> parts, out LinkRefusal? refusal)
    {
        LinkRefusal? refused = null;
        var file = storage.Create(StoredKind.Revision, sections =>
            (refused = RevisionMerge.Write(sections, heads, parts)) is null ? name : null);
        refusal = refused;
        return file is null ? null : new(file, [.. parts.Select(part => part.File).Distinct()]);
    }

    /// <summary>The number of the claim that has or had a name, or -1.</summary>
    public int FindClaim(string name)
    {
        var claim = _names.Find(name);
        if (claim >= 0) return claim;
        if (_formerNames.Find(name) is >= 0 and var former) return _formerNamesOf[former];

        return FormerNames.ByArticle(name, CurrentArticle) is { } current ? _names.Find(current) : -1;
    }

    /// <summary>The withdrawal of the claim or article that has or had a well-formed name, or of a claim's article; or null.</summary>
    public Withdrawal? FindWithdrawal(string name) => Withdrawals.Find(name, CurrentArticle);

    /// <summary>Whether the claim or article that has or had a well-formed name is in this revision.</summary>
    public bool Has(string name) => ResourceName.IsClaim(name) ? FindClaim(name) >= 0 : HasArticle(name);

    /// <summary>Whether a claim has a name.</summary>
    public bool HasClaim(ReadOnlySpan<char> name) => _names.Find(name) >= 0;

    /// <summary>Whether an article has or had a name.</summary>
    public bool HasArticle(ReadOnlySpan<char> name) => Articles.Find(name) >= 0;

    /// <summary>Whether a source has or had a name.</summary>
    public bool HasSource(ReadOnlySpan<char> name) => Sources.Find(name) >= 0;

    /// <summary>The article that has or had a name, or null.</summary>
    public Article? FindArticle(string name) => Articles.Find(name) is >= 0 and var article ? Articles[article] : null;

    /// <summary>The source that has or had a name, or null.</summary>
    public Source? FindSource(string name) => Sources.Find(name) is >= 0 and var source ? Sources[source] : null;

    /// <summary>The claims of an article of this revision, or of all where it is null.</summary>
    public ClaimSet RunOf(Article? article) => article is null ? AllClaims : Articles.RunOf(Articles.Find(article.Name));

    /// <summary>Whether a claim is of an English article, so that its words are found in all their endings.</summary>
    public bool IsEnglish(int claim) => Articles.IsEnglish(Articles.OfClaim(claim));

    /// <summary>Claims as messages, in order, each decoded when it is reached.</summary>
    public IEnumerable<Claim> ClaimsOf(ClaimSet run)
    {
        for (var claim = run.Start; claim < run.Start + run.Count; claim++) yield return Encodings.Decode(claim);
    }

    /// <summary>Where a claim stands among all by name.</summary>
    public int NameRankOf(int claim) => _nameRanks[claim];

    /// <summary>The first of the claims that have the same position in the same article.</summary>
    public int FirstAtPositionOf(int claim)
    {
        while ((_samePositions[claim >> 6] >> claim & 1) != 0) claim--;
        return claim;
    }

    private string? CurrentArticle(string name) => Articles.Find(name) is >= 0 and var found ? Articles.NameOf(found) : null;

    public void Dispose()
    {
        if (IsDisposed) return;
        IsDisposed = true;
        foreach (var partFile in _partFiles) partFile.RemoveUser();
        _file.Dispose();
    }
}
