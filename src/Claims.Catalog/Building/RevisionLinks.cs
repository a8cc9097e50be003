using System.Text;
using Claims.Catalog.Stored;
using Claims.V1;

namespace Claims.Catalog.Building;

/// <summary>
/// Which claims of a revision that is being made have which names, and how they relate; and what is wrong with that.
/// </summary>
internal sealed class RevisionLinks
{
    // As many as anybody is told.
    private const int MostKept = 1000;

    // So many relations of a claim are compared with each other one by one.
    private const int MostCompared = 16;

    private static readonly RelationType[] _orderedTypes =
    [
        RelationType.Supersedes, RelationType.GivesReasonFor, RelationType.ResultsFrom, RelationType.ConditionOf, RelationType.Presupposes,
    ];

    private readonly EncodedClaims _encodings;
    private readonly RevisionLayout _layout;
    private readonly HashSet<string> _withdrawn;
    private readonly List<LinkFault> _faults = [];
    private readonly Dictionary<string, string?> _renames = [];
    private readonly HashSet<int> _renamed = [];
    private readonly Dictionary<string, (int Article, int Item)> _articles = [];
    private readonly Dictionary<string, (int Claim, int Item)> _formerNames = [];

    // The relations that may run in no circle, by type.
    private readonly OrderedRelations?[] _ordered = new OrderedRelations?[_orderedTypes.Max(type => (int)type) + 1];
    private readonly Dictionary<int, Voice> _voices = [];

    // Of the claim under way, as which relation of it each is given that was taken.
    private readonly List<int> _taken = [];
    private long _faultCount;

    /// <param name="records">For each claim, where its record is.</param>
    /// <param name="layout">The claims.</param>
    /// <param name="withdrawals">What was withdrawn of the claims' articles.</param>
    /// <param name="work">Must outlive it.</param>
    public RevisionLinks(Section<long> records, RevisionLayout layout, IReadOnlyList<Withdrawal> withdrawals, Workspace work)
    {
        _withdrawn = [.. withdrawals.Select(withdrawal => withdrawal.Name)];
        _encodings = new(records, layout.Parts);
        _layout = layout;
        FormerNames = layout.FormerNames();
        IndexArticles();
        Slots = ClaimNames.Index(
            _encodings, work, (first, claim) => Add(LinkFaultKind.DoubledName, claim, -1, [NameOf(claim)], first));
        Names = new(Slots.Section, _encodings);
        IndexFormerNames();
        Relate();
        AskVoices();
        foreach (var type in _orderedTypes) AskCircles(type);
    }

    /// <summary>The table of <see cref="Names"/>.</summary>
    public Scratch<(uint Hash, int Claim)> Slots { get; }

    /// <summary>The claims' names.</summary>
    public ClaimNames Names { get; }

    /// <summary>The claims' former names, in the order of the parts, each with its claim.</summary>
    public IReadOnlyList<(string Name, int Claim)> FormerNames { get; }

    public Column<OwnRelation> Relations { get; } = new();

    /// <summary>Why there is no revision; null where there may be one.</summary>
    public LinkRefusal? Refusal() => _faultCount == 0 && _renames.Count == 0 ? null
        : new(_faults, _faultCount, _renames, _renamed, _layout.Parts.SelectMany(NamesIn).Concat(_formerNames.Keys));

    /// <summary>The claims that are superseded, each with one that supersedes it.</summary>
    public List<Supersession> Supersessions()
    {
        var supersessions = new List<Supersession>();
        foreach (var (claim, relation) in RelationsOf(RelationType.Supersedes).Relations.Items) supersessions.Add(new(relation.Other, claim));
        return supersessions;
    }

    private void IndexArticles()
    {
        var articles = _layout.Articles;
        for (var i = 0; i < articles.Count; i++)
        {
            var name = articles[i].Name;
            if (_articles.TryAdd(name, (i, -1))) continue;
            Add(new(LinkFaultKind.DoubledName, LocationOfArticle(i), -1, [name]) { Other = LocationOfArticle(_articles[name].Article) });
        }

        for (var i = 0; i < articles.Count; i++)
        {
            var formerNames = articles[i].FormerNames;
            for (var item = 0; item < formerNames.Count; item++)
            {
                if (_articles.TryAdd(formerNames[item], (i, item))) continue;
                var (other, otherItem) = _articles[formerNames[item]];
                Add(new(LinkFaultKind.FormerNameTaken, LocationOfArticle(i), item, [formerNames[item]])
                {
                    Other = LocationOfArticle(other),
                    OtherItem = otherItem,
                });
            }
        }
    }

    private void IndexFormerNames()
    {
        var (last, item) = (-1, 0);
        foreach (var (name, claim) in FormerNames)
        {
            item = claim == last ? item + 1 : 0;
            last = claim;
            if (Names.Find(name) is >= 0 and var owner) Add(LinkFaultKind.FormerNameTaken, claim, item, [name], owner);
            else if (!_formerNames.TryAdd(name, (claim, item)))
            {
                var (other, otherItem) = _formerNames[name];
                Add(LinkFaultKind.FormerNameTaken, claim, item, [name], other, otherItem);
            }
        }
    }

    private void Relate()
    {
        var (last, item, first) = (-1, 0, 0);
        HashSet<long>? many = null;
        _layout.ForEachRelation((claim, type, target) =>
        {
            item++;
            if (claim != last)
            {
                (last, item, first, many) = (claim, 0, Relations.Count, null);
                _taken.Clear();
            }

            var other = FindTarget(claim, item, target);
            if (other < 0) return;
            if (IsDoubled(type, other, first, ref many, out var same))
            {
                Add(new(LinkFaultKind.DoubledRelation, LocationOf(claim), item, []) { OtherItem = _taken[same] });
                return;
            }

            var relation = new OwnRelation(claim, new(other, (byte)type, IsOfOther: false));
            Relations.Add(relation);
            _taken.Add(item);
            if (Array.IndexOf(_orderedTypes, (RelationType)type) >= 0) RelationsOf((RelationType)type).Add(relation, item);
        });
    }

    private int FindTarget(int claim, int item, ReadOnlySpan<byte> target)
    {
        var other = Names.Find(target);
        if (other < 0)
        {
            var name = Encoding.UTF8.GetString(target);
            other = FindFormer(name);
            if (other < 0 && !IsWithdrawn(name)) Add(LinkFaultKind.UnknownClaim, claim, item, [name]);
            else if (other != claim)
            {
                _renames[name] = other < 0 ? null : NameOf(other);
                _renamed.Add(LocationOf(claim).Part);
            }
        }

        if (other != claim) return other;
        Add(LinkFaultKind.RelationToItself, claim, item, [Encoding.UTF8.GetString(target)]);
        return -1;
    }

    private int FindFormer(string name)
    {
        if (_formerNames.TryGetValue(name, out var found)) return found.Claim;
        var current = Catalog.FormerNames.ByArticle(name, CurrentArticle);
        return current is null ? -1 : Names.Find(current);
    }

    private bool IsWithdrawn(string name) => Withdrawals.NameOf(name, CurrentArticle, _withdrawn.Contains) is not null;

    private string? CurrentArticle(string name) =>
        _articles.TryGetValue(name, out var article) ? _layout.Articles[article.Article].Name : null;

    // Which of the claim's relations that were taken is the same.
    private bool IsDoubled(int type, int other, int first, ref HashSet<long>? many, out int same)
    {
        var own = Relations.Items[first..];
        if (own.Length < MostCompared || many is { } set && !set.Add(Key(type, other)))
        {
            for (same = 0; same < own.Length; same++)
            {
                if (own[same].Relation.Type == type && own[same].Relation.Other == other) return true;
            }

            return false;
        }

        same = -1;
        if (many is not null) return false;
        many = [Key(type, other)];
        foreach (var relation in own) many.Add(Key(relation.Relation.Type, relation.Relation.Other));
        return many.Count == own.Length && IsDoubled(type, other, first, ref many, out same);

        static long Key(int type, int other) => ((long)type << 32) | (uint)other;
    }

    private OrderedRelations RelationsOf(RelationType type) => _ordered[(int)type] ??= new();

    private void AskVoices()
    {
        var supersessions = RelationsOf(RelationType.Supersedes);
        for (var i = 0; i < supersessions.Relations.Count; i++)
        {
            var (claim, relation) = supersessions.Relations[i];
            var (voice, otherVoice) = (VoiceOf(claim), VoiceOf(relation.Other));
            if (voice.Sources.SetEquals(otherVoice.Sources)) continue;
            Add(LinkFaultKind.SupersessionAcrossVoices, claim, supersessions.Items[i],
                [NameOf(claim), voice.Quoted(), NameOf(relation.Other), otherVoice.Quoted()]);
        }
    }

    private void AskCircles(RelationType type)
    {
        var ordered = RelationsOf(type);
        if (ordered.Relations.Count == 0) return;
        var starts = new int[_encodings.Count + 1];
        foreach (var (claim, _) in ordered.Relations.Items) starts[claim + 1]++;
        var counts = starts[1..];
        for (var claim = 0; claim < _encodings.Count; claim++) starts[claim + 1] += starts[claim];
        var circles = new RelationCircles(counts, (claim, i) => ordered.Relations[starts[claim] + i].Relation.Other);
        for (var i = 0; i < ordered.Relations.Count; i++)
        {
            var claim = ordered.Relations[i].Claim;
            if (circles.ClosedBy(claim, i - starts[claim]) is not { } circle) continue;
            var names = circle.First.Prepend(claim).Select(NameOf);
            var isSupersession = type == RelationType.Supersedes;
            Add(new(isSupersession ? LinkFaultKind.SupersessionCycle : LinkFaultKind.RelationCycle, LocationOf(claim), ordered.Items[i],
                [.. isSupersession ? names : names.Prepend(EnumNames.Of(type))])
            {
                Count = circle.Length,
            });
        }
    }

    // Each claim is decoded once: it may supersede a thousand others.
    private Voice VoiceOf(int claim)
    {
        if (!_voices.TryGetValue(claim, out var voice))
        {
            _voices[claim] = voice = new([.. _encodings.Decode(claim).Speakers.Select(speaker => speaker.Source)]);
        }

        return voice;
    }

    private string NameOf(int claim) => _encodings.NameTextOf(claim);

    // Out of the part, which is there longer than the records of the revision that did not come about.
    private static IEnumerable<string> NamesIn(Part part)
    {
        var claims = new EncodedClaims(part.RecordStarts, [part]);
        return Enumerable.Range(0, claims.Count).Select(claims.NameTextOf);
    }

    private LinkLocation LocationOf(int claim) => _layout.LocationOf(claim);

    private LinkLocation LocationOfArticle(int article) =>
        new(_layout.Articles[article].PartNumber, _layout.Articles[article].GivenAs, -1);

    private void Add(LinkFaultKind kind, int claim, int item, string[] names, int other = -1, int otherItem = -1)
    {
        if (_faultCount >= MostKept) _faultCount++;
        else Add(new(kind, LocationOf(claim), item, names) { Other = other < 0 ? null : LocationOf(other), OtherItem = otherItem });
    }

    private void Add(LinkFault fault)
    {
        if (_faultCount++ < MostKept) _faults.Add(fault);
    }

    // Relations of one type by claim, and as which relation of it each is given.
    private sealed class OrderedRelations
    {
        public Column<OwnRelation> Relations { get; } = new();

        public Column<int> Items { get; } = new();

        public void Add(OwnRelation relation, int item)
        {
            Relations.Add(relation);
            Items.Add(item);
        }
    }

    // The sources that make a claim.
    private sealed record Voice(HashSet<string> Sources)
    {
        public string Quoted() => Quote.List(Sources, Sources.Count);
    }
}
