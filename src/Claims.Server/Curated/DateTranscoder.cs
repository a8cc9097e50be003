using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Claims.Server.Catalog;
using Claims.V1;
using NodaTime;

namespace Claims.Server.Curated;

/// <summary>
/// Turns the JSON of dates into encoded <see cref="EdtfDate"/>s, derived fields included, where they break no rule. Dates
/// come again and again, so what was worked out for one is kept. Not thread-safe.
/// </summary>
internal sealed class DateTranscoder(JsonTexts texts)
{
    // Of moments to the second there may be as many as claims. This bounds what is kept to some 10 MB.
    private const int MostDatesKept = 1 << 14;

    private static readonly JsonMembers _members = new(EdtfDate.Descriptor);
    private static readonly JsonEnum _bases = JsonEnum.Of(EdtfDate.Descriptor, EdtfDate.BasisFieldNumber);

    private readonly Dictionary<byte[], Zone>.AlternateLookup<ReadOnlySpan<byte>> _zones =
        new Dictionary<byte[], Zone>(Utf8Comparer.Instance).GetAlternateLookup<ReadOnlySpan<byte>>();

    private readonly EncodingBuffer _buffer = new();
    private Zone? _last;
    private int _kept;

    /// <summary>Reads the date at which a reader is, and writes it as a field of a message.</summary>
    /// <returns>False where it is not plainly right.</returns>
    public bool TryTranscode(ref Utf8JsonReader reader, int field, EncodingBuffer to, [NotNullWhen(true)] out ResolvedDate? date)
    {
        date = null;
        if (reader.TokenType != JsonTokenType.StartObject) return false;
        ReadOnlySpan<byte> edtf = default, expression = default, zoneName = default;
        Moment? earliest = null, end = null;
        var throughout = false;
        var basis = 0;
        JsonMembers.State state = default;
        for (int member; (member = _members.Next(ref reader, ref state)) != JsonMembers.End;)
        {
            switch (member)
            {
                case EdtfDate.EdtfFieldNumber when texts.TryRead(ref reader, out edtf):
                case EdtfDate.EarliestTimeFieldNumber when TryReadMoment(ref reader, out earliest):
                case EdtfDate.EndTimeFieldNumber when TryReadMoment(ref reader, out end):
                case EdtfDate.BasisFieldNumber when (basis = texts.ReadEnum(ref reader, _bases)) != 0:
                case EdtfDate.ExpressionFieldNumber when texts.TryRead(ref reader, out expression):
                case EdtfDate.TimeZoneFieldNumber when texts.TryRead(ref reader, out zoneName):
                    break;
                case EdtfDate.ThroughoutFieldNumber when reader.TokenType is JsonTokenType.True or JsonTokenType.False:
                    throughout = reader.TokenType == JsonTokenType.True;
                    break;
                default:
                    return false;
            }
        }

        if (edtf.IsEmpty || basis == 0 || FindZone(zoneName) is not { } zone || Resolve(edtf, zone) is not { } resolved
            || (basis == (int)DateBasis.Resolved && expression.IsEmpty)
            || ((earliest ?? end) is not null && !AreRight(earliest, end, resolved)))
        {
            return false;
        }

        var start = to.Begin(field);
        to.WriteText(EdtfDate.EdtfFieldNumber, edtf);
        if ((earliest ?? end) is null)
        {
            to.Write(resolved.EncodedBounds);
        }
        else
        {
            if (earliest is { } from) to.WriteMoment(EdtfDate.EarliestTimeFieldNumber, from);
            if (end is { } until) to.WriteMoment(EdtfDate.EndTimeFieldNumber, until);
        }

        to.WriteTrue(EdtfDate.ThroughoutFieldNumber, throughout);
        to.WriteNumber(EdtfDate.PrecisionFieldNumber, (int)resolved.Edtf.Precision);
        to.WriteNumber(EdtfDate.BasisFieldNumber, basis);
        to.WriteText(EdtfDate.ExpressionFieldNumber, expression);
        to.WriteText(EdtfDate.TimeZoneFieldNumber, zoneName);
        to.End(start);
        date = resolved;
        return true;
    }

    /// <summary>Whether there is an IANA time zone of this name.</summary>
    public bool IsTimeZone(ReadOnlySpan<byte> name) => FindZone(name) is not null;

    private bool TryReadMoment(ref Utf8JsonReader reader, out Moment? moment)
    {
        moment = null;
        if (!texts.TryRead(ref reader, out var text) || !Moment.TryParse(text, out var value)) return false;
        moment = value;
        return true;
    }

    // Bounds are given on every side that the date has, and within it.
    private static bool AreRight(Moment? earliest, Moment? end, ResolvedDate date) =>
        earliest.HasValue == date.Earliest.HasValue
        && end.HasValue == date.End.HasValue
        && !(earliest is { } from && (from < date.Earliest!.Value || from >= end))
        && !(end > date.End);

    private Zone? FindZone(ReadOnlySpan<byte> name)
    {
        if (_last is not null && name.SequenceEqual(_last.Name)) return _last;
        if (!_zones.TryGetValue(name, out var zone))
        {
            if (CorpusRules.FindTimeZone(Encoding.UTF8.GetString(name)) is not { } known) return null;
            zone = new(name.ToArray(), known);
            _zones.Dictionary.Add(zone.Name, zone);
        }

        return _last = zone;
    }

    private ResolvedDate? Resolve(ReadOnlySpan<byte> text, Zone zone)
    {
        if (zone.Dates.TryGetValue(text, out var known)) return known;

        // No text of so many bytes is canonical.
        const int Most = 64;
        if (text.Length > Most) return null;
        Span<char> characters = stackalloc char[Most];
        characters = characters[..Encoding.UTF8.GetChars(text, characters)];
        if (!Edtf.TryParse(characters, out var edtf, out _)) return null;
        var (earliest, end) = edtf.ToTimestamps(zone.Rules);
        _buffer.Clear();
        if (earliest is not null) _buffer.WriteMoment(EdtfDate.EarliestTimeFieldNumber, Moment.Of(earliest));
        if (end is not null) _buffer.WriteMoment(EdtfDate.EndTimeFieldNumber, Moment.Of(end));
        var date = new ResolvedDate(edtf, earliest is null ? null : Moment.Of(earliest), end is null ? null : Moment.Of(end),
            _buffer.Written.ToArray());
        if (_kept++ == MostDatesKept)
        {
            foreach (var full in _zones.Dictionary.Values) full.Dates.Dictionary.Clear();
            _kept = 0;
        }

        zone.Dates.Dictionary.Add(text.ToArray(), date);
        return date;
    }

    private sealed class Zone(byte[] name, DateTimeZone rules)
    {
        public byte[] Name => name;

        public DateTimeZone Rules => rules;

        public Dictionary<byte[], ResolvedDate>.AlternateLookup<ReadOnlySpan<byte>> Dates { get; } =
            new Dictionary<byte[], ResolvedDate>(Utf8Comparer.Instance).GetAlternateLookup<ReadOnlySpan<byte>>();
    }
}

/// <summary>What a date means in a time zone.</summary>
/// <param name="Edtf">The date.</param>
/// <param name="Earliest">Its first moment, inclusive; null where it is open.</param>
/// <param name="End">The first moment after it, exclusive; null where it is open.</param>
/// <param name="EncodedBounds">The two, encoded as fields of an <see cref="EdtfDate"/>.</param>
internal sealed record ResolvedDate(Edtf Edtf, Moment? Earliest, Moment? End, byte[] EncodedBounds);
