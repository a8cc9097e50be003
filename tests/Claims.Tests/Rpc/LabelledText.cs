using System.Text.Json.Nodes;
using Claims.Curated;

namespace Claims.Tests.Rpc;

/// <summary>What words are to a step of an attribution; a sentence is what one claim is told in.</summary>
internal enum Role
{
    Sentence,
    Source,
    Cue,
    Content,
}

/// <summary>What words are to a claim.</summary>
/// <param name="Claim">Which claim of the article.</param>
/// <param name="Step">Which step of its attribution.</param>
/// <param name="Role">What they are to the step.</param>
internal readonly record struct Label(int Claim, int Step, Role Role);

/// <summary>A word with all that it is to claims.</summary>
internal sealed record LabelledWord(string Text, List<Label> Labels);

/// <summary>
/// The text of an article, made word by word, so that whatever has a label is in as many pieces as lie apart:
/// annotators label words, and spans follow.
/// </summary>
internal sealed class LabelledText
{
    private readonly List<List<LabelledWord>> _paragraphs = [];

    public int ParagraphCount => _paragraphs.Count;

    /// <summary>Adds a word to the last paragraph, or to a new one.</summary>
    public void Add(LabelledWord word, bool isNewParagraph)
    {
        if (isNewParagraph) _paragraphs.Add([]);
        _paragraphs[^1].Add(word);
    }

    /// <summary>The words of each piece that has a label.</summary>
    public IReadOnlyList<string> Pieces(Label label) => [.. PiecesOf(label).Select(piece => piece.Words)];

    /// <summary>A locator of each piece that has a label.</summary>
    public JsonArray Locators(Label label) => new([.. PiecesOf(label).Select(piece => new JsonObject
    {
        ["paragraph"] = piece.Paragraph,
        ["start"] = piece.Start,
        ["end"] = piece.Start + CodePoints(piece.Words),
        ["sha256"] = ArticleText.Digest(piece.Words),
    })]);

    /// <summary>A locator of each whole paragraph that has a word with a label.</summary>
    public JsonArray ParagraphLocators(Label label) =>
        new([.. PiecesOf(label).Select(piece => piece.Paragraph).Distinct().Select(paragraph => new JsonObject
        {
            ["paragraph"] = paragraph,
            ["sha256"] = ArticleText.Digest(TextOf(_paragraphs[paragraph])),
        })]);

    public override string ToString() => string.Join("\n\n", _paragraphs.Select(TextOf));

    private static string TextOf(IEnumerable<LabelledWord> words) => string.Join(' ', words.Select(word => word.Text));

    private static int CodePoints(string text) => text.EnumerateRunes().Count();

    private IEnumerable<(int Paragraph, int Start, string Words)> PiecesOf(Label label)
    {
        for (var paragraph = 0; paragraph < _paragraphs.Count; paragraph++)
        {
            var (at, start, piece) = (0, 0, new List<LabelledWord>());
            foreach (var word in _paragraphs[paragraph])
            {
                if (word.Labels.Contains(label))
                {
                    if (piece.Count == 0) start = at;
                    piece.Add(word);
                }
                else if (piece.Count > 0)
                {
                    yield return (paragraph, start, TextOf(piece));
                    piece.Clear();
                }

                at += CodePoints(word.Text) + 1;
            }

            if (piece.Count > 0) yield return (paragraph, start, TextOf(piece));
        }
    }
}
