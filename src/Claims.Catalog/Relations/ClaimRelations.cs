using Claims.Catalog.Building;
using Claims.Catalog.Stored;

namespace Claims.Catalog;

/// <summary>
/// The relations among a revision's claims, both ways. Immutable.
/// </summary>
internal sealed class ClaimRelations(SectionReader sections)
{
    private readonly Section<int> _starts = sections.Read<int>();
    private readonly Section<ClaimRelation> _relations = sections.Read<ClaimRelation>();

    /// <summary>Writes relations.</summary>
    /// <param name="sections">Where to.</param>
    /// <param name="claimCount">How many claims there are.</param>
    /// <param name="relations">Every relation: the claim that has it, and what it says.</param>
    /// <param name="work">Where they are put together.</param>
    public static void Write(SectionWriter sections, int claimCount, ReadOnlySpan<OwnRelation> relations, Workspace work)
    {
        var starts = work.Take<int>(claimCount + 1);
        foreach (var (claim, relation) in relations)
        {
            starts[claim + 1]++;
            starts[relation.Other + 1]++;
        }

        for (var claim = 0; claim < claimCount; claim++) starts[claim + 1] += starts[claim];
        var both = work.Take<ClaimRelation>(starts[claimCount]);
        var next = work.Copy<int>(starts.Span[..claimCount]);
        foreach (var (claim, relation) in relations) both[next[claim]++] = relation;
        foreach (var (claim, relation) in relations)
        {
            both[next[relation.Other]++] = relation with { Other = claim, IsOfOther = true };
        }

        sections.Add(starts.Span);
        sections.Add(both.Span);
    }

    /// <summary>A claim's own relations, in the order given, then those that others have to it, by claim.</summary>
    public ReadOnlySpan<ClaimRelation> Of(int claim) => _relations.Between(_starts[claim], _starts[claim + 1]);
}

/// <summary>
/// A relation that a claim has itself.
/// </summary>
internal readonly record struct OwnRelation(int Claim, ClaimRelation Relation);

/// <summary>
/// A claim that is superseded, and one that supersedes it.
/// </summary>
internal readonly record struct Supersession(int Claim, int Superseding);

/// <summary>
/// A relation as seen from one of its claims.
/// </summary>
/// <param name="Other">The other claim.</param>
/// <param name="Type">How the claim that has it stands to the one it names.</param>
/// <param name="IsOfOther">Whether it is the other claim that has it.</param>
internal readonly record struct ClaimRelation(int Other, byte Type, bool IsOfOther);
