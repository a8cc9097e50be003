using System.IO.Hashing;
using System.Text;
using Claims.Catalog;
using Claims.Catalog.Building;
using Claims.V1;
using Google.Protobuf;

namespace Claims.Curated;

/// <summary>
/// What all files of a corpus hold beside their articles, merged: what articles and claims refer to, as it is encoded
/// in them. Immutable, so thread-safe.
/// </summary>
internal sealed class Heads
{
    private readonly IReadOnlyList<FileHead> _heads;
    private readonly EncodedPlace[] _encodedPlaces;
    private readonly EncodedSource[] _encodedSources;

    // Of each source, the file it is in.
    private readonly List<(int File, HeadEntry<Source> Entry)> _sourceEntries;

    /// <summary>Merges heads, and notes which rules they break together.</summary>
    /// <param name="heads">The head of each file.</param>
    /// <param name="mistakes">For each file, where its mistakes are noted.</param>
    public Heads(IReadOnlyList<FileHead> heads, IReadOnlyList<MistakeLog> mistakes)
    {
        _heads = heads;
        TopicNames = new(heads.Any(head => head.MayLackTopics));
        PlaceNames = new(heads.Any(head => head.MayLackPlaces));
        SourceNames = new(heads.Any(head => head.MayLackSources));
        CommonLicense = FindCommonLicense();

        var topics = Located(head => head.Topics);
        Define(TopicNames, topics, topic => topic.Slug, mistakes);
        Topics = topics.ConvertAll(topic => topic.Entry.Value);

        var places = Located(head => head.Places);
        Define(PlaceNames, places, place => place.Slug, mistakes);
        Places = places.ConvertAll(place => place.Entry.Value);
        _encodedPlaces = [.. Places.Select((place, i) => new EncodedPlace(i, new Place
        {
            Place_ = place.Slug,
            DisplayName = place.DisplayName,
            CountryCode = place.CountryCode,
        }.ToByteArray()))];

        _sourceEntries = Located(head => head.Sources);
        Define(SourceNames, _sourceEntries, source => source.Name, mistakes);
        DefineFormer(mistakes);
        var above = FindAffiliations(mistakes);
        AskChains(above, mistakes);

        // Copies, since the heads may be merged with others next time.
        Sources = _sourceEntries.ConvertAll(source => source.Entry.Value.Clone());
        for (var i = 0; i < above.Length; i++)
        {
            if (above[i] >= 0) Sources[i].Affiliation = Sources[above[i]].Name;
        }

        var buffer = new EncodingBuffer();
        _encodedSources = [.. Sources.Select((source, i) => Encode(source, i, buffer))];
    }

    public List<Topic> Topics { get; }

    public List<ListedPlace> Places { get; }

    /// <summary>The sources, their affiliations by current names.</summary>
    public List<Source> Sources { get; }

    public HeadNames TopicNames { get; }

    public HeadNames PlaceNames { get; }

    /// <summary>The sources' names and former names.</summary>
    public HeadNames SourceNames { get; }

    /// <summary>
    /// The license of the articles whose file gives none: the one that files without articles give, since it can be
    /// meant for no others, or else the one that all files give; empty where there is none, or they differ.
    /// </summary>
    public string CommonLicense { get; }

    /// <summary>The source that has or had a name, by the name's number in <see cref="SourceNames"/>.</summary>
    public EncodedSource Source(int name) => _encodedSources[SourceNames.EntryOf(name)];

    /// <summary>The place of a slug, by the slug's number in <see cref="PlaceNames"/>.</summary>
    public EncodedPlace Place(int slug) => _encodedPlaces[PlaceNames.EntryOf(slug)];

    /// <summary>A digest of all that a revision takes of the heads.</summary>
    public byte[] Digest()
    {
        var digest = new XxHash128();
        foreach (var topic in Topics) Append($"{topic.Slug}\0{topic.DisplayName}");
        Append("\0");
        foreach (var place in Places) Append($"{place.Slug}\0{place.DisplayName}\0{place.CountryCode}");
        Append("\0");
        foreach (var source in Sources) digest.Append(source.ToByteArray());
        return digest.GetCurrentHash();

        void Append(string text) => digest.Append([.. Encoding.UTF8.GetBytes(text), 0]);
    }

    private string FindCommonLicense()
    {
        var given = _heads.Where(head => head.License is not null);
        var meant = given.Any(head => !head.HasArticles) ? given.Where(head => !head.HasArticles) : given;
        return meant.Select(head => head.License!).Distinct().Take(2).ToList() is [var only] ? only : "";
    }

    private List<(int File, HeadEntry<T> Entry)> Located<T>(Func<FileHead, IEnumerable<HeadEntry<T>>> entries) =>
        [.. _heads.SelectMany((head, file) => entries(head).Select(entry => (file, entry)))];

    private static void Define<T>(
        HeadNames names, List<(int File, HeadEntry<T> Entry)> entries, Func<T, string> nameOf, IReadOnlyList<MistakeLog> mistakes)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            var (file, entry) = entries[i];
            if (names.Add(nameOf(entry.Value), i) is not (>= 0 and var first) || entry.NameAt == Mistake.Unknown) continue;
            mistakes[file].Tell(NameRules.DoubledName, entry.NameAt, nameOf(entry.Value),
                new FileLocation(entries[first].File, Math.Max(entries[first].Entry.NameAt, entries[first].Entry.At)));
        }
    }

    // Former names follow all current ones, so that it is the former name that is told to be taken.
    private void DefineFormer(IReadOnlyList<MistakeLog> mistakes)
    {
        for (var i = 0; i < _sourceEntries.Count; i++)
        {
            var (file, entry) = _sourceEntries[i];
            for (var former = 0; former < entry.Value.FormerNames.Count; former++)
            {
                var name = entry.Value.FormerNames[former];
                if (SourceNames.Add(name, i) is not (>= 0 and var first) || entry.FormerNamesAt![former] == Mistake.Unknown) continue;
                mistakes[file].Tell(NameRules.FormerNameTaken, entry.FormerNamesAt[former], name,
                    new FileLocation(_sourceEntries[first].File, _sourceEntries[first].Entry.At));
            }
        }
    }

    // For each source the one it is affiliated with, or -1.
    private int[] FindAffiliations(IReadOnlyList<MistakeLog> mistakes)
    {
        var above = new int[_sourceEntries.Count];
        for (var i = 0; i < above.Length; i++)
        {
            var (file, entry) = _sourceEntries[i];
            var given = entry.Value.Affiliation;
            var name = given.Length == 0 ? -1 : SourceNames.Find(Encoding.UTF8.GetBytes(given));
            above[i] = name < 0 ? -1 : SourceNames.EntryOf(name);
            if (name >= 0 || given.Length == 0 || entry.AffiliationAt == Mistake.Unknown || SourceNames.MayLackSome) continue;
            mistakes[file].Tell(NameRules.UnknownSource, entry.AffiliationAt, Quote.Cut(given), "", SourceNames.GuessOf(given));
        }

        return above;
    }

    private void AskChains(int[] above, IReadOnlyList<MistakeLog> mistakes)
    {
        var chains = new AffiliationChains(above);
        for (var i = 0; i < above.Length; i++)
        {
            var (file, entry) = _sourceEntries[i];
            if (above[i] < 0 || entry.AffiliationAt == Mistake.Unknown) continue;
            if (chains.CircleOf(i) is { } circle)
            {
                var names = circle.Select(source => _sourceEntries[source].Entry.Value.Name);
                mistakes[file].Tell(SourceRules.AffiliationCycle, entry.AffiliationAt, RelationRules.Around(names, circle.Count));
            }
            else if (chains.LengthOf(i) == AffiliationChains.MaximumLength + 1)
            {
                // Told where it becomes too long, and not of all that is affiliated with that.
                mistakes[file].Tell(SourceRules.AffiliationChain, entry.AffiliationAt, $"{chains.LengthOf(i)}");
            }
        }
    }

    private static EncodedSource Encode(Source source, int index, EncodingBuffer buffer)
    {
        buffer.Clear();
        buffer.WriteText(Speaker.DisplayNameFieldNumber, Encoding.UTF8.GetBytes(source.DisplayName));
        buffer.WriteNumber(Speaker.KindFieldNumber, (int)source.Kind);
        return new(index, source.Kind, Encoding.UTF8.GetBytes(source.Name), buffer.Written.ToArray());
    }
}

/// <summary>A source, as speakers refer to it.</summary>
/// <param name="Index">Its index among the sources.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its current name.</param>
/// <param name="Derived">The fields of a <see cref="Speaker"/> that come from the source, encoded: they are its
/// last.</param>
internal sealed record EncodedSource(int Index, SourceKind Kind, byte[] Name, byte[] Derived);

/// <summary>A place, as claims are about it.</summary>
/// <param name="Index">Its index among the places.</param>
/// <param name="Encoding">The whole <see cref="Place"/>, encoded.</param>
internal sealed record EncodedPlace(int Index, byte[] Encoding);
