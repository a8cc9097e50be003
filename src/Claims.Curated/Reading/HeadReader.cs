using System.Text.Json;
using System.Text.Unicode;
using Claims.Catalog;
using Claims.Catalog.Building;
using Claims.V1;
using Google.Protobuf;

namespace Claims.Curated;

/// <summary>
/// Reads what curated files hold beside their articles, before or behind them, and asks the rules on it that one file
/// can break. Articles are got over. Not thread-safe.
/// </summary>
internal sealed class HeadReader
{
    // Of an address that only editors look at.
    private const int MaximumSchemaSize = 64 << 20;

    // The members of a topic and of a place.
    public const int Slug = 1;
    public const int DisplayName = 2;
    public const int CountryCode = 3;

    // Those of a file.
    private const int Schema = 1;
    private const int License = 2;
    private const int Topics = 3;
    private const int Places = 4;
    private const int Sources = 5;
    private const int Articles = 6;

    private readonly Draft _file = new(new(MemberKind.Nested, "$schema", "license", "topics", "places", "sources", "articles"));
    private readonly Draft _topic = new(new(MemberKind.Text, "slug", "displayName"));
    private readonly Draft _place = new(new(MemberKind.Text, "slug", "displayName", "countryCode"));
    private readonly SourceDraft _source = new();
    private readonly JsonValues _values = new(new(0));

    private readonly EncodingBuffer _encoding = new();
    private string? _license;
    private List<HeadEntry<Topic>> _topics = [];
    private List<HeadEntry<ListedPlace>> _places = [];
    private List<HeadEntry<Source>> _sources = [];

    // Whether an item of the list was no entry, or has no name.
    private bool _lacksTopics;
    private bool _lacksPlaces;
    private bool _lacksSources;

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file's bytes, without a byte order mark.</param>
    /// <param name="mistakes">Where its mistakes are noted, which become the head's.</param>
    public FileHead Read(ArraySegment<byte> file, MistakeLog mistakes)
    {
        _values.Begin(mistakes);
        _file.Begin(0);
        _license = null;
        (_topics, _places, _sources) = ([], [], []);
        (_lacksTopics, _lacksPlaces, _lacksSources) = (false, false, false);
        var isWhole = TryRead(file, mistakes);
        return new()
        {
            License = _license,
            HasArticles = _file.IsMet(Articles),
            IsBrokenOff = !isWhole,
            Topics = _topics,
            Places = _places,
            Sources = _sources,
            MayLackTopics = !isWhole || _lacksTopics || MayLack(Topics),
            MayLackPlaces = !isWhole || _lacksPlaces || MayLack(Places),
            MayLackSources = !isWhole || _lacksSources || MayLack(Sources),
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
                    while (JsonValues.NextItem(ref json, _file, member)) ReadTopic(ref json);
                    break;
                case Places when _values.Array(ref json, _file, member):
                    while (JsonValues.NextItem(ref json, _file, member)) ReadPlace(ref json);
                    break;
                case Sources when _values.Array(ref json, _file, member):
                    while (JsonValues.NextItem(ref json, _file, member)) ReadSource(ref json);
                    break;
                case Articles when _values.Array(ref json, _file, member):
                    if (!json.TrySkipArray()) throw new JsonException();
                    break;
            }
        }
    }

    private void ReadTopic(ref JsonCursor json)
    {
        var isNamed = TryReadEntry(ref json, _topic, SourceRules.Topics);
        _lacksTopics |= !isNamed;
        if (!isNamed) return;
        _topics.Add(new(new($"{_topic.Text(Slug)}", $"{_topic.Text(DisplayName)}"), _topic.At, LocationOf(_topic, Slug)));
    }

    private void ReadPlace(ref JsonCursor json)
    {
        var isNamed = TryReadEntry(ref json, _place, SourceRules.Places);
        _lacksPlaces |= !isNamed;
        if (!isNamed) return;
        var place = new ListedPlace($"{_place.Text(Slug)}", $"{_place.Text(DisplayName)}", $"{_place.Text(CountryCode)}");
        _places.Add(new(place, _place.At, LocationOf(_place, Slug)));
    }

    private bool TryReadEntry(ref JsonCursor json, Draft entry, RuleTable<Draft> rules)
    {
        _values.Clear();
        if (!_values.PlainObject(ref json, entry)) return false;
        rules.Ask(entry, _values.Mistakes);
        return entry.Has(Slug);
    }

    private void ReadSource(ref JsonCursor json)
    {
        _values.Clear();
        var source = new Source();
        List<int>? formerNamesAt = null;
        var isNamed = _values.Object(ref json, _source);
        if (isNamed)
        {
            for (int member; (member = _values.Next(ref json, _source)) != JsonMembers.End;)
            {
                if (!_values.Array(ref json, _source, member)) continue;
                if (member == Source.AliasesFieldNumber) ReadAliases(ref json, source);
                else formerNamesAt = ReadFormerNames(ref json, source);
            }

            Decode(source);
            SourceRules.Sources.Ask(_source, _values.Mistakes);
            isNamed = source.Name.Length > 0;
        }

        _lacksSources |= !isNamed;
        if (!isNamed) return;
        _sources.Add(new(source, _source.At, LocationOf(_source, Source.NameFieldNumber), LocationOf(_source, Source.AffiliationFieldNumber),
            formerNamesAt));
    }

    // By way of its encoding, since a draft can give no message.
    private void Decode(Source source)
    {
        _encoding.Clear();
        _source.Write(_encoding);
        if (_encoding.IsFull) source.Name = $"{_source.Text(Source.NameFieldNumber)}";
        else source.MergeFrom(_encoding.Written.ToArray());
        _source.Size = Math.Max(source.CalculateSize(), _encoding.Size);
    }

    private void ReadAliases(ref JsonCursor json, Source source)
    {
        var firsts = new Dictionary<string, int>();
        for (var i = 0; JsonValues.NextItem(ref json, _source, Source.AliasesFieldNumber); i++)
        {
            var alias = _values.Text(ref json, out _).ToString();
            source.Aliases.Add(alias);
            if (alias.Length == 0 || firsts.TryAdd(alias, i)) continue;
            _values.Mistakes.Tell(JsonRules.DoubledItem, json.At, $"{firsts[alias]}");
        }
    }

    // A former name that was not understood is none.
    private List<int> ReadFormerNames(ref JsonCursor json, Source source)
    {
        var at = new List<int>();
        while (JsonValues.NextItem(ref json, _source, Source.FormerNamesFieldNumber))
        {
            var former = _values.Text(ref json, out var isTold);
            if (former.IsEmpty) continue;
            source.FormerNames.Add(former.ToString());
            at.Add(isTold ? Mistake.Unknown : json.At);
            if (isTold || Utf8Names.IsSource(former.Span)) continue;
            _values.Mistakes.Tell(NameRules.MalformedFormerName, json.At, Quote.Cut(former.ToString()), ResourceName.SourceForm);
        }

        return at;
    }

    private static int LocationOf(Draft draft, int member) => draft.IsTold(member) ? Mistake.Unknown : draft.LocationOf(member);
}
