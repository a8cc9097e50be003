using System.Text;
using Claims.Catalog;
using Claims.Catalog.Building;
using Claims.V1;
using Google.Protobuf;

namespace Claims.Curated;

/// <summary>
/// What articles and claims refer to, found by its name in UTF-8, as it is encoded in them. Immutable, so thread-safe.
/// </summary>
internal sealed class EncodedReferences
{
    private readonly Utf8Table _topics = new();
    private readonly Utf8Table _placeSlugs = new();
    private readonly EncodedPlace[] _places;

    // The sources' names and former names, and of each the index of its source.
    private readonly Utf8Table _sourceNames = new();
    private readonly List<int> _sourceOf = [];
    private readonly EncodedSource[] _sources;

    /// <param name="topics">The corpus's topics, without a mistake, like the others.</param>
    /// <param name="places">Its places.</param>
    /// <param name="sources">Its sources; those it names in place of others are found by the other names too.</param>
    public EncodedReferences(IReadOnlyList<Topic> topics, IReadOnlyList<ListedPlace> places, IReadOnlyList<Source> sources)
    {
        foreach (var topic in topics) _topics.Add(Encoding.UTF8.GetBytes(topic.Slug));

        _places = new EncodedPlace[places.Count];
        for (var i = 0; i < places.Count; i++)
        {
            var place = new Place
            {
                Place_ = places[i].Slug,
                DisplayName = places[i].DisplayName,
                CountryCode = places[i].CountryCode,
            };
            _placeSlugs.Add(Encoding.UTF8.GetBytes(place.Place_));
            _places[i] = new(i, place.ToByteArray());
        }

        var buffer = new EncodingBuffer();
        _sources = new EncodedSource[sources.Count];
        for (var i = 0; i < sources.Count; i++)
        {
            var source = sources[i];
            buffer.Clear();
            buffer.WriteText(Speaker.DisplayNameFieldNumber, Encoding.UTF8.GetBytes(source.DisplayName));
            buffer.WriteNumber(Speaker.KindFieldNumber, (int)source.Kind);
            _sources[i] = new(i, source.Kind, Encoding.UTF8.GetBytes(source.Name), buffer.Written.ToArray());
            AddSource(_sources[i].Name, i);
            foreach (var former in source.FormerNames) AddSource(Encoding.UTF8.GetBytes(former), i);
        }
    }

    public int TopicCount => _topics.Count;

    public int PlaceCount => _places.Length;

    public int SourceCount => _sources.Length;

    /// <summary>The source that has or had a name, or null.</summary>
    public EncodedSource? FindSource(ReadOnlySpan<byte> name) =>
        _sourceNames.Find(name) is >= 0 and var found ? _sources[_sourceOf[found]] : null;

    /// <summary>The place of a slug, or null.</summary>
    public EncodedPlace? FindPlace(ReadOnlySpan<byte> slug) =>
        _placeSlugs.Find(slug) is >= 0 and var found ? _places[found] : null;

    /// <summary>The index of the topic of a slug, or -1.</summary>
    public int FindTopic(ReadOnlySpan<byte> slug) => _topics.Find(slug);

    private void AddSource(byte[] name, int source)
    {
        _sourceNames.Add(name);
        _sourceOf.Add(source);
    }
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
