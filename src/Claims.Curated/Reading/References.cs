using System.Text;

namespace Claims.Curated;

/// <summary>
/// Finds what articles and claims refer to, and notes which names of it a file uses. Not thread-safe.
/// </summary>
internal sealed class References(Heads heads)
{
    private readonly Uses _topics = new(heads.TopicNames);
    private readonly Uses _places = new(heads.PlaceNames);
    private readonly Uses _sources = new(heads.SourceNames);
    private readonly List<WithdrawnName> _withdrawn = [];

    public Heads Heads => heads;

    /// <summary>The topics that the file uses.</summary>
    public IEnumerable<string> Topics => _topics.Names;

    /// <summary>The places that it uses.</summary>
    public IEnumerable<string> Places => _places.Names;

    /// <summary>The sources that it uses, by the names that it gives them, which may be former ones.</summary>
    public IEnumerable<string> Sources => _sources.Names;

    /// <summary>The names of what the file gives and is not served, since it was withdrawn.</summary>
    public IReadOnlyList<WithdrawnName> Withdrawn => _withdrawn;

    /// <summary>Whether anything was withdrawn.</summary>
    public bool AnyWithdrawn => heads.WithdrawnNames.Count > 0;

    /// <summary>Takes what follows to be of another file.</summary>
    public void Begin()
    {
        _topics.Begin();
        _places.Begin();
        _sources.Begin();
        _withdrawn.Clear();
    }

    /// <summary>Whether the claim or article was withdrawn that has or had these names, by whichever of them.</summary>
    public bool AreWithdrawn(IReadOnlyList<string> names)
    {
        if (names.FirstOrDefault(name => heads.WithdrawnNames.Find(Encoding.UTF8.GetBytes(name)) >= 0) is not { } given) return false;
        _withdrawn.AddRange(names.Select(name => new WithdrawnName(name, given)));
        return true;
    }

    /// <summary>The topic of a slug, or null.</summary>
    public EncodedTopic? FindTopic(Utf8Text slug) => _topics.Find(slug) is >= 0 and var found ? heads.Topic(found) : null;

    /// <summary>The place of a slug, or null.</summary>
    public EncodedPlace? FindPlace(Utf8Text slug) => _places.Find(slug) is >= 0 and var found ? heads.Place(found) : null;

    /// <summary>The source that has or had a name, or null.</summary>
    public EncodedSource? FindSource(Utf8Text name) => _sources.Find(name) is >= 0 and var found ? heads.Source(found) : null;

    private sealed class Uses(HeadNames names)
    {
        private readonly bool[] _isUsed = new bool[names.Count];
        private readonly List<int> _used = [];

        public IEnumerable<string> Names => _used.Select(name => names[name]);

        public void Begin()
        {
            foreach (var name in _used) _isUsed[name] = false;
            _used.Clear();
        }

        public int Find(Utf8Text text)
        {
            if (text.IsEmpty) return -1;
            var name = names.Find(text.Span);
            if (name < 0 || _isUsed[name]) return name;
            _isUsed[name] = true;
            _used.Add(name);
            return name;
        }
    }
}

/// <summary>A name of what was withdrawn.</summary>
/// <param name="Name">The name.</param>
/// <param name="Given">The one by which it was withdrawn, which may be another.</param>
internal readonly record struct WithdrawnName(string Name, string Given);

/// <summary>
/// Tells which items of a list are the same, by the numbers of what they refer to. Not thread-safe.
/// </summary>
/// <param name="count">There are as many numbers, from 0.</param>
internal sealed class Encounters(int count)
{
    // For each number, the list it was last met in, and as which item.
    private readonly (long List, int Item)[] _last = new (long, int)[count];
    private long _list;

    /// <summary>Takes the items that follow to be of another list.</summary>
    public void Begin() => _list++;

    /// <summary>Meets an item.</summary>
    /// <returns>The first item of the list with this number; the item itself where there was none.</returns>
    public int FirstOf(int number, int item)
    {
        ref var last = ref _last[number];
        if (last.List == _list) return last.Item;
        last = (_list, item);
        return item;
    }
}
