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
    private readonly EncodedTopic[] _encodedTopics;
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
        WithdrawnNames = new(mayLackSome: false);
        CommonLicense = FindCommonLicense();

        var topics = Located(head => head.Topics);
        Define(TopicNames, topics, topic => topic.Slug, mistakes);
        Topics = topics.ConvertAll(topic => topic.Entry.Value.Clone());
        _encodedTopics = [.. Topics.Select((topic, i) => new EncodedTopic(i, new TopicMention
        {
            Topic = topic.Slug,
            DisplayName = topic.DisplayName,
        }.ToByteArray()))];

        var places = Located(head => head.Places);
        Define(PlaceNames, places, place => place.Slug, mistakes);
        var within = FindAbove(places, place => place.Within, PlaceNames, NameRules.UnknownPlace, mistakes);
        AskChains(places, place => place.Slug, within, PlaceRules.Cycle, PlaceRules.Chain, mistakes);
        Places = places.ConvertAll(place => place.Entry.Value.Clone());
        AddCountries(within);
        _encodedPlaces = [.. Places.Select((place, i) => new EncodedPlace(i, new PlaceMention
        {
            Place = place.Slug,
            DisplayName = place.DisplayName,
            CountryCode = place.CountryCode,
        }.ToByteArray()))];
        AskEvents(topics, mistakes);

        _sourceEntries = Located(head => head.Sources);
        Define(SourceNames, _sourceEntries, source => source.Name, mistakes);
        DefineFormer(mistakes);
        var above = FindAbove(_sourceEntries, source => source.Affiliation, SourceNames, NameRules.UnknownSource, mistakes);
        AskChains(_sourceEntries, source => source.Name, above, SourceRules.Cycle, SourceRules.Chain, mistakes);

        // Copies, since the heads may be merged with others next time.
        Sources = _sourceEntries.ConvertAll(source => source.Entry.Value.Clone());
        for (var i = 0; i < above.Length; i++)
        {
            if (above[i] >= 0) Sources[i].Affiliation = Sources[above[i]].Name;
        }

        var withdrawals = Located(head => head.Withdrawals);
        Define(WithdrawnNames, withdrawals, withdrawal => withdrawal.Name, mistakes);
        Withdrawals = withdrawals.ConvertAll(withdrawal => withdrawal.Entry.Value);
        Withdrawn = new([.. Withdrawals.Select(withdrawal => withdrawal.Name)]);

        DefineSynonyms(mistakes);
        Synonyms = [.. heads.SelectMany(head => head.Synonyms).Select(group => group.Terms)];
        var buffer = new EncodingBuffer();
        _encodedSources = [.. Sources.Select((source, i) => Encode(source, i, buffer))];
    }

    /// <summary>The topics.</summary>
    public List<Topic> Topics { get; }

    /// <summary>The places, each with a country where what it lies in has one.</summary>
    public List<Place> Places { get; }

    /// <summary>The sources, their affiliations by current names.</summary>
    public List<Source> Sources { get; }

    /// <summary>Groups of terms that are one to a search.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Synonyms { get; }

    /// <summary>The withdrawals, each by the name that it gives.</summary>
    public IReadOnlyList<Withdrawal> Withdrawals { get; }

    public HeadNames TopicNames { get; }

    public HeadNames PlaceNames { get; }

    /// <summary>The sources' names and former names.</summary>
    public HeadNames SourceNames { get; }

    /// <summary>The names of claims and articles that were withdrawn.</summary>
    public HeadNames WithdrawnNames { get; }

    /// <summary>Which parts hold any of these.</summary>
    public WithdrawnContent Withdrawn { get; }

    /// <summary>
    /// The license of the articles whose file gives none: the one that files without articles give, since it can be
    /// meant for no others, or else the one that all files give; empty where there is none, or they differ.
    /// </summary>
    public string CommonLicense { get; }

    /// <summary>The source that has or had a name, by the name's number in <see cref="SourceNames"/>.</summary>
    public EncodedSource Source(int name) => _encodedSources[SourceNames.EntryOf(name)];

    /// <summary>The topic of a slug, by the slug's number in <see cref="TopicNames"/>.</summary>
    public EncodedTopic Topic(int slug) => _encodedTopics[TopicNames.EntryOf(slug)];

    /// <summary>The place of a slug, by the slug's number in <see cref="PlaceNames"/>.</summary>
    public EncodedPlace Place(int slug) => _encodedPlaces[PlaceNames.EntryOf(slug)];

    /// <summary>A digest of all that a revision takes of the heads.</summary>
    public byte[] Digest()
    {
        var digest = new XxHash128();
        foreach (var entry in Topics.Concat<IMessage>(Places).Concat(Sources).Concat(Withdrawals))
        {
            var encoding = entry.ToByteArray();
            digest.Append(BitConverter.GetBytes(encoding.Length));
            digest.Append(encoding);
        }

        foreach (var group in Synonyms) digest.Append(Encoding.UTF8.GetBytes($"{string.Join('\0', group)}\0\0"));
        foreach (var count in new[] { Topics.Count, Places.Count, Sources.Count }) digest.Append(BitConverter.GetBytes(count));
        return digest.GetCurrentHash();
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
                if (SourceNames.Add(name, i) is not (>= 0 and var first) || entry.FormerNamesAt[former] == Mistake.Unknown) continue;
                mistakes[file].Tell(NameRules.FormerNameTaken, entry.FormerNamesAt[former], name,
                    new FileLocation(_sourceEntries[first].File, _sourceEntries[first].Entry.At));
            }
        }
    }

    // A term is in one group, and once there.
    private void DefineSynonyms(IReadOnlyList<MistakeLog> mistakes)
    {
        var firsts = new Dictionary<string, FileLocation>();
        foreach (var (file, head) in _heads.Index())
        {
            foreach (var group in head.Synonyms)
            {
                foreach (var (i, term) in group.Terms.Index())
                {
                    var (at, key) = (group.TermsAt[i], Catalog.Search.Synonyms.KeyOf(term));
                    if (at == Mistake.Unknown || firsts.TryAdd(key, new(file, at))) continue;
                    mistakes[file].Tell(SynonymRules.Doubled, at, term, firsts[key]);
                }
            }
        }
    }

    // For each entry the one above it, or -1.
    private static int[] FindAbove<T>(List<(int File, HeadEntry<T> Entry)> entries, Func<T, string> aboveOf, HeadNames names,
        Rule unknown, IReadOnlyList<MistakeLog> mistakes)
    {
        var above = new int[entries.Count];
        for (var i = 0; i < above.Length; i++)
        {
            var (file, entry) = entries[i];
            above[i] = Find(aboveOf(entry.Value), entry.AboveAt, names, unknown, mistakes[file]);
        }

        return above;
    }

    // The entry that has or had a name, or -1, which is told unless nothing is to be said of it.
    private static int Find(string given, int at, HeadNames names, Rule unknown, MistakeLog mistakes)
    {
        if (given.Length == 0) return -1;
        if (names.Find(Encoding.UTF8.GetBytes(given)) is >= 0 and var name) return names.EntryOf(name);
        if (at != Mistake.Unknown && !names.MayLackSome) mistakes.Tell(unknown, at, Quote.Cut(given), "", names.GuessOf(given));
        return -1;
    }

    private static void AskChains<T>(List<(int File, HeadEntry<T> Entry)> entries, Func<T, string> nameOf, int[] above,
        Rule cycle, Rule chain, IReadOnlyList<MistakeLog> mistakes)
    {
        var chains = new ForestChains(above);
        for (var i = 0; i < above.Length; i++)
        {
            var (file, entry) = entries[i];
            if (above[i] < 0 || entry.AboveAt == Mistake.Unknown) continue;
            if (chains.CircleOf(i) is { } circle)
            {
                var names = circle.Select(member => nameOf(entries[member].Entry.Value));
                mistakes[file].Tell(cycle, entry.AboveAt, RelationRules.Around(names, circle.Count));
            }
            else if (chains.LengthOf(i) == ForestChains.MaximumLength + 1)
            {
                // Told where it becomes too long, and not of all that is below that.
                mistakes[file].Tell(chain, entry.AboveAt, $"{chains.LengthOf(i)}");
            }
        }
    }

    // A place without a country has that of what it lies in. Where that is a circle, a mistake is told of it.
    private void AddCountries(int[] within)
    {
        for (var i = 0; i < within.Length; i++)
        {
            var at = i;
            for (var steps = 0; at >= 0 && Places[at].CountryCode.Length == 0 && steps <= ForestChains.MaximumLength; steps++) at = within[at];
            if (at >= 0) Places[i].CountryCode = Places[at].CountryCode;
        }
    }

    private void AskEvents(List<(int File, HeadEntry<Topic> Entry)> topics, IReadOnlyList<MistakeLog> mistakes)
    {
        foreach (var (file, entry) in topics)
        {
            foreach (var (i, place) in entry.Value.Places.Index())
            {
                Find(place, entry.PlacesAt[i], PlaceNames, NameRules.UnknownPlace, mistakes[file]);
            }

            foreach (var (i, participant) in entry.Value.Participants.Index())
            {
                var found = Find(participant, entry.ParticipantsAt[i], TopicNames, NameRules.UnknownTopic, mistakes[file]);
                if (found < 0 || entry.ParticipantsAt[i] == Mistake.Unknown) continue;
                var kind = Topics[found].Kind;
                if (kind is TopicKind.Unspecified or TopicKind.Person or TopicKind.Body) continue;
                mistakes[file].Tell(TopicRules.Participant, entry.ParticipantsAt[i], Quote.Cut(participant), EnumNames.Of(kind));
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

/// <summary>A topic, as claims are about it.</summary>
/// <param name="Index">Its index among the topics.</param>
/// <param name="Encoding">The whole <see cref="TopicMention"/>, encoded.</param>
internal sealed record EncodedTopic(int Index, byte[] Encoding);

/// <summary>A place, as claims are about it.</summary>
/// <param name="Index">Its index among the places.</param>
/// <param name="Encoding">The whole <see cref="PlaceMention"/>, encoded.</param>
internal sealed record EncodedPlace(int Index, byte[] Encoding);
