using Claims.Catalog.Building;
using Claims.V1;
using Google.Protobuf;

namespace Claims.Curated;

/// <summary>
/// Turns the JSON of the entries of one of a head's lists into messages, and asks the rules on each by itself. Not
/// thread-safe.
/// </summary>
/// <param name="values">Reads values.</param>
/// <param name="parser">Of the message.</param>
/// <param name="draft">What is given of an entry.</param>
/// <param name="name">The member that names it.</param>
/// <param name="rules">The rules.</param>
internal abstract class EntryReader<T>(JsonValues values, MessageParser<T> parser, HeadDraft draft, int name, RuleTable<HeadDraft> rules)
    where T : IMessage<T>
{
    private readonly EncodingBuffer _encoding = new();
    private List<HeadEntry<T>> _entries = [];

    /// <summary>Whether an item of the list was no entry, or has no name.</summary>
    public bool LacksSome { get; private set; }

    /// <summary>What was read; of no more use to the reader once <see cref="Begin"/> is called.</summary>
    public IReadOnlyList<HeadEntry<T>> Entries => _entries;

    protected JsonValues Values => values;

    protected HeadDraft Draft => draft;

    /// <summary>Takes the entries that follow to be of another file.</summary>
    public void Begin() => (_entries, LacksSome) = ([], false);

    /// <summary>Reads the entry at which it is.</summary>
    public void Read(ref JsonCursor json)
    {
        values.Clear();
        BeginEntry();
        if (!values.Object(ref json, draft))
        {
            LacksSome = true;
            return;
        }

        for (int member; (member = values.Next(ref json, draft)) != JsonMembers.End;) ReadMember(ref json, member);
        var value = Decode();
        rules.Ask(draft, values.Mistakes);
        if (draft.Has(name)) _entries.Add(Locate(new(value, draft.At, LocationOf(name))));
        else LacksSome = true;
    }

    /// <summary>Forgets where the parts of the entry before stood.</summary>
    protected abstract void BeginEntry();

    /// <summary>Reads a member that is a list or an object.</summary>
    protected abstract void ReadMember(ref JsonCursor json, int member);

    /// <summary>Adds where the parts of an entry stand that refer to others.</summary>
    protected abstract HeadEntry<T> Locate(HeadEntry<T> entry);

    /// <summary>Where a member stands; <see cref="Mistake.Unknown"/> where nothing more is to be said of it.</summary>
    protected int LocationOf(int member) => draft.IsTold(member) ? Mistake.Unknown : draft.LocationOf(member);

    /// <summary>Reads a list of texts, each of which may be there once.</summary>
    /// <returns>Where each stands; <see cref="Mistake.Unknown"/> where nothing more is to be said of it.</returns>
    protected List<int> ReadTexts(ref JsonCursor json, int member)
    {
        var at = new List<int>();
        if (!values.Array(ref json, draft, member)) return at;
        var firsts = new Dictionary<string, int>();
        for (var i = 0; JsonValues.NextItem(ref json, draft, member); i++)
        {
            var text = values.Text(ref json, out var isTold);
            draft.Nested.WriteItem(member, text.Span);
            if (!text.IsEmpty && !firsts.TryAdd(text.ToString(), i))
            {
                values.Mistakes.Tell(JsonRules.DoubledItem, json.At, $"{firsts[text.ToString()]}");
                isTold = true;
            }

            at.Add(isTold ? Mistake.Unknown : json.At);
        }

        return at;
    }

    // By way of its encoding, since a draft can give no message.
    private T Decode()
    {
        _encoding.Clear();
        draft.Write(_encoding);
        draft.Size = _encoding.Size;
        if (_encoding.IsFull)
        {
            _encoding.Clear();
            _encoding.WriteText(name, draft.Text(name).Span);
        }

        return parser.ParseFrom(_encoding.Written);
    }
}

/// <summary>Reads sources.</summary>
internal sealed class SourceReader(JsonValues values)
    : EntryReader<Source>(values, Source.Parser, new(Source.Descriptor), Source.NameFieldNumber, SourceRules.Sources)
{
    private List<int> _formerNamesAt = [];

    protected override void BeginEntry() => _formerNamesAt = [];

    protected override void ReadMember(ref JsonCursor json, int member)
    {
        if (member == Source.AliasesFieldNumber) ReadTexts(ref json, member);
        else if (Values.Array(ref json, Draft, member)) ReadFormerNames(ref json);
    }

    protected override HeadEntry<Source> Locate(HeadEntry<Source> entry) => entry with
    {
        AboveAt = LocationOf(Source.AffiliationFieldNumber),
        FormerNamesAt = _formerNamesAt,
    };

    // A former name that was not understood is none.
    private void ReadFormerNames(ref JsonCursor json)
    {
        while (JsonValues.NextItem(ref json, Draft, Source.FormerNamesFieldNumber))
        {
            var former = Values.Text(ref json, out var isTold);
            if (former.IsEmpty) continue;
            Draft.Nested.WriteItem(Source.FormerNamesFieldNumber, former.Span);
            _formerNamesAt.Add(isTold ? Mistake.Unknown : json.At);
            if (isTold || Utf8Names.IsSource(former.Span)) continue;
            Values.Mistakes.Tell(NameRules.MalformedFormerName, json.At, Catalog.Quote.Cut(former.ToString()), Catalog.ResourceName.SourceForm);
        }
    }
}

/// <summary>Reads places.</summary>
internal sealed class PlaceReader(JsonValues values)
    : EntryReader<Place>(values, Place.Parser, new(Place.Descriptor), Place.SlugFieldNumber, PlaceRules.Places)
{
    protected override void BeginEntry()
    {
    }

    protected override void ReadMember(ref JsonCursor json, int member)
    {
        if (member == Place.AliasesFieldNumber) ReadTexts(ref json, member);
        else if (Values.PlainObject(ref json, Draft.Coordinates, Draft, member))
        {
            PlaceRules.Coordinates.Ask(Draft.Coordinates, Values.Mistakes);
            Draft.Coordinates.Write(member, Draft.Nested);
        }
    }

    protected override HeadEntry<Place> Locate(HeadEntry<Place> entry) => entry with { AboveAt = LocationOf(Place.WithinFieldNumber) };
}

/// <summary>Reads withdrawals.</summary>
internal sealed class WithdrawalReader(JsonValues values)
    : EntryReader<Withdrawal>(
        values, Withdrawal.Parser, new(Withdrawal.Descriptor), Withdrawal.NameFieldNumber, WithdrawalRules.Withdrawals)
{
    private readonly DateReader _dates = new(values);

    protected override void BeginEntry()
    {
    }

    protected override void ReadMember(ref JsonCursor json, int member) =>
        _dates.Read(ref json, Draft.Date, Draft, member, Draft.Nested);

    protected override HeadEntry<Withdrawal> Locate(HeadEntry<Withdrawal> entry) => entry;
}

/// <summary>Reads topics.</summary>
internal sealed class TopicReader(JsonValues values)
    : EntryReader<Topic>(values, Topic.Parser, new(Topic.Descriptor), Topic.SlugFieldNumber, TopicRules.Topics)
{
    private readonly DateReader _dates = new(values);
    private List<int> _placesAt = [];
    private List<int> _participantsAt = [];

    protected override void BeginEntry() => (_placesAt, _participantsAt) = ([], []);

    protected override void ReadMember(ref JsonCursor json, int member)
    {
        if (member == Topic.DateFieldNumber) _dates.Read(ref json, Draft.Date, Draft, member, Draft.Nested);
        else if (member == Topic.PlacesFieldNumber) _placesAt = ReadTexts(ref json, member);
        else if (member == Topic.ParticipantsFieldNumber) _participantsAt = ReadTexts(ref json, member);
        else ReadTexts(ref json, member);
    }

    protected override HeadEntry<Topic> Locate(HeadEntry<Topic> entry) => entry with
    {
        PlacesAt = _placesAt,
        ParticipantsAt = _participantsAt,
    };
}
