using Claims.Catalog;
using Claims.V1;

namespace Claims.Server.Rpc;

/// <summary>
/// The names by which claims are found, of those who make them and of what they are about. Those of one source, topic or place
/// are decoded once. Not thread-safe.
/// </summary>
internal sealed class ClaimNaming(Revision revision)
{
    private readonly Dictionary<string, IReadOnlyList<MatchedName>> _known = [];

    /// <summary>The names of a claim's speakers, topics and places.</summary>
    public IEnumerable<MatchedName> Of(int claim)
    {
        var message = revision.Encodings.Decode(claim);
        return message.Speakers.Select(speaker => Known(speaker.Source, OfSource))
            .Concat(message.Topics.Select(topic => Known($"topics/{topic.Topic}", _ => OfTopic(topic.Topic))))
            .Concat(message.Places.Select(place => Known($"places/{place.Place}", _ => OfPlace(place.Place))))
            .SelectMany(names => names);
    }

    private IReadOnlyList<MatchedName> Known(string key, Func<string, IEnumerable<MatchedName>> names)
    {
        if (!_known.TryGetValue(key, out var known)) _known[key] = known = [.. names(key)];
        return known;
    }

    private IEnumerable<MatchedName> OfSource(string name)
    {
        var source = revision.FindSource(name)!;
        return source.Aliases.Prepend(source.DisplayName).Select(one => new MatchedName { Name = one, Source = name });
    }

    private IEnumerable<MatchedName> OfTopic(string slug)
    {
        var topic = revision.Topics[revision.Values.Topics.Find(slug)];
        return topic.Aliases.Prepend(topic.DisplayName).Select(one => new MatchedName { Name = one, Topic = slug });
    }

    private IEnumerable<MatchedName> OfPlace(string slug)
    {
        var place = revision.Places[revision.Values.Places.Find(slug)];
        return place.Aliases.Prepend(place.DisplayName).Select(one => new MatchedName { Name = one, Place = slug });
    }
}
