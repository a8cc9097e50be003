using System.Collections;
using Claims.Catalog.Stored;
using Claims.V1;

namespace Claims.Catalog;

/// <summary>
/// The sources of a revision, by name, each decoded when it is asked for: the message is the caller's own. Immutable.
/// </summary>
internal sealed class SourceTable(SectionReader sections) : IReadOnlyList<Source>
{
    private readonly TextList _encodings = new(sections);
    private readonly NameTable _names = new(sections);
    private readonly Section<byte> _kinds = sections.Read<byte>();
    private readonly Section<int> _above = sections.Read<int>();

    /// <summary>How many there are.</summary>
    public int Count => _encodings.Count;

    /// <summary>The source with a number.</summary>
    public Source this[int number] => Source.Parser.ParseFrom(_encodings[number]);

    /// <summary>Writes sources.</summary>
    /// <param name="sections">Where to.</param>
    /// <param name="sources">The sources, by name, their affiliations by current names.</param>
    /// <param name="encodings">Each of them encoded.</param>
    /// <param name="above">For each the one it is affiliated with, or -1.</param>
    public static void Write(SectionWriter sections, IReadOnlyList<Source> sources, byte[][] encodings, int[] above)
    {
        TextList.Write(sections, encodings);
        NameTable.Write(sections, sources.Select(source => source.Name), sources.Select(source => source.FormerNames));
        sections.Add<byte>(sources.Select(source => (byte)source.Kind).ToArray());
        sections.Add(above);
    }

    /// <summary>The number of the source that has or had a name, or -1.</summary>
    public int Find(ReadOnlySpan<char> name) => _names.Find(name);

    /// <summary>The number of the source that has a name, or -1.</summary>
    public int FindCurrent(ReadOnlySpan<byte> name) => _names.FindCurrent(name);

    /// <summary>A source's name.</summary>
    public string NameOf(int number) => _names[number];

    /// <summary>Of what kind a source is.</summary>
    public SourceKind KindOf(int number) => (SourceKind)_kinds[number];

    /// <summary>The source that one is affiliated with, or -1.</summary>
    public int AboveOf(int number) => _above[number];

    /// <summary>The source at the top of a source's affiliations; itself where it has none.</summary>
    public int TopOf(int number)
    {
        while (_above[number] is >= 0 and var above) number = above;
        return number;
    }

    /// <summary>All names that a source has or had.</summary>
    public IEnumerable<string> Names => _names.All;

    public IEnumerator<Source> GetEnumerator() => Enumerable.Range(0, Count).Select(number => this[number]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
