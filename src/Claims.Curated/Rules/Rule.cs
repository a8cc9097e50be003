namespace Claims.Curated;

/// <summary>
/// A rule that shows to be broken only where something is read, merged or linked.
/// </summary>
/// <param name="Slug">What it is called.</param>
/// <param name="Message">What is wrong, the value given, and what would be right, of two things that are found
/// there.</param>
internal sealed record Rule(string Slug, Func<string, string, string> Message);

/// <summary>
/// A rule on one kind of object, to be asked when all of its members are read. It is asked of every claim, so that it
/// must not allocate where it is kept.
/// </summary>
/// <param name="slug">What it is called.</param>
/// <param name="member">The member of which it is told; 0 is the object.</param>
/// <param name="isBroken">Whether it is broken.</param>
/// <param name="message">What is wrong, the value given, and what would be right.</param>
internal sealed class Rule<T>(string slug, int member, Predicate<T> isBroken, Func<T, string> message)
    where T : Draft
{
    public string Slug => slug;

    /// <summary>Whose the member is, where it is not the object's own.</summary>
    public Func<T, Draft>? Of { get; init; }

    /// <summary>Finds out what was meant; what it needs it takes at once, since drafts are filled again.</summary>
    public Func<T, Func<string>>? Guess { get; init; }

    public bool IsBroken(T draft) => isBroken(draft);

    /// <summary>Notes it, unless something is told of the member already.</summary>
    public void Tell(T draft, MistakeLog mistakes)
    {
        var of = Of?.Invoke(draft) ?? draft;
        if (of.IsTold(member) || !mistakes.Count()) return;
        mistakes.Kept.Add(new(slug, of.LocationOf(member), message(draft))
        {
            Missing = member == 0 || of.IsMet(member) ? null : of.Members.NameOf(member),
            Guess = Guess?.Invoke(draft),
        });
    }
}

/// <summary>
/// The rules on one kind of object. Immutable, so thread-safe.
/// </summary>
/// <param name="required">The members that must be there.</param>
/// <param name="rules">The others.</param>
internal sealed class RuleTable<T>(int[] required, params Rule<T>[] rules)
    where T : Draft
{
    private readonly uint _required = required.Aggregate(0u, (bits, member) => bits | 1u << member);
    private readonly Rule<T>[] _missing = Array.ConvertAll(required, member => Missing(member, draft => !draft.Has(member)));

    /// <summary>What the rules are called.</summary>
    public IEnumerable<string> Slugs => _missing.Concat(rules).Select(rule => rule.Slug);

    /// <summary>A rule that asks for a member in some cases.</summary>
    public static Rule<T> Missing(int member, Predicate<T> isBroken) =>
        new("missing-member", member, isBroken, draft => $"'{draft.Members.NameOf(member)}' is missing");

    /// <summary>Notes which rules are broken.</summary>
    public void Ask(T draft, MistakeLog mistakes)
    {
        if (draft.MissingOf(_required) != 0) Ask(_missing, draft, mistakes);
        Ask(rules, draft, mistakes);
    }

    private static void Ask(Rule<T>[] rules, T draft, MistakeLog mistakes)
    {
        foreach (var rule in rules)
        {
            if (rule.IsBroken(draft)) rule.Tell(draft, mistakes);
        }
    }
}
