using Claims.Catalog;
using Claims.Catalog.Building;

namespace Claims.Curated;

/// <summary>
/// From which file, and from where in it, each entry of a <see cref="CorpusContent"/> came.
/// </summary>
internal sealed class CorpusOrigins
{
    // By list.
    private readonly Column<Origin>[] _origins = Array.ConvertAll(Enum.GetValues<CorpusList>(), _ => new Column<Origin>());

    /// <summary>Records where the next entry of a list came from.</summary>
    public void Add(CorpusList list, Origin origin) => _origins[(int)list].Add(origin);

    /// <summary>The file's index and the JSON path of a place in the content.</summary>
    public (int File, string Path) Of(ContentPath at)
    {
        var origin = _origins[(int)at.List][at.Index];
        var entry = at.List switch
        {
            CorpusList.Licenses => "$.license",
            CorpusList.Topics => $"$.topics[{origin.Index}]",
            CorpusList.Places => $"$.places[{origin.Index}]",
            CorpusList.Sources => $"$.sources[{origin.Index}]",
            CorpusList.Articles => $"$.articles[{origin.Index}]",
            _ => $"$.articles[{origin.Index}].claims[{origin.Claim}]",
        };
        return (origin.File, at.Field.Length == 0 ? entry : $"{entry}.{at.Field}");
    }

    /// <param name="File">The file's index.</param>
    /// <param name="Index">The index in the file's list; of a claim, its article's.</param>
    /// <param name="Claim">The index of a claim in its article's list.</param>
    public readonly record struct Origin(int File, int Index, int Claim = 0);
}
