namespace Claims.Curated;

/// <summary>The rules on synonyms. Whoever looks for a term looks for all of its group, so that these are bounded.</summary>
internal static class SynonymRules
{
    /// <summary>The most terms of a group.</summary>
    public const int MaximumTerms = 16;

    /// <summary>The most words of a term.</summary>
    public const int MaximumWords = 8;

    public static readonly Rule Terms = new("synonym-terms", (count, _) =>
        $"the group has {count} term{(count == "1" ? "" : "s")}; expected 2 to {MaximumTerms}");

    public static readonly Rule Words = new("synonym-words", (term, count) => $"'{term}' has {count} words; expected 1 to {MaximumWords}");

    public static readonly Rule Doubled = new("synonym-twice", (term, _) =>
        $"'{term}' is a synonym already, in all its English endings; a term is in one group");

    public static readonly IReadOnlyList<Rule> All = [Terms, Words, Doubled];
}
