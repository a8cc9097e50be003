namespace Claims.Catalog;

/// <summary>
/// The relations among a revision's claims, both ways. Immutable.
/// </summary>
internal sealed class ClaimRelations
{
    private readonly int[] _starts;
    private readonly ClaimRelation[] _relations;

    /// <param name="claimCount">How many claims there are.</param>
    /// <param name="relations">Every relation: the claim that has it, and what it says.</param>
    public ClaimRelations(int claimCount, ReadOnlySpan<OwnRelation> relations)
    {
        _starts = new int[claimCount + 1];
        foreach (var (claim, relation) in relations)
        {
            _starts[claim + 1]++;
            _starts[relation.Other + 1]++;
        }

        for (var claim = 0; claim < claimCount; claim++) _starts[claim + 1] += _starts[claim];
        _relations = new ClaimRelation[_starts[claimCount]];
        var next = _starts.AsSpan(0, claimCount).ToArray();
        foreach (var (claim, relation) in relations) _relations[next[claim]++] = relation;
        foreach (var (claim, relation) in relations)
        {
            _relations[next[relation.Other]++] = relation with { Other = claim, IsOfOther = true };
        }
    }

    /// <summary>A claim's own relations, in the order given, then those that others have to it, by claim.</summary>
    public ReadOnlySpan<ClaimRelation> Of(int claim) => _relations.AsSpan(_starts[claim].._starts[claim + 1]);
}

/// <summary>
/// A relation that a claim has itself.
/// </summary>
internal readonly record struct OwnRelation(int Claim, ClaimRelation Relation);

/// <summary>
/// A claim that is superseded, and one that supersedes it.
/// </summary>
internal sealed record Supersession(int Claim, int Superseding);

/// <summary>
/// A relation as seen from one of its claims.
/// </summary>
/// <param name="Other">The other claim.</param>
/// <param name="Type">How the claim that has it stands to the one it names.</param>
/// <param name="IsOfOther">Whether it is the other claim that has it.</param>
internal readonly record struct ClaimRelation(int Other, byte Type, bool IsOfOther);
