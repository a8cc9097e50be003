using System.Text;
using Claims.Server.Catalog;
using Claims.V1;
using Google.Protobuf;

namespace Claims.Server.Curated;

/// <summary>
/// What articles and claims refer to, found by its name in UTF-8, as it is encoded in them. Immutable, so thread-safe.
/// </summary>
internal sealed class EncodedReferences
{
    private readonly Dictionary<byte[], EncodedSource>.AlternateLookup<ReadOnlySpan<byte>> _sources;
    private readonly Dictionary<byte[], EncodedPlace>.AlternateLookup<ReadOnlySpan<byte>> _places;
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _topics;

    /// <param name="topics">The corpus's topics, without a mistake, like the others.</param>
    /// <param name="places">Its places.</param>
    /// <param name="sources">Its sources; those it names in place of others are found by the other names too.</param>
    public EncodedReferences(IReadOnlyList<Topic> topics, IReadOnlyList<ListedPlace> places, IReadOnlyList<Source> sources)
    {
        (TopicCount, PlaceCount, SourceCount) = (topics.Count, places.Count, sources.Count);
        _topics = New<int>(topics.Count);
        for (var i = 0; i < topics.Count; i++) _topics.Dictionary.Add(Encoding.UTF8.GetBytes(topics[i].Slug), i);

        var buffer = new EncodingBuffer();
        _places = New<EncodedPlace>(places.Count);
        for (var i = 0; i < places.Count; i++)
        {
            var place = new Place
            {
                Place_ = places[i].Slug,
                DisplayName = places[i].DisplayName,
                CountryCode = places[i].CountryCode,
            };
            _places.Dictionary.Add(Encoding.UTF8.GetBytes(place.Place_), new(i, place.ToByteArray()));
        }

        _sources = New<EncodedSource>(sources.Count);
        for (var i = 0; i < sources.Count; i++)
        {
            var source = sources[i];
            buffer.Clear();
            buffer.WriteText(Speaker.DisplayNameFieldNumber, Encoding.UTF8.GetBytes(source.DisplayName));
            buffer.WriteNumber(Speaker.KindFieldNumber, (int)source.Kind);
            var encoded = new EncodedSource(i, source.Kind, Encoding.UTF8.GetBytes(source.Name), buffer.Written.ToArray());
            _sources.Dictionary.Add(encoded.Name, encoded);
            foreach (var former in source.FormerNames) _sources.Dictionary.Add(Encoding.UTF8.GetBytes(former), encoded);
        }
    }

    public int TopicCount { get; }

    public int PlaceCount { get; }

    public int SourceCount { get; }

    /// <summary>The source that has or had a name, or null.</summary>
    public EncodedSource? FindSource(ReadOnlySpan<byte> name) => _sources.TryGetValue(name, out var source) ? source : null;

    /// <summary>The place of a slug, or null.</summary>
    public EncodedPlace? FindPlace(ReadOnlySpan<byte> slug) => _places.TryGetValue(slug, out var place) ? place : null;

    /// <summary>The index of the topic of a slug, or -1.</summary>
    public int FindTopic(ReadOnlySpan<byte> slug) => _topics.TryGetValue(slug, out var topic) ? topic : -1;

    private static Dictionary<byte[], T>.AlternateLookup<ReadOnlySpan<byte>> New<T>(int count) =>
        new Dictionary<byte[], T>(count, Utf8Comparer.Instance).GetAlternateLookup<ReadOnlySpan<byte>>();
}

/// <summary>A source, as speakers refer to it.</summary>
/// <param name="Index">Its index among the sources.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its current name.</param>
/// <param name="Derived">The fields of a <see cref="Speaker"/> that come from the source, encoded: they are its last.</param>
internal sealed record EncodedSource(int Index, SourceKind Kind, byte[] Name, byte[] Derived);

/// <summary>A place, as claims are about it.</summary>
/// <param name="Index">Its index among the places.</param>
/// <param name="Encoding">The whole <see cref="Place"/>, encoded.</param>
internal sealed record EncodedPlace(int Index, byte[] Encoding);
