using System.Globalization;
using System.Text.RegularExpressions;
using Claims.V1;

namespace Claims.Curated;

/// <summary>
/// What a claim may and may not have in common with the words of its article: expressions are the article's own, and the
/// claim's text is not. Letter case, punctuation and the shapes of quotation marks make no difference.
/// </summary>
internal sealed partial class ArticleWords
{
    // Shorter runs are common turns of phrase; longer ones would be the article's wording.
    private const int MostShared = 5;

    private readonly string _words;
    private readonly HashSet<string> _runs = [];

    public ArticleWords(ArticleText text)
    {
        for (var i = 0; i < text.ParagraphCount; i++)
        {
            foreach (var (_, folded) in Runs(text.Span(new Locator { Paragraph = i })!)) _runs.Add(folded);
        }

        _words = $" {Fold(text.Span(new Locator())!)} ";
    }

    /// <summary>
    /// The first six words in a row, names not counted, that a claim's text shares with the article; null where there are
    /// none.
    /// </summary>
    public string? SharedRun(Claim claim)
    {
        foreach (var (words, folded) in Runs(claim.Text))
        {
            if (_runs.Contains(folded)) return words;
        }

        return null;
    }

    /// <summary>
    /// The expressions of dates and figures, the names that speakers go by, and the phrase that names the source, that
    /// stand nowhere in the article. An ellipsis (…) in one leaves words out.
    /// </summary>
    public IEnumerable<string> ForeignExpressions(Claim claim) =>
        new[] { claim.StatedDate.Expression, claim.EventDate?.Expression ?? "", claim.AsOf?.Expression ?? "" }
            .Concat(claim.Figures.Select(figure => figure.Expression))
            .Concat(Readings(claim).SelectMany(reading => reading.Steps).SelectMany(step => step.Speakers).Select(speaker => speaker.AsPublished))
            .Concat(Readings(claim).Select(reading => reading.Phrase))
            .Distinct()
            .Where(expression => expression.Length > 0
                && !expression.Split('…', StringSplitOptions.RemoveEmptyEntries)
                    .All(part => _words.Contains($" {Fold(part)} ", StringComparison.Ordinal)));

    private static IEnumerable<Attribution> Readings(Claim claim) =>
        claim.Alternatives.Select(alternative => alternative.Attribution).Prepend(claim.Attribution);

    // Runs of more words than may be shared, as written and folded. A name may stand within a run and counts for nothing.
    private static IEnumerable<(string Words, string Folded)> Runs(string text)
    {
        var words = Word().Matches(text);
        for (var start = 0; start < words.Count; start++)
        {
            if (IsName(start)) continue;
            var counted = 0;
            for (var end = start; end < words.Count; end++)
            {
                if (IsName(end) || ++counted <= MostShared) continue;
                var run = text[words[start].Index..(words[end].Index + words[end].Length)];
                yield return (run, Fold(run));
                break;
            }
        }

        // A capital letter marks a name, except where a sentence starts.
        bool IsName(int word) => char.IsUpper(words[word].Value[0]) && word > 0
            && text.AsSpan((words[word - 1].Index + words[word - 1].Length)..words[word].Index).IndexOfAny(".!?") < 0;
    }

    private static string Fold(string text) =>
        string.Join(' ', Word().Matches(text).Select(word => word.Value.ToLower(CultureInfo.InvariantCulture)));

    [GeneratedRegex(@"[\p{L}\p{M}\p{N}]+")]
    private static partial Regex Word();
}
