using Claims.V1;

namespace Claims.Server.Web.Page.Who;

/// <summary>A claim that another is related to.</summary>
/// <param name="Type">How the one that has the relation stands to the other.</param>
/// <param name="Claim">The other claim.</param>
/// <param name="Note">Why, where it is not plain.</param>
/// <param name="Further">What it has relations to itself.</param>
public sealed record Related(RelationType Type, Claim Claim, string Note, IReadOnlyList<Related> Further);

/// <summary>One claim among those it is related to, and where it comes from. Immutable.</summary>
public sealed class Why
{
    /// <summary>How many are shown of each side.</summary>
    public const int MostRelated = 8;

    private const int MostFurther = 2;

    private readonly Dictionary<string, Claim> _claims;

    /// <param name="trace">What the service answers of the claim.</param>
    public Why(TraceClaimResponse trace)
    {
        _claims = trace.Claims.ToDictionary(claim => claim.Name);
        Claim = trace.Claims[0];
        var outward = trace.Edges.Where(edge => edge.Claim == Claim.Name).ToList();
        var inward = trace.Edges.Where(edge => edge.RelatedClaim == Claim.Name).ToList();
        (To, MoreTo) = ([.. outward.Take(MostRelated).Select(edge => ToOf(trace, edge))], outward.Count - MostRelated);
        (From, MoreFrom) = (
            [.. inward.Take(MostRelated).Select(edge => new Related(edge.Type, _claims[edge.Claim], edge.Note, []))],
            inward.Count - MostRelated);
        SameElsewhere =
        [
            .. outward.Concat(inward).Where(edge => edge.Type == RelationType.Corroborates)
                .Select(edge => _claims[edge.Claim == Claim.Name ? edge.RelatedClaim : edge.Claim]),
        ];
        Origins = trace.IndependentOrigins;
    }

    /// <summary>The claim.</summary>
    public Claim Claim { get; }

    /// <summary>What it relates to.</summary>
    public IReadOnlyList<Related> To { get; }

    /// <summary>How many more there are, where that is above 0.</summary>
    public int MoreTo { get; }

    /// <summary>What relates to it.</summary>
    public IReadOnlyList<Related> From { get; }

    /// <summary>How many more there are, where that is above 0.</summary>
    public int MoreFrom { get; }

    /// <summary>The claims that corroborate it, or that it corroborates.</summary>
    public IReadOnlyList<Claim> SameElsewhere { get; }

    /// <summary>The independent origins.</summary>
    public IReadOnlyList<Origin> Origins { get; }

    /// <summary>Those of the claims that have relations, or that those of the others lead to.</summary>
    public static IReadOnlyList<Claim> Choices(IReadOnlyCollection<Claim> claims)
    {
        var related = CountRelating(claims);
        return [.. claims.Where(claim => claim.Relations.Count > 0 || related.ContainsKey(claim.Name))];
    }

    /// <summary>The claim that shows most: related both ways if any is, and with most relations; null of none.</summary>
    public static Claim? MostRelatedOf(IReadOnlyCollection<Claim> claims)
    {
        var related = CountRelating(claims);
        return claims.MaxBy(claim => (
            Math.Min(claim.Relations.Count, related.GetValueOrDefault(claim.Name)) > 0,
            claim.Relations.Count + related.GetValueOrDefault(claim.Name)));
    }

    /// <summary>How it stands, from the side of the other: "It is qualified by".</summary>
    public static string BackOf(RelationType type)
    {
        var back = ClaimWords.BackOf(type);
        return type is RelationType.GivesReasonFor or RelationType.ResultsFrom ? $"It {back}" : $"It is {back}";
    }

    /// <summary>The name of a relation in style sheets; null for those that are drawn plainly.</summary>
    public static string? ClassOf(RelationType type) => type switch
    {
        RelationType.Qualifies => "w-qualifies",
        RelationType.Corroborates => "w-corroborates",
        RelationType.Contradicts => "w-contradicts",
        _ => null,
    };

    /// <summary>Why an origin counts as one, to stand after the names of its sources.</summary>
    /// <param name="origin">The origin.</param>
    /// <param name="topOf">The source at the top of a source's affiliations, by their names.</param>
    public string ReasonsOf(Origin origin, Func<string, string> topOf)
    {
        var claims = SameElsewhere.Prepend(Claim).DistinctBy(claim => claim.Name)
            .Where(claim => origin.Claims.Contains(claim.Name)).ToList();
        var reasons = new List<string>();
        var through = claims.SelectMany(claim => claim.Speakers)
            .Where(speaker => !origin.Sources.Contains(speaker.Source) && origin.Sources.Contains(topOf(speaker.Source)))
            .Select(speaker => ClaimWords.Within(ClaimWords.NameOf(speaker))).Distinct().ToList();
        if (through.Count > 0) reasons.Add($"through {string.Join(" and ", through)}");
        if (claims.Any(claim => claim.Attribution.Steps.Count == 1)) reasons.Add("the publisher, which counts because it speaks alone here");
        if (origin.Sources.Count > 1)
        {
            reasons.Add("counted as one: " + (claims.Any(claim => claim.Attribution.Steps[^1].Joint == JointMode.Unclear)
                ? "the article does not tell whether they spoke together"
                : "they spoke together"));
        }

        if (!claims.Contains(Claim)) reasons.Add($"in {(claims.Count == 1 ? "a claim that says" : "claims that say")} the same");
        return string.Concat(reasons.Select(reason => $", {reason}")) + ".";
    }

    private static Dictionary<string, int> CountRelating(IEnumerable<Claim> claims) => claims
        .SelectMany(claim => claim.Relations).CountBy(relation => relation.Claim).ToDictionary();

    private Related ToOf(TraceClaimResponse trace, TraceEdge edge) => new(edge.Type, _claims[edge.RelatedClaim], edge.Note,
    [
        .. trace.Edges.Where(next => next.Claim == edge.RelatedClaim && next.RelatedClaim != Claim.Name).Take(MostFurther)
            .Select(next => new Related(next.Type, _claims[next.RelatedClaim], next.Note, [])),
    ]);
}
