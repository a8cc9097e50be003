using Claims.V1;

namespace Claims.Server.Web.Page.Who;

/// <summary>
/// On whose word claims rest: a row for each source, and in it a stroke for each of its claims. Immutable.
/// </summary>
public sealed class Score
{
    /// <summary>The most sources that have a row for claims of their own: what somebody looks through.</summary>
    public const int MostSources = 40;

    // Of more claims, the lines through joint statements would be all there is to see; words tell how many are shared.
    private const int MostWithLines = 150;

    private readonly Func<string, Source> _sourceOf;
    private readonly Dictionary<string, List<Claim>> _made = [];
    private readonly Dictionary<string, List<Claim>> _madeFor = [];
    private readonly HashSet<string> _publishers = [];
    private readonly HashSet<string> _unnamed = [];
    private readonly Dictionary<string, List<string>> _below = [];
    private readonly Dictionary<string, int> _whole = [];

    /// <param name="claims">The claims that are shown.</param>
    /// <param name="lane">Where they stand.</param>
    /// <param name="sourceOf">A source by its name.</param>
    public Score(IReadOnlyCollection<Claim> claims, Lane lane, Func<string, Source> sourceOf)
    {
        (Lane, Size, _sourceOf) = (lane, claims.Count, sourceOf);
        Read(claims);
        (Title, Publishing) = (TitleOf(claims.Count, claims.Count(IsAttributed), claims.Count(IsUnnamed)),
            PublishingOf(claims.Count, claims.Count(IsAttributed), claims.Select(PublisherOf).Distinct().Count()));
        var kept = _made.Keys.OrderByDescending(name => _made[name].Count).ThenBy(name => name, StringComparer.Ordinal)
            .Take(MostSources).ToList();
        MoreSources = _made.Count - kept.Count;
        var roots = Grow(kept.Concat(_madeFor.Keys.Where(kept.SelectMany(name => _made[name])
            .SelectMany(claim => claim.Speakers).Select(speaker => speaker.OnBehalfOf).ToHashSet().Contains)));
        Groups = Draw(
        [
            .. from root in roots
               group root by KindOf(root) into kind
               orderby kind.Key
               select (TitleOf(kind.Key, kind.Count()), Ordered(kind).SelectMany(name => Tree(name, 0)).ToList()),
        ]);
    }

    /// <summary>What is found: how many claims are attributed, and how many of them to sources without a name.</summary>
    public string Title { get; }

    /// <summary>How many claims are the publishers' own, in a sentence; empty for none.</summary>
    public string Publishing { get; }

    /// <summary>Where claims stand.</summary>
    public Lane Lane { get; }

    /// <summary>How many claims are shown.</summary>
    public int Size { get; }

    /// <summary>The sources.</summary>
    public IReadOnlyList<ScoreGroup> Groups { get; }

    /// <summary>How many more sources make claims.</summary>
    public int MoreSources { get; }

    /// <summary>The finding of so many claims.</summary>
    public static string TitleOf(int claims, int attributed, int unnamed)
    {
        var whole = ClaimWords.Number(claims);
        if (attributed == 0) return claims == 1 ? "The claim is the publisher’s own" : $"None of {whole} claims is attributed to anybody else";
        var first = attributed < claims
            ? $"{ClaimWords.Number(attributed)} of {ClaimWords.Count(claims, "claim")} {(attributed == 1 ? "is" : "are")} attributed"
            : claims == 1 ? "The claim is attributed" : $"All {whole} claims are attributed";
        var sources = attributed == 1 ? "a source" : "sources";
        var name = attributed == 1 ? "a name" : "names";
        return unnamed == 0 ? $"{first}, {(attributed == 1 ? "" : "all ")}to {sources} with {name}"
            : unnamed == attributed ? $"{first}, {(attributed == 1 ? "" : "all ")}to {sources} without a name"
            : $"{first}, {ClaimWords.Number(unnamed)} of them to sources without a name";
    }

    /// <summary>How many of so many claims are the publishers' own; empty for none.</summary>
    public static string PublishingOf(int claims, int attributed, int publishers) => attributed == claims || claims == 1 ? ""
        : $"{(attributed == 0 ? "All" : $"The other {ClaimWords.Number(claims - attributed)}")} are the {(publishers == 1 ? "publisher’s" : "publishers’")} own.";

    /// <summary>The name of an act's shape; empty for what is only stated.</summary>
    public static string ActOf(Force force) => ClaimWords.ToneOf(force) switch
    {
        "against" => ClaimWords.Asserts(force) ? "asserted" : "threatened",
        var tone => tone,
    };

    private static bool IsAttributed(Claim claim) => claim.Attribution.Steps.Count > 1;

    private static bool IsUnnamed(Claim claim) =>
        IsAttributed(claim) && claim.Speakers.Any(speaker => ClaimWords.IsUnnamed(speaker.Identification));

    private static string PublisherOf(Claim claim) => claim.Attribution.Steps[0].Speakers[0].Source;

    private static string LineOf(Claim claim) => claim.Attribution.Steps[^1].Kind is AttributionKind.Narrative
        ? claim.Presupposed ? "presupposed" : "own"
        : ClaimWords.ClassOf(claim.Attribution.Steps[^1].Kind);

    private static bool IsTogether(Claim claim) =>
        claim.Attribution.Steps[^1].Joint is JointMode.Joint or JointMode.Unclear;

    private static string TitleOf(RootKind kind, int roots) => kind switch
    {
        RootKind.Publisher => roots == 1 ? "The publisher" : "The publishers",
        RootKind.Government => "Governments, and those who speak for them",
        RootKind.Other => "Others, and those who speak for them",
        _ => "No affiliation given",
    };

    private void Read(IEnumerable<Claim> claims)
    {
        var named = new HashSet<string>();
        foreach (var claim in claims)
        {
            _publishers.UnionWith(claim.Attribution.Steps[0].Speakers.Select(speaker => speaker.Source));
            foreach (var speaker in claim.Speakers)
            {
                Add(_made, speaker.Source, claim);
                Add(_madeFor, speaker.OnBehalfOf, claim);
                (ClaimWords.IsUnnamed(speaker.Identification) ? _unnamed : named).Add(speaker.Source);
            }
        }

        _unnamed.ExceptWith(named);

        static void Add(Dictionary<string, List<Claim>> to, string name, Claim claim)
        {
            if (name.Length == 0) return;
            if (!to.TryGetValue(name, out var list)) to[name] = list = [];
            if (list.Count == 0 || list[^1] != claim) list.Add(claim);
        }
    }

    // Publishers stand for themselves, whatever they are affiliated with.
    private string? AboveOf(string name) =>
        !_publishers.Contains(name) && _sourceOf(name).Affiliation is { Length: > 0 } above ? above : null;

    private HashSet<string> Grow(IEnumerable<string> names)
    {
        var roots = new HashSet<string>();
        var known = new HashSet<string>();
        foreach (var name in names)
        {
            for (var at = name; known.Add(at);)
            {
                if (AboveOf(at) is not { } above)
                {
                    roots.Add(at);
                    break;
                }

                if (!_below.TryGetValue(above, out var below)) _below[above] = below = [];
                below.Add(at);
                at = above;
            }
        }

        foreach (var root in roots) Count(root);
        return roots;
    }

    private int Count(string name) =>
        _whole[name] = (_made.GetValueOrDefault(name)?.Count ?? 0) + BelowOf(name).Sum(Count);

    private List<string> BelowOf(string name) => _below.TryGetValue(name, out var below) ? below : [];

    private RootKind KindOf(string root) => _publishers.Contains(root) ? RootKind.Publisher
        : _sourceOf(root).Kind == SourceKind.Government ? RootKind.Government
        : BelowOf(root).Count > 0 ? RootKind.Other : RootKind.Alone;

    private IEnumerable<string> Ordered(IEnumerable<string> names) =>
        names.OrderByDescending(name => _whole[name]).ThenBy(name => name, StringComparer.Ordinal);

    private IEnumerable<(string Name, int Depth)> Tree(string name, int depth) =>
        Ordered(BelowOf(name)).SelectMany(below => Tree(below, depth + 1)).Prepend((name, depth));

    private List<ScoreGroup> Draw(List<(string Title, List<(string Name, int Depth)> Rows)> groups)
    {
        // Titles are places of the figure too, which lines go through.
        var order = groups.SelectMany(group => group.Rows.Select(row => row.Name).Prepend("")).ToList();
        var places = order.Index().Where(row => row.Item.Length > 0).ToDictionary(row => row.Item, row => row.Index);
        var joints = order.Select(_ => new List<JointLine>()).ToList();
        var together = _made.Values.SelectMany(made => made).DistinctBy(claim => claim.Name).Where(IsTogether);
        foreach (var claim in Size <= MostWithLines ? together : [])
        {
            var rows = claim.Speakers.Where(speaker => places.ContainsKey(speaker.Source))
                .Select(speaker => places[speaker.Source]).Distinct().Order().ToList();
            if (rows.Count < 2 || Lane.PlaceOf(claim) is not { } at) continue;
            for (var row = rows[0]; row <= rows[^1]; row++)
            {
                joints[row].Add(new(
                    at,
                    row == rows[0] ? JointPart.Upper : row == rows[^1] ? JointPart.Lower : JointPart.Through,
                    claim.Attribution.Steps[^1].Joint == JointMode.Unclear));
            }
        }

        var next = 0;
        return
        [
            .. groups.Select(group => new ScoreGroup(
                group.Title, joints[next++], [.. group.Rows.Select(row => RowOf(row.Name, row.Depth, joints[next++]))])),
        ];
    }

    private ScoreRow RowOf(string name, int depth, IReadOnlyList<JointLine> joints)
    {
        var source = _sourceOf(name);
        var made = _made.GetValueOrDefault(name) ?? [];
        var madeFor = _madeFor.GetValueOrDefault(name) ?? [];
        var isUnnamed = _unnamed.Contains(name);
        return new(
            source,
            depth,
            isUnnamed,
            made.Count,
            WordsOf(source, isUnnamed, made, madeFor.Count),
            depth > 0 ? _sourceOf(source.Affiliation).DisplayName : "",
            [
                .. from claim in made
                   let at = Lane.PlaceOf(claim)
                   where at is not null
                   select new Stroke(at.Value, LineOf(claim), ActOf(claim.Stance.Force)),
            ],
            [.. madeFor.Select(Lane.PlaceOf).OfType<double>()],
            joints);
    }

    private string WordsOf(Source source, bool isUnnamed, List<Claim> made, int madeFor)
    {
        List<string> words = [KindWords(source, isUnnamed)];
        if (_publishers.Contains(source.Name) && source.Affiliation.Length > 0) words[0] += $" of {_sourceOf(source.Affiliation).DisplayName}";
        if (made.Count == 0) words.Add("no claim of its own");
        words.AddRange(made.CountBy(claim => claim.Stance.Force).OrderByDescending(act => act.Value).ThenBy(act => act.Key)
            .Select(act => $"{ActWords(act.Key)} {ClaimWords.Number(act.Value)}"));
        if (made.Count(claim => IsTogether(claim) && claim.Speakers.Any(speaker => speaker.Source != source.Name)) is > 0 and var shared)
        {
            words.Add($"shares {ClaimWords.Number(shared)} with others");
        }

        if (madeFor > 0) words.Add($"spoken for in {ClaimWords.Number(madeFor)}");
        return string.Join(", ", words);
    }

    /// <summary>What a source is, and that it has no name where its display name does not say so.</summary>
    internal static string KindWords(Source source, bool isUnnamed) =>
        (isUnnamed && !source.DisplayName.Contains("unnamed", StringComparison.OrdinalIgnoreCase) ? "unnamed " : "")
        + ClaimWords.Of(source.Kind);

    /// <summary>An act before a number: "states 6".</summary>
    internal static string ActWords(Force force) => force == Force.Assert ? "states" : ClaimWords.Of(force);

    private enum RootKind
    {
        Publisher,
        Government,
        Other,
        Alone,
    }
}
