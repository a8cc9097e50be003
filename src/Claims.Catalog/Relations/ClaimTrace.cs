using Claims.V1;

namespace Claims.Catalog;

/// <summary>
/// What a claim is related to, and from whom it comes.
/// </summary>
/// <param name="Claims">The claims reached, the nearest first, equally near ones by number; the claim itself is the first.</param>
/// <param name="Origins">Its independent origins, by the first claim that comes from each.</param>
/// <param name="IsTruncated">Whether there are more claims than were asked for.</param>
internal sealed record ClaimTrace(IReadOnlyList<int> Claims, IReadOnlyList<Origin> Origins, bool IsTruncated)
{
    /// <summary>Follows relations of some types, or of all where none is given, from a claim, both ways.</summary>
    /// <exception cref="OperationCanceledException">The caller does not wait any more.</exception>
    public static ClaimTrace From(
        Revision revision, int claim, IReadOnlyCollection<RelationType> types, int maximum, Patience patience = default)
    {
        var reached = new List<int> { claim };
        var seen = new HashSet<int> { claim };
        var isTruncated = false;
        for (var start = 0; start < reached.Count && !isTruncated;)
        {
            var end = reached.Count;
            for (; start < end; start++)
            {
                patience.ThrowIfOver();
                foreach (var relation in revision.Relations.Of(reached[start]))
                {
                    if (IsFollowed(relation, types) && seen.Add(relation.Other)) reached.Add(relation.Other);
                }
            }

            reached.Sort(end, reached.Count - end, null);
            isTruncated = reached.Count > maximum;
        }

        if (isTruncated) reached.RemoveRange(maximum, reached.Count - maximum);
        return new(reached, OriginsOf(revision, claim, patience), isTruncated);
    }

    /// <summary>
    /// The relations of some types, or of all where none is given, between a claim and some others, whichever has them.
    /// </summary>
    public static IEnumerable<TraceEdge> EdgesBetween(
        Revision revision, int claim, IReadOnlySet<int> others, IReadOnlyCollection<RelationType> types)
    {
        foreach (var relation in revision.Relations.Of(claim).ToArray())
        {
            if (!IsFollowed(relation, types) || !others.Contains(relation.Other)) continue;
            var (from, to) = relation.IsOfOther ? (relation.Other, claim) : (claim, relation.Other);
            var related = revision.Encodings.NameTextOf(to);
            yield return new()
            {
                Claim = revision.Encodings.NameTextOf(from),
                Type = (RelationType)relation.Type,
                RelatedClaim = related,
                Note = NoteOf(revision, from, (RelationType)relation.Type, related),
            };
        }
    }

    private static string NoteOf(Revision revision, int claim, RelationType type, string related)
    {
        var reader = new WireReader(revision.Encodings.Copy(claim));
        while (reader.Read())
        {
            if (reader.Field != Claim.RelationsFieldNumber) continue;
            var relation = Relation.Parser.ParseFrom(reader.Bytes);
            if (relation.Type == type && relation.Claim == related) return relation.Note;
        }

        return "";
    }

    private static bool IsFollowed(ClaimRelation relation, IReadOnlyCollection<RelationType> types) =>
        types.Count == 0 || types.Contains((RelationType)relation.Type);

    // See TraceClaimResponse.independent_origins.
    private static List<Origin> OriginsOf(Revision revision, int claim, Patience patience)
    {
        var voices = new List<Voice>();
        foreach (var source in CorroboratingOf(revision, claim))
        {
            patience.ThrowIfOver();
            voices.AddRange(VoicesOf(revision, source));
        }

        var single = voices.Where(voice => voice.Roots.Count == 1).Select(voice => voice.Roots.Single()).ToHashSet();
        var origins = new OriginGroups();
        foreach (var voice in voices)
        {
            patience.ThrowIfOver();

            // Of a joint voice, whoever counts singly too stands for it.
            var counted = voice.Roots.Where(single.Contains).ToList();
            if (counted.Count > 0) counted.ForEach(root => origins.Add([root], voice.Claim));
            else origins.Add(voice.Roots, voice.Claim);
        }

        return origins.ToList(patience);
    }

    private static IEnumerable<int> CorroboratingOf(Revision revision, int claim)
    {
        var claims = new List<int> { claim };
        foreach (var relation in revision.Relations.Of(claim))
        {
            if (relation.Type == (byte)RelationType.Corroborates) claims.Add(relation.Other);
        }

        return claims.Distinct();
    }

    private static IEnumerable<Voice> VoicesOf(Revision revision, int number)
    {
        var claim = revision.Encodings.Decode(number);
        var last = claim.Attribution.Steps[^1];
        var publisher = claim.Attribution.Steps[0].Speakers[0].Source;
        var speakers = last.Speakers.Select(speaker => speaker.Source).ToList();

        // A publisher passes on what others say, unless it speaks alone.
        if (speakers.Count > 1) speakers.Remove(publisher);
        var roots = speakers.Select(source => revision.Sources.NameOf(revision.Sources.TopOf(revision.Sources.Find(source))));
        return last.Joint == JointMode.Each
            ? roots.Distinct().Select(root => new Voice(new HashSet<string> { root }, claim.Name))
            : [new(roots.ToHashSet(), claim.Name)];
    }

    private sealed record Voice(HashSet<string> Roots, string Claim);

    // Joint voices that share a source are one origin. Of two that become one, the smaller is added to the larger.
    private sealed class OriginGroups
    {
        private readonly Dictionary<string, Group> _byRoot = new(StringComparer.Ordinal);
        private int _voices;

        public void Add(IReadOnlyCollection<string> roots, string claim)
        {
            var voice = _voices++;
            var group = new Group();
            foreach (var root in roots)
            {
                if (!_byRoot.TryGetValue(root, out var other)) other = new() { Roots = { root } };
                group = Union(group, other);
                _byRoot[root] = group;
            }

            group.Claims.TryAdd(claim, voice);
        }

        public List<Origin> ToList(Patience patience)
        {
            var origins = new List<Origin>();
            foreach (var group in _byRoot.Values.Distinct().OrderBy(group => group.Claims.Values.Min()))
            {
                patience.ThrowIfOver();
                origins.Add(new()
                {
                    Sources = { group.Roots.Order(StringComparer.Ordinal) },
                    Claims = { group.Claims.OrderBy(claim => claim.Value).Select(claim => claim.Key) },
                });
            }

            return origins;
        }

        private Group Union(Group one, Group other)
        {
            if (one == other) return one;
            var (small, large) = one.Size < other.Size ? (one, other) : (other, one);
            foreach (var root in small.Roots)
            {
                large.Roots.Add(root);
                _byRoot[root] = large;
            }

            foreach (var (claim, voice) in small.Claims)
            {
                if (!large.Claims.TryGetValue(claim, out var first) || voice < first) large.Claims[claim] = voice;
            }

            return large;
        }

        private sealed class Group
        {
            public List<string> Roots { get; } = [];

            // Each with the number of the first voice that made it.
            public Dictionary<string, int> Claims { get; } = new(StringComparer.Ordinal);

            public int Size => Roots.Count + Claims.Count;
        }
    }
}
