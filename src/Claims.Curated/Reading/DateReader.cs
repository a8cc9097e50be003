using System.Text;
using Claims.Catalog;
using Claims.V1;
using NodaTime;

namespace Claims.Curated;

/// <summary>What was given of an <see cref="EdtfDate"/>, and what it means.</summary>
internal sealed class DateDraft() : Draft(_members)
{
    private static readonly JsonMembers _members = JsonMembers.Of(EdtfDate.Descriptor);

    public Utf8Text Edtf => Text(EdtfDate.EdtfFieldNumber);

    public Utf8Text ZoneName => Text(EdtfDate.TimeZoneFieldNumber);

    public Moment? Earliest { get; set; }

    public Moment? End { get; set; }

    public bool Throughout => Number(EdtfDate.ThroughoutFieldNumber) != 0;

    /// <summary>Whether <see cref="Edtf"/> is a date.</summary>
    public bool IsDate { get; set; }

    /// <summary>Whether there is a time zone of the name.</summary>
    public bool IsInZone { get; set; }

    /// <summary>The date; its moments are those in the zone, and null where there is none.</summary>
    public ResolvedDate Date { get; set; }

    public bool IsStartUnknown => IsDate && Utf8Edtf.IsStartUnknown(Edtf.Span);

    public bool IsEndUnknown => IsDate && Utf8Edtf.IsEndUnknown(Edtf.Span);

    /// <summary>What is wrong with the bounds that are given.</summary>
    public BoundsFault Bounds { get; set; }

    public override void Begin(int at)
    {
        base.Begin(at);
        (Earliest, End, IsDate, IsInZone, Date, Bounds) = (null, null, false, false, default, BoundsFault.None);
    }
}

/// <summary>What is wrong with the bounds of a date.</summary>
internal enum BoundsFault
{
    None,
    NoEarliest,
    NoEnd,
    Empty,
    EarliestOutside,
    EndOutside,
}

/// <summary>What a date means in a time zone.</summary>
/// <param name="Edtf">The date.</param>
/// <param name="Earliest">Its first moment, inclusive; null where it is open; where it is unknown, the known end's.
/// </param>
/// <param name="End">The first moment after it, exclusive; null where it is open; where it is unknown, the known
/// start's.</param>
internal readonly record struct ResolvedDate(Utf8Edtf Edtf, Moment? Earliest, Moment? End);

/// <summary>
/// Turns the JSON of dates into encoded <see cref="EdtfDate"/>s, derived fields included. Not thread-safe.
/// </summary>
internal sealed class DateReader(JsonValues values)
{
    private readonly Utf8Table _zoneNames = new();
    private readonly List<Zone> _zones = [];
    private Zone? _last;


    /// <summary>Reads the date at which it is, and writes it as a field of a message.</summary>
    public void Read(ref JsonCursor json, DateDraft date, Draft of, int member, EncodingBuffer to)
    {
        if (!values.Object(ref json, date, of, member)) return;
        for (int field; (field = values.Next(ref json, date)) != JsonMembers.End;)
        {
            var moment = values.Moment(ref json, date, field);
            if (field == EdtfDate.EarliestTimeFieldNumber) date.Earliest = moment;
            else date.End = moment;
        }

        Resolve(date);
        DateRules.Table.Ask(date, values.Mistakes);
        if (date.IsDate && date.IsInZone) Write(date, member, to);
    }

    /// <summary>Whether there is an IANA time zone of this name.</summary>
    public bool IsTimeZone(Utf8Text name) => FindZone(name.Span) is not null;

    private void Resolve(DateDraft date)
    {
        Utf8Edtf edtf = default;
        date.IsDate = !date.Edtf.IsEmpty && Utf8Edtf.TryParse(date.Edtf.Span, out edtf);
        var zone = FindZone(date.ZoneName.Span);
        date.IsInZone = zone is not null;
        date.Date = date.IsDate && zone is not null ? zone.Resolve(edtf) : new(edtf, null, null);
        if (!date.IsDate || zone is null || (date.Earliest ?? date.End) is null) return;
        if ((date.IsStartUnknown && date.Earliest is not null) || (date.IsEndUnknown && date.End is not null)) return;
        date.Bounds = FaultOf(date);
    }

    // Bounds are given where the time of day is known: on every side that the EDTF date has, and within it. For a side
    // that is unknown stands the other end's.
    private static BoundsFault FaultOf(DateDraft date)
    {
        var bounds = date.Date;
        var earliest = date.IsStartUnknown ? bounds.Earliest : date.Earliest;
        var end = date.IsEndUnknown ? bounds.End : date.End;
        if (earliest is null && bounds.Earliest is not null) return BoundsFault.NoEarliest;
        if (end is null && bounds.End is not null) return BoundsFault.NoEnd;
        if (earliest is not null && end is not null && earliest >= end) return BoundsFault.Empty;
        if (earliest is not null && (bounds.Earliest is null || earliest < bounds.Earliest)) return BoundsFault.EarliestOutside;
        return end is not null && (bounds.End is null || end > bounds.End) ? BoundsFault.EndOutside : BoundsFault.None;
    }

    private static void Write(DateDraft date, int field, EncodingBuffer to)
    {
        var (earliest, end) = (date.Earliest ?? date.End) is not null
            ? (date.Earliest, date.End)
            : (date.IsStartUnknown ? null : date.Date.Earliest, date.IsEndUnknown ? null : date.Date.End);
        WriteMoment(date, EdtfDate.EarliestTimeFieldNumber, earliest);
        WriteMoment(date, EdtfDate.EndTimeFieldNumber, end);
        date.Set(EdtfDate.PrecisionFieldNumber, (int)date.Date.Edtf.Precision);
        date.Write(field, to);
    }

    private static void WriteMoment(DateDraft date, int field, Moment? moment)
    {
        date.Open(field);
        if (moment is { } given) date.Nested.WriteMoment(field, given);
        date.Close();
    }

    private Zone? FindZone(ReadOnlySpan<byte> name)
    {
        if (_last is not null && name.SequenceEqual(_last.Name)) return _last;
        if (name.IsEmpty) return null;
        var number = _zoneNames.Find(name);
        if (number >= 0) return _last = _zones[number];
        if (DateRules.FindTimeZone(Encoding.UTF8.GetString(name)) is not { } known) return null;
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
