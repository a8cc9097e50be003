namespace Claims.Catalog.Building;

/// <summary>How claims and articles, each right by itself, may not go together.</summary>
internal enum LinkFaultKind
{
    /// <summary>Two articles, or two claims, have the name that <see cref="LinkFault.Names"/> holds.</summary>
    DoubledName,

    /// <summary>A former name is another's name or former name, or its own.</summary>
    FormerNameTaken,

    /// <summary>No claim has or had the name that a relation gives.</summary>
    UnknownClaim,

    /// <summary>The name that a relation gives is, or was, that of the claim itself.</summary>
    RelationToItself,

    /// <summary>Two relations of a claim are of one type and to one claim.</summary>
    DoubledRelation,

    /// <summary>A claim supersedes another's: the names are its own, those of its sources, and both of the other claim.</summary>
    SupersessionAcrossVoices,

    /// <summary>A supersession closes a circle, of which the names begin with the claim's own.</summary>
    SupersessionCycle,

    /// <summary>Another relation closes a circle: the type's name, and then names that begin with the claim's own.</summary>
    RelationCycle,
}

/// <summary>
/// What keeps a revision from being made.
/// </summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="At">Of which article or claim.</param>
/// <param name="Item">Of which of its relations or former names, counted from 0; -1 where it is its name.</param>
/// <param name="Names">What is named in it, in quotation marks where there may be several.</param>
internal sealed record LinkFault(LinkFaultKind Kind, LinkLocation At, int Item, IReadOnlyList<string> Names)
{
    /// <summary>Of a name that another has, the other.</summary>
    public LinkLocation? Other { get; init; }

    /// <summary>Which former name of the other's, or which other relation, is the same; -1 where it is the other's name.</summary>
    public int OtherItem { get; init; } = -1;

    /// <summary>How many claims are in the circle.</summary>
    public int Count { get; init; }
}

/// <summary>
/// An article or a claim, by where it was given.
/// </summary>
/// <param name="Part">The part, in the order they were made.</param>
/// <param name="Article">The article, as the part's file gives them, from 0.</param>
/// <param name="Claim">The claim, as the article gives them, from 0; -1 for the article itself.</param>
internal readonly record struct LinkLocation(int Part, int Article, int Claim);

/// <summary>
/// Why there is no revision of some parts.
/// </summary>
/// <param name="Faults">The first faults.</param>
/// <param name="FaultCount">How many there are; where there is none, a relation names a claim as it was called formerly, or one
/// that was withdrawn.</param>
/// <param name="Renames">For each former name by which a relation names a claim, that claim's name, with which relations are to
/// be encoded; for each name of a claim that was withdrawn null, and relations to it are to be left out.</param>
/// <param name="Renamed">The numbers of the parts with such relations.</param>
/// <param name="ClaimNames">The claims' names and former names, made as they are asked for, while the parts are there.</param>
internal sealed record LinkRefusal(
    IReadOnlyList<LinkFault> Faults,
    long FaultCount,
    IReadOnlyDictionary<string, string?> Renames,
    IReadOnlySet<int> Renamed,
    IEnumerable<string> ClaimNames);
