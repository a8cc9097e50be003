using System.Text.Json;

namespace Claims.Curated;

/// <summary>
/// Reads groups of synonyms, and asks the rules on each by itself. Not thread-safe.
/// </summary>
internal sealed class SynonymReader(JsonValues values)
{
    // The group is the one item of a list that has no name of its own.
    private const int Group = 1;

    private readonly Draft _draft = new(new(MemberKind.Nested, "group"));
    private List<SynonymGroup> _groups = [];

    /// <summary>What was read; of no more use to the reader once <see cref="Begin"/> is called.</summary>
    public IReadOnlyList<SynonymGroup> Groups => _groups;

    /// <summary>Takes the groups that follow to be of another file.</summary>
    public void Begin() => _groups = [];

    /// <summary>Reads the group at which it is.</summary>
    public void Read(ref JsonCursor json)
    {
        values.Clear();
        _draft.Begin(json.At);
        var at = json.At;
        if (!values.Array(ref json, _draft, Group)) return;
        var (terms, termsAt) = (new List<string>(), new List<int>());
        var isTold = false;
        while (JsonValues.NextItem(ref json, _draft, Group))
        {
            var term = values.Text(ref json, out var isTermTold).ToString();
            isTold |= isTermTold;
            if (isTermTold) continue;
            var words = Catalog.Search.Synonyms.WordsOf(System.Text.Encoding.UTF8.GetBytes(term)).Count;
            if (words is 0 or > SynonymRules.MaximumWords)
            {
                values.Mistakes.Tell(SynonymRules.Words, json.At, Catalog.Quote.Cut(term), $"{words}");
                isTold = true;
                continue;
            }

            terms.Add(term);
            termsAt.Add(json.At);
        }

        if (!isTold && terms.Count is < 2 or > SynonymRules.MaximumTerms) values.Mistakes.Tell(SynonymRules.Terms, at, $"{terms.Count}");
        if (terms.Count > 0) _groups.Add(new(terms, termsAt));
    }
}
