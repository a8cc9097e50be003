using System.Globalization;

namespace Claims.Catalog;

/// <summary>What of a date makes a group.</summary>
internal enum CalendarUnit
{
    /// <summary>Its text.</summary>
    Text,

    /// <summary>The month in which all of it is.</summary>
    Month,

    /// <summary>The year in which all of it is.</summary>
    Year,
}

/// <summary>By a date. Groups are the first date with the text, months since the year 0, or years.</summary>
internal sealed class DateGrouping(
    DistinctDates dates, DateColumn column, ClaimSet claims, CalendarUnit unit, Patience patience) : ClaimGrouping
{
    private const int None = -1;

    private int _without;

    // Of the groups that were asked for last, for each date which of them it is in, and the claims of each.
    private int[] _placed = [];
    private int[] _places = [];
    private List<int>[]? _parts;

    /// <summary>Known once they are counted.</summary>
    public override int Without => _without;

    public override (string Value, string DisplayName) NameOf(int group) => unit switch
    {
        CalendarUnit.Text => Named(dates.TextOf(group)),
        CalendarUnit.Month => Named(string.Create(CultureInfo.InvariantCulture, $"{group / 12:0000}-{(group % 12) + 1:00}")),
        _ => Named(group.ToString("0000", CultureInfo.InvariantCulture)),
    };

    public override int Compare(int a, int b) => unit == CalendarUnit.Text ? dates.CompareTexts(a, b) : a.CompareTo(b);

    public override void Count(FirstGroups groups)
    {
        var ofDates = new int[dates.Count];
        _without = claims.Count;
        for (var walk = new ClaimWalk(claims); walk.MoveNext();)
        {
            if (column[walk.Current] != DateColumn.None) ofDates[column[walk.Current]]++;
        }

        patience.ThrowIfOver();
        var counts = new Dictionary<int, int>();
        for (var date = 0; date < ofDates.Length; date++)
        {
            if (ofDates[date] == 0 || GroupOf(date) is not (not None and var group)) continue;
            counts[group] = counts.GetValueOrDefault(group) + ofDates[date];
            _without -= ofDates[date];
        }

        foreach (var (group, count) in counts) groups.Add(group, count);
    }

    public override ClaimSet PartOf(int[] groups, int place, SetAlgebra sets)
    {
        var places = PlacesOf(groups);
        if (_parts is null)
        {
            _parts = Array.ConvertAll(groups, _ => new List<int>());
            for (var walk = new ClaimWalk(claims); walk.MoveNext();)
            {
                if (column[walk.Current] != DateColumn.None && places[column[walk.Current]] is not None and var at) _parts[at].Add(walk.Current);
            }
        }

        return ClaimSet.List([.. _parts[place]], 0, _parts[place].Count);
    }

    public override void Tally(ClaimSet part, int[] groups, int[] counts)
    {
        Array.Clear(counts);
        var places = PlacesOf(groups);
        for (var walk = new ClaimWalk(part); walk.MoveNext();)
        {
            if (column[walk.Current] != DateColumn.None && places[column[walk.Current]] is not None and var place) counts[place]++;
        }
    }

    private int[] PlacesOf(int[] groups)
    {
        if (ReferenceEquals(groups, _placed)) return _places;
        var byGroup = groups.Index().ToDictionary(group => group.Item, group => group.Index);
        (_placed, _places, _parts) = (groups, new int[dates.Count], null);
        for (var date = 0; date < _places.Length; date++) _places[date] = byGroup.GetValueOrDefault(GroupOf(date), None);
        return _places;
    }

    private int GroupOf(int date)
    {
        if (unit == CalendarUnit.Text) return dates.FirstOfText(date);
        var (start, end) = (dates.StartOf(date), dates.EndOf(date));
        if (start == long.MinValue || end == long.MaxValue) return None;
        var (first, last) = (new DateTime(start * TimeSpan.TicksPerSecond), new DateTime((end - 1) * TimeSpan.TicksPerSecond));
        if (first.Year != last.Year) return None;
        return unit == CalendarUnit.Year ? first.Year : first.Month == last.Month ? (first.Year * 12) + first.Month - 1 : None;
    }

    private static (string Value, string DisplayName) Named(string text) => (text, EdtfWords.Of(text));
}
