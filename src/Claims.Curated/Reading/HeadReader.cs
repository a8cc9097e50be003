using System.Text.Json;
using System.Text.Unicode;
using Claims.Catalog.Building;

namespace Claims.Curated;

/// <summary>
/// Reads what curated files hold beside their articles, before or behind them, and asks the rules on it that one file
/// can break. Articles are got over. Not thread-safe.
/// </summary>
internal sealed class HeadReader
{
    // Of an address that only editors look at.
    private const int MaximumSchemaSize = 64 << 20;

    // The members of a file.
    private const int Schema = 1;
    private const int License = 2;
    private const int Topics = 3;
    private const int Places = 4;
    private const int Sources = 5;
    private const int Synonyms = 6;
    private const int Withdrawn = 7;
    private const int Articles = 8;

    private readonly Draft _file = new(new(
        MemberKind.Nested, "$schema", "license", "topics", "places", "sources", "synonyms", "withdrawn", "articles"));
    private readonly JsonValues _values = new(new(0));
    private readonly TopicReader _topics;
    private readonly PlaceReader _places;
    private readonly SourceReader _sources;
    private readonly SynonymReader _synonyms;
    private readonly WithdrawalReader _withdrawals;
    private string? _license;

    public HeadReader() => (_topics, _places, _sources, _synonyms, _withdrawals) =
        (new(_values), new(_values), new(_values), new(_values), new(_values));

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file's bytes, without a byte order mark.</param>
    /// <param name="mistakes">Where its mistakes are noted, which become the head's.</param>
    public FileHead Read(ArraySegment<byte> file, MistakeLog mistakes)
    {
        _values.Begin(mistakes);
        _file.Begin(0);
        _license = null;
        _topics.Begin();
        _places.Begin();
        _sources.Begin();
        _synonyms.Begin();
        _withdrawals.Begin();
        var isWhole = TryRead(file, mistakes);
        return new()
        {
            License = _license,
            HasArticles = _file.IsMet(Articles),
            IsBrokenOff = !isWhole,
            Topics = _topics.Entries,
            Places = _places.Entries,
            Sources = _sources.Entries,
            Synonyms = _synonyms.Groups,
            Withdrawals = _withdrawals.Entries,
            MayLackTopics = !isWhole || _topics.LacksSome || MayLack(Topics),
            MayLackPlaces = !isWhole || _places.LacksSome || MayLack(Places),
            MayLackSources = !isWhole || _sources.LacksSome || MayLack(Sources),
            Mistakes = mistakes,
        };
    }

    private bool MayLack(int list) => _file.IsTold(list) || _file.IsDoubled(list);

    private bool TryRead(ArraySegment<byte> file, MistakeLog mistakes)
    {
        if (!Utf8.IsValid(file))
        {
            var valid = ValidLength(file);
            mistakes.Tell(JsonRules.InvalidUtf8, valid, $"0x{file[valid]:X2}");
            return false;
        }

        var json = new JsonCursor(file);
        try
        {
            json.Read();
            ReadFile(ref json);
            json.Read();
            return true;
        }
        catch (JsonException)
        {
            mistakes.Tell(JsonRules.MalformedJson, Mistake.Unknown);
            return false;
        }
    }

    private static int ValidLength(ReadOnlySpan<byte> utf8)
    {
        var valid = 0;
        while (System.Text.Rune.DecodeFromUtf8(utf8[valid..], out _, out var length) == System.Buffers.OperationStatus.Done) valid += length;
        return valid;
    }

    private void ReadFile(ref JsonCursor json)
    {
        if (!_values.Object(ref json, _file)) return;
        for (int member; (member = _values.Next(ref json, _file)) != JsonMembers.End;)
        {
            _values.Clear();
            switch (member)
            {
                case Schema:
                    _values.Text(ref json, _file, member, MaximumSchemaSize);
                    break;
                case License:
                    _values.Text(ref json, _file, member, SizeLimits.License);
                    if (_file.Has(member)) _license = _file.Text(member).ToString();
                    break;
                case Topics when _values.Array(ref json, _file, member):
                    while (JsonValues.NextItem(ref json, _file, member)) _topics.Read(ref json);
                    break;
                case Places when _values.Array(ref json, _file, member):
                    while (JsonValues.NextItem(ref json, _file, member)) _places.Read(ref json);
                    break;
                case Sources when _values.Array(ref json, _file, member):
                    while (JsonValues.NextItem(ref json, _file, member)) _sources.Read(ref json);
                    break;
                case Synonyms when _values.Array(ref json, _file, member):
                    while (JsonValues.NextItem(ref json, _file, member)) _synonyms.Read(ref json);
                    break;
                case Withdrawn when _values.Array(ref json, _file, member):
                    while (JsonValues.NextItem(ref json, _file, member)) _withdrawals.Read(ref json);
                    break;
                case Articles when _values.Array(ref json, _file, member):
                    if (!json.TrySkipArray()) throw new JsonException();
                    break;
            }
        }
    }
}
