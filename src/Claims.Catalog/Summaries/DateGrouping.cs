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

    // Of the groups that were asked for last, for each date the index of the one it is in, and the claims of each.
    private int[] _asked = [];
    private int[] _indices = [];
    private List<int>[]? _claims;

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

    public override ClaimSet ClaimsOf(int[] groups, int which, SetAlgebra sets)
    {
        var indices = IndicesOf(groups);
        if (_claims is null)
        {
            _claims = Array.ConvertAll(groups, _ => new List<int>());
            for (var walk = new ClaimWalk(claims); walk.MoveNext();)
            {
                var date = column[walk.Current];
                if (date != DateColumn.None && indices[date] is not None and var index) _claims[index].Add(walk.Current);
            }
        }

        return ClaimSet.List([.. _claims[which]], 0, _claims[which].Count);
    }

    public override void Tally(ClaimSet some, int[] groups, int[] counts)
    {
        Array.Clear(counts);
        var indices = IndicesOf(groups);
        for (var walk = new ClaimWalk(some); walk.MoveNext();)
        {
            var date = column[walk.Current];
            if (date != DateColumn.None && indices[date] is not None and var index) counts[index]++;
        }
    }

    private int[] IndicesOf(int[] groups)
    {
        if (ReferenceEquals(groups, _asked)) return _indices;
        var byGroup = groups.Index().ToDictionary(group => group.Item, group => group.Index);
        (_asked, _indices, _claims) = (groups, new int[dates.Count], null);
        for (var date = 0; date < _indices.Length; date++) _indices[date] = byGroup.GetValueOrDefault(GroupOf(date), None);
        return _indices;
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
