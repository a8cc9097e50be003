using System.Text;
using System.Text.Json;
using Claims.Catalog;
using Claims.V1;
using NodaTime;

namespace Claims.Curated;

/// <summary>
/// Turns the JSON of dates into encoded <see cref="EdtfDate"/>s, derived fields included, where they break no rule. Not
/// thread-safe.
/// </summary>
internal sealed class DateTranscoder(JsonTexts texts)
{
    private static readonly JsonMembers _members = new(EdtfDate.Descriptor);
    private static readonly JsonEnum _bases = JsonEnum.Of(EdtfDate.Descriptor, EdtfDate.BasisFieldNumber);

    private readonly Utf8Table _zoneNames = new();
    private readonly List<Zone> _zones = [];

    private Zone? _last;

    /// <summary>Reads the date at which a reader is, and writes it as a field of a message.</summary>
    /// <returns>False where it is not plainly right.</returns>
    public bool TryTranscode(ref Utf8JsonReader reader, int field, EncodingBuffer to, out ResolvedDate date)
    {
        date = default;
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
                case EdtfDate.EdtfFieldNumber when texts.TryReadName(ref reader, out edtf):
                case EdtfDate.EarliestTimeFieldNumber when TryReadMoment(ref reader, out earliest):
                case EdtfDate.EndTimeFieldNumber when TryReadMoment(ref reader, out end):
                case EdtfDate.BasisFieldNumber when (basis = texts.ReadEnum(ref reader, _bases)) != 0:
                case EdtfDate.ExpressionFieldNumber when texts.TryRead(ref reader, out expression):
                case EdtfDate.TimeZoneFieldNumber when texts.TryReadName(ref reader, out zoneName):
                    break;
                case EdtfDate.ThroughoutFieldNumber when reader.TokenType is JsonTokenType.True or JsonTokenType.False:
                    throughout = reader.TokenType == JsonTokenType.True;
                    break;
                default:
                    return false;
            }
        }

        if (basis == 0 || (basis == (int)DateBasis.Resolved && expression.IsEmpty)
            || !Utf8Edtf.TryParse(edtf, out var parsed) || FindZone(zoneName) is not { } zone)
        {
            return false;
        }

        date = zone.Resolve(parsed);
        var (isStartUnknown, isEndUnknown) = (Utf8Edtf.IsStartUnknown(edtf), Utf8Edtf.IsEndUnknown(edtf));
        if (throughout && (isStartUnknown || isEndUnknown)) return false;
        var bounds = (Earliest: isStartUnknown ? null : date.Earliest, End: isEndUnknown ? null : date.End);
        if ((earliest ?? end) is null) (earliest, end) = bounds;
        else if (earliest.HasValue != bounds.Earliest.HasValue || end.HasValue != bounds.End.HasValue) return false;
        else if (!AreWithin(earliest ?? date.Earliest, end ?? date.End, date)) return false;

        var start = to.Begin(field);
        to.WriteText(EdtfDate.EdtfFieldNumber, edtf);
        if (earliest is { } from) to.WriteMoment(EdtfDate.EarliestTimeFieldNumber, from);
        if (end is { } until) to.WriteMoment(EdtfDate.EndTimeFieldNumber, until);
        to.WriteTrue(EdtfDate.ThroughoutFieldNumber, throughout);
        to.WriteNumber(EdtfDate.PrecisionFieldNumber, (int)parsed.Precision);
        to.WriteNumber(EdtfDate.BasisFieldNumber, basis);
        to.WriteText(EdtfDate.ExpressionFieldNumber, expression);
        to.WriteText(EdtfDate.TimeZoneFieldNumber, zoneName);
        to.End(start);
        return true;
    }

    /// <summary>Whether there is an IANA time zone of this name.</summary>
    public bool IsTimeZone(ReadOnlySpan<byte> name) => FindZone(name) is not null;

    private bool TryReadMoment(ref Utf8JsonReader reader, out Moment? moment)
    {
        moment = null;
        if (!texts.TryReadName(ref reader, out var text) || !Moment.TryParse(text, out var value)) return false;
        moment = value;
        return true;
    }

    private static bool AreWithin(Moment? earliest, Moment? end, in ResolvedDate date) =>
        !(earliest >= end || earliest < date.Earliest || end > date.End);

    private Zone? FindZone(ReadOnlySpan<byte> name)
    {
        if (_last is not null && name.SequenceEqual(_last.Name)) return _last;
        var number = _zoneNames.Find(name);
        if (number >= 0) return _last = _zones[number];
        if (CorpusRules.FindTimeZone(Encoding.UTF8.GetString(name)) is not { } known) return null;
        _zoneNames.Add(name);
        _zones.Add(new(name.ToArray(), known));
        return _last = _zones[^1];
    }

    /// <summary>A time zone, and the time for which its clocks, as last looked up, are not changed.</summary>
    private sealed class Zone(byte[] name, DateTimeZone rules)
    {
        private const long SecondsPerDay = 24 * 60 * 60;

        // Dates come in bunches, so that looking up is mostly spared. A day at either end is left out, so that no day
        // within starts twice or not at all.
        private long _from = long.MaxValue;
        private long _until = long.MinValue;
        private int _offset;

        public byte[] Name => name;

        public ResolvedDate Resolve(in Utf8Edtf date) => new(date,
            date.Start == long.MinValue ? null : MomentOf(date.Start, date.Offset),
            date.End == long.MaxValue ? null : MomentOf(date.End, date.Offset));

        private Moment MomentOf(long second, int? offset) =>
            Moment.Nearest(offset is { } ahead ? Moment.FirstSecond + second - ahead : StartOfDay(second));

        private long StartOfDay(long second)
        {
            var start = Moment.FirstSecond + second - _offset;
            if (start >= _from && start < _until) return start;
            start = Edtf.StartOfDay(second, rules);
            if (start is < Moment.FirstSecond or > Moment.LastSecond) return start;
            var unchanged = rules.GetZoneInterval(Instant.FromUnixTimeSeconds(start));
            _from = (unchanged.HasStart ? unchanged.Start.ToUnixTimeSeconds() : Moment.FirstSecond) + SecondsPerDay;
            _until = (unchanged.HasEnd ? unchanged.End.ToUnixTimeSeconds() : Moment.LastSecond) - SecondsPerDay;
            _offset = unchanged.WallOffset.Seconds;
            return start;
        }
    }
}

/// <summary>What a date means in a time zone.</summary>
/// <param name="Edtf">The date.</param>
/// <param name="Earliest">Its first moment, inclusive; null where it is open; where it is unknown, the known end's.
/// </param>
/// <param name="End">The first moment after it, exclusive; null where it is open; where it is unknown, the known
/// start's.</param>
internal readonly record struct ResolvedDate(Utf8Edtf Edtf, Moment? Earliest, Moment? End);
