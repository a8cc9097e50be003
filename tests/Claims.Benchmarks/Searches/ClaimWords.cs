using System.Text;
using Claims.Catalog;
using Claims.Catalog.Search;
using Claims.V1;

namespace Claims.Benchmarks.Searches;

/// <summary>
/// The words that claims are searched by, field by field, folded and stemmed as the catalog does it, so that all engines
/// have the same ones: of the text, and of the names of speakers, topics and places. All articles are English.
/// </summary>
internal sealed class ClaimWords
{
    private readonly Revision _revision;
    private readonly Dictionary<string, string[][]> _sources;
    private readonly Dictionary<string, string[][]> _topics;
    private readonly Dictionary<string, string[][]> _places;

    public ClaimWords(Revision revision)
    {
        _revision = revision;
        _sources = revision.Sources.ToDictionary(
            source => source.Name, source => source.Aliases.Prepend(source.DisplayName).Select(StemsOf).ToArray());
        _topics = revision.Topics.ToDictionary(topic => topic.Slug, topic => topic.Aliases.Prepend(topic.DisplayName).Select(StemsOf).ToArray());
        _places = revision.Places.ToDictionary(place => place.Slug, place => place.Aliases.Prepend(place.DisplayName).Select(StemsOf).ToArray());
    }

    public int ClaimCount => _revision.ClaimCount;

    /// <summary>The stems of each field of a claim; those fields first that count where something is excluded: the text, and
    /// the names of speakers whom the article names.</summary>
    public IEnumerable<(bool IsExcludable, string[] Stems)> FieldsOf(int claim)
    {
        var message = _revision.Encodings.Decode(claim);
        yield return (true, StemsOf(message.Text));
        foreach (var speaker in message.Speakers.OrderByDescending(IsNamed))
        {
            foreach (var name in _sources[speaker.Source]) yield return (IsNamed(speaker), name);
        }

        foreach (var topic in message.Topics)
        {
            foreach (var name in _topics[topic.Topic]) yield return (false, name);
        }

        foreach (var place in message.Places.Select(place => place.Place).Distinct())
        {
            foreach (var name in _places[place]) yield return (false, name);
        }
    }

    /// <summary>The words of a claim's text, folded, with their stems.</summary>
    public IReadOnlyList<(string Word, string Stem)> TextOf(int claim) => WordsOf(_revision.Encodings.Decode(claim).Text);

    /// <summary>Whether whoever looks for words, one after the other, looks for others too.</summary>
    public bool HaveSynonyms(string words) =>
        _revision.Synonyms.Expand(SearchQuery.Parse($"\"{words}\"")).RequiredItems.Any(item => item.Forms.Count > 1);

    private static bool IsNamed(Speaker speaker) => speaker.Identification is Identification.Named or Identification.Metonym;

    private static string[] StemsOf(string text) => [.. WordsOf(text).Select(word => word.Stem)];

    private static List<(string Word, string Stem)> WordsOf(string text)
    {
        var words = new List<(string, string)>();
        var reader = new WordReader(Encoding.UTF8.GetBytes(text), new FoldedText(), stackalloc byte[WordReader.BufferLength]);
        while (reader.Read())
        {
            var word = Encoding.UTF8.GetString(reader.Folded);
            words.Add((word, Encoding.UTF8.GetString(reader.Folded[..EnglishStemmer.Stem(reader.Folded)])));
        }

        return words;
    }
}
