using Claims.Catalog;
using Claims.Catalog.Building;

namespace Claims.Curated;

/// <summary>
/// The rules on all articles and claims together: on names given twice, and on relations. They are found broken where
/// claims are linked, which is only done where no file has a mistake of its own.
/// </summary>
internal static class RelationRules
{
    public static readonly Rule UnknownClaim = new("unknown-claim", (given, _) => $"unknown claim '{given}'");

    public static readonly Rule RelationToItself = new("relation-to-itself", (given, _) =>
        $"'{given}' is the claim itself; a relation is to another");

    public static readonly Rule AcrossVoices = new("supersession-across-voices", (claim, other) =>
        $"a claim supersedes one in the same voice, and {claim}, {other}");

    public static readonly Rule Cycle = new("supersession-cycle", (circle, _) =>
        $"supersessions run in a circle: {circle}; one of them came first");

    public static readonly Rule RelationCycle = new("relation-cycle", (circle, type) =>
        $"{type} runs in a circle: {circle}; one of them comes first");

    public static readonly IReadOnlyList<Rule> All = [UnknownClaim, RelationToItself, AcrossVoices, Cycle, RelationCycle];

    /// <summary>What is to be told of faults.</summary>
    /// <param name="linked">The faults.</param>
    /// <param name="entryOf">Where in the files an article or a claim is.</param>
    public static IEnumerable<(int File, Mistake Mistake)> Of(LinkRefusal linked, Func<LinkLocation, EntryLocation> entryOf)
    {
        // Those that share a name are found in any order; the first in the files is right.
        var shared = linked.Faults.Where(fault => fault.Other is not null).GroupBy(fault => (fault.Kind, fault.Other, fault.OtherItem));
        foreach (var faults in shared)
        {
            var locations = faults.Select(fault => (Entry: entryOf(fault.At), fault.Item)).ToList();
            var owner = (Entry: entryOf(faults.Key.Other!.Value), Item: faults.Key.OtherItem);
            var mayBeLater = faults.Key.Kind == LinkFaultKind.DoubledName || owner.Item >= 0;
            locations.Add(owner);
            var first = mayBeLater ? locations.Min() : owner;
            foreach (var location in locations.Where(location => location != first))
            {
                yield return (location.Entry.File, Of(faults.First(), location.Entry, location.Item) with
                {
                    First = new(first.Entry.File, Mistake.Unknown, first.Entry.Path + (first.Item < 0 && location.Item < 0 ? ".name" : "")),
                });
            }
        }

        foreach (var fault in linked.Faults.Where(fault => fault.Other is null))
        {
            var entry = entryOf(fault.At);
            yield return (entry.File, Of(fault, entry, fault.Item) with
            {
                Guess = fault.Kind == LinkFaultKind.UnknownClaim ? () => Suggestion.Of(fault.Names[0], linked.ClaimNames) : null,
            });
        }
    }

    /// <summary>A circle, from the first name by so many back to it.</summary>
    public static string Around(IEnumerable<string> names, int count) =>
        $"{Quote.List(names, count, " → ")} → '{Quote.Cut(names.First())}'";

    private static Mistake Of(LinkFault fault, EntryLocation entry, int item)
    {
        var names = fault.Names;
        var (rule, path, given, more) = fault.Kind switch
        {
            LinkFaultKind.DoubledName => (NameRules.DoubledName, "name", Quote.Cut(names[0]), ""),
            LinkFaultKind.FormerNameTaken => (NameRules.FormerNameTaken, $"formerNames[{item}]", Quote.Cut(names[0]), ""),
            LinkFaultKind.UnknownClaim => (UnknownClaim, $"relations[{item}].claim", Quote.Cut(names[0]), ""),
            LinkFaultKind.RelationToItself => (RelationToItself, $"relations[{item}].claim", Quote.Cut(names[0]), ""),
            LinkFaultKind.DoubledRelation => (JsonRules.DoubledItem, $"relations[{item}]", $"{fault.OtherItem}", ""),
            LinkFaultKind.SupersessionAcrossVoices => (AcrossVoices, $"relations[{item}].claim",
                $"'{Quote.Cut(names[0])}' is by {names[1]}", $"'{Quote.Cut(names[2])}' by {names[3]}"),
            LinkFaultKind.SupersessionCycle => (Cycle, $"relations[{item}].claim", Around(names, fault.Count), ""),
            LinkFaultKind.RelationCycle => (RelationCycle, $"relations[{item}].claim", Around(names.Skip(1), fault.Count), names[0]),
            _ => throw new ArgumentOutOfRangeException(nameof(fault)),
        };
        return new(rule.Slug, Mistake.Unknown, rule.Message(given, more)) { Path = $"{entry.Path}.{path}" };
    }
}

/// <summary>
/// An article or a claim, by where it is in the files.
/// </summary>
/// <param name="File">The file's index.</param>
/// <param name="Article">The article's index in the file.</param>
/// <param name="Claim">The claim's index in the article; -1 for the article itself.</param>
internal readonly record struct EntryLocation(int File, int Article, int Claim) : IComparable<EntryLocation>
{
    /// <summary>Its JSON path.</summary>
    public string Path => Claim < 0 ? $"$.articles[{Article}]" : $"$.articles[{Article}].claims[{Claim}]";

    public int CompareTo(EntryLocation other) => (File, Article, Claim).CompareTo((other.File, other.Article, other.Claim));
}
