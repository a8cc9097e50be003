using System.Text;
using Claims.Catalog.Building;
using Claims.Catalog.Stored;
using Claims.V1;
using Google.Protobuf;

namespace Claims.Curated;

/// <summary>
/// A <see cref="FileHead"/> without a mistake as it is kept in a part, so that a file need not be read again for the sake of
/// others: what it says of itself, then its topics, places, sources, synonyms and withdrawals, an item each.
/// </summary>
internal static class HeadCopy
{
    private const byte Topic = (byte)'t';
    private const byte Place = (byte)'p';
    private const byte Source = (byte)'s';
    private const byte Synonyms = (byte)'y';
    private const byte Withdrawal = (byte)'w';
    private const byte License = (byte)'l';
    private const byte Articles = (byte)'a';

    // Of an entry that is right by itself. Where it goes ill with others, its file is read to tell where it is.
    private const int Somewhere = 0;

    // In no curated text.
    private const char Separator = '\0';

    /// <summary>The items of a head.</summary>
    public static IEnumerable<byte[]> Of(FileHead head)
    {
        if (head.License is not null) yield return Item(License, head.License);
        if (head.HasArticles) yield return Item(Articles, "");
        foreach (var topic in head.Topics) yield return [Topic, .. topic.Value.ToByteArray()];
        foreach (var place in head.Places) yield return [Place, .. place.Value.ToByteArray()];
        foreach (var source in head.Sources) yield return [Source, .. source.Value.ToByteArray()];
        foreach (var group in head.Synonyms) yield return Item(Synonyms, string.Join(Separator, group.Terms));
        foreach (var withdrawal in head.Withdrawals) yield return [Withdrawal, .. withdrawal.Value.ToByteArray()];
    }

    /// <summary>The head of some items.</summary>
    public static FileHead Read(TextList items)
    {
        string? license = null;
        var hasArticles = false;
        var topics = new List<HeadEntry<V1.Topic>>();
        var places = new List<HeadEntry<V1.Place>>();
        var sources = new List<HeadEntry<V1.Source>>();
        var synonyms = new List<SynonymGroup>();
        var withdrawals = new List<HeadEntry<V1.Withdrawal>>();
        for (var item = 0; item < items.Count; item++)
        {
            var value = items[item][1..];
            switch (items[item][0])
            {
                case License:
                    license = Encoding.UTF8.GetString(value);
                    break;
                case Articles:
                    hasArticles = true;
                    break;
                case Synonyms:
                    var terms = Encoding.UTF8.GetString(value).Split(Separator);
                    synonyms.Add(new(terms, [.. terms.Select(_ => Somewhere)]));
                    break;
                case Withdrawal:
                    withdrawals.Add(new(V1.Withdrawal.Parser.ParseFrom(value), Somewhere, Somewhere));
                    break;
                case Topic:
                    var topic = V1.Topic.Parser.ParseFrom(value);
                    topics.Add(new(topic, Somewhere, Somewhere)
                    {
                        PlacesAt = [.. topic.Places.Select(_ => Somewhere)],
                        ParticipantsAt = [.. topic.Participants.Select(_ => Somewhere)],
                    });
                    break;
                case Place:
                    places.Add(new(V1.Place.Parser.ParseFrom(value), Somewhere, Somewhere) { AboveAt = Somewhere });
                    break;
                case Source:
                    var source = V1.Source.Parser.ParseFrom(value);
                    sources.Add(new(source, Somewhere, Somewhere)
                    {
                        AboveAt = Somewhere,
                        FormerNamesAt = [.. source.FormerNames.Select(_ => Somewhere)],
                    });
                    break;
            }
        }

        return new()
        {
            License = license,
            HasArticles = hasArticles,
            Topics = topics,
            Places = places,
            Sources = sources,
            Synonyms = synonyms,
            Withdrawals = withdrawals,
            Mistakes = new(),
        };
    }

    private static byte[] Item(byte kind, string text) => [kind, .. Encoding.UTF8.GetBytes(text)];
}
