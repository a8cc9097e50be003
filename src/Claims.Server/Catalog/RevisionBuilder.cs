using Claims.V1;
using Google.Protobuf;

namespace Claims.Server.Catalog;

/// <summary>A stand-in of the same surface: it decodes what it is given and hands it to <see cref="Revision.Freeze"/>.</summary>
internal sealed class RevisionBuilder(
    string license, IReadOnlyList<Topic> topics, IReadOnlyList<ListedPlace> places, IReadOnlyList<Source> sources)
{
    private readonly List<RevisionPart> _parts = [];

    public RevisionPart NewPart()
    {
        var part = new RevisionPart();
        lock (_parts) _parts.Add(part);
        return part;
    }

    public Revision? Freeze()
    {
        var content = new CorpusContent();
        content.Licenses.Add(license);
        content.Topics.AddRange(topics);
        content.Places.AddRange(places);
        content.Sources.AddRange(sources);
        foreach (var (article, encodings) in _parts.SelectMany(part => part.Articles))
        {
            content.Articles.Add(article);
            foreach (var encoding in encodings)
            {
                var claim = Claim.Parser.ParseFrom(encoding);
                claim.Speakers.Clear();
                claim.Attribution.Steps.RemoveAt(0);
                content.Claims.Add(claim);
                content.ArticleOfClaim.Add(content.Articles.Count - 1);
            }
        }

        return CorpusRules.Check(content).Count > 0 ? null : Revision.Freeze(content);
    }
}

/// <summary>What one thread adds to a <see cref="RevisionBuilder"/>.</summary>
internal sealed class RevisionPart
{
    public List<(Article Article, List<byte[]> Claims)> Articles { get; } = [];

    public void BeginArticle(Article article) => Articles.Add((article, []));

    public void AddClaim(ReadOnlySpan<byte> encoding) => Articles[^1].Claims.Add(encoding.ToArray());

    public void EndArticle() => Articles[^1].Claims.TrimExcess();
}
