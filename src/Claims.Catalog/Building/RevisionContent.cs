using Claims.Catalog.Search;
using Claims.V1;

namespace Claims.Catalog.Building;

/// <summary>
/// What a revision is made of. Claims are numbered from 0 in the order <c>position</c>.
/// </summary>
internal sealed class RevisionContent
{
    public required IReadOnlyList<Topic> Topics { get; init; }

    public required IReadOnlyList<ListedPlace> Places { get; init; }

    /// <summary>The sources, by name.</summary>
    public required IReadOnlyList<Source> Sources { get; init; }

    /// <summary>The articles, the latest published first, then by name.</summary>
    public required IReadOnlyList<Article> Articles { get; init; }

    /// <summary>For each article, a digest of its claims.</summary>
    public required IReadOnlyList<byte[]> ArticleDigests { get; init; }

    /// <summary>For each article its first claim; one entry more at the end.</summary>
    public required int[] FirstClaims { get; init; }

    public required FacetValues Values { get; init; }

    public required EncodedClaims Encodings { get; init; }

    public required ClaimNames Names { get; init; }

    /// <summary>The claims' former names.</summary>
    public required IReadOnlyList<(string Name, int Claim)> FormerNames { get; init; }

    public required Postings Postings { get; init; }

    public required AffiliationPostings Affiliations { get; init; }

    public required DistinctDates Dates { get; init; }

    public required DateColumn StatedDates { get; init; }

    public required DateColumn EventDates { get; init; }

    /// <summary>The claims by date of saying.</summary>
    public required DateOrder ByStatedDate { get; init; }

    /// <summary>The claims by date of what they say.</summary>
    public required DateOrder ByEventDate { get; init; }

    /// <summary>For each claim, where it stands among all by name, from 0.</summary>
    public required int[] NameRanks { get; init; }

    /// <summary>A bit for each claim: whether it has the same place in the same article as the one before it.</summary>
    public required ulong[] SamePositions { get; init; }

    public required ClaimRelations Relations { get; init; }

    public required SearchIndex Search { get; init; }

    /// <summary>The claims that are superseded, each with one that supersedes it.</summary>
    public required IReadOnlyList<Supersession> Supersessions { get; init; }

    /// <summary>
    /// Whether each supersession is within one voice, and none runs in a circle: the rules that <see cref="CorpusRules"/>
    /// explains.
    /// </summary>
    public bool SupersessionsAreInOrder()
    {
        // Each claim is decoded once: it may supersede a thousand others.
        var voices = new Dictionary<int, HashSet<string>>();
        if (Supersessions.Any(found => !VoiceOf(found.Claim).SetEquals(VoiceOf(found.Superseding)))) return false;

        // What nothing supersedes is in no circle; and without it, neither is what it supersedes.
        var left = new Dictionary<int, int>();
        var superseded = new Dictionary<int, List<int>>();
        foreach (var found in Supersessions)
        {
            left[found.Claim] = left.GetValueOrDefault(found.Claim) + 1;
            if (!superseded.TryGetValue(found.Superseding, out var claims)) superseded[found.Superseding] = claims = [];
            claims.Add(found.Claim);
        }

        var open = superseded.Keys.Where(claim => !left.ContainsKey(claim)).ToList();
        for (var i = 0; i < open.Count; i++)
        {
            if (!superseded.TryGetValue(open[i], out var claims)) continue;
            foreach (var claim in claims)
            {
                if (--left[claim] > 0) continue;
                left.Remove(claim);
                open.Add(claim);
            }
        }

        return left.Count == 0;

        HashSet<string> VoiceOf(int claim)
        {
            if (voices.TryGetValue(claim, out var voice)) return voice;
            return voices[claim] = [.. Encodings.Decode(claim).Speakers.Select(speaker => speaker.Source)];
        }
    }
}
