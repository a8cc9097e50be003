using System.Text;
using Claims.Catalog;
using Claims.Curated;
using NodaTime;

namespace Claims.Tests.Curated;

public class DateReaderTests
{
    [Fact]
    public void Days_start_when_the_catalog_says_in_every_time_zone()
    {
        var random = new Random(1);
        var mistakes = new MistakeLog();
        var dates = new DateReader(new JsonValues(mistakes));
        var (article, date) = (new ArticleDraft(new(false)), new DateDraft());
        foreach (var zone in DateTimeZoneProviders.Tzdb.Ids)
        {
            // Days in bunches, and far apart; the last days of a zone's changes, and the first and last there are.
            var changes = DateTimeZoneProviders.Tzdb[zone].GetZoneIntervals(Instant.FromUtc(1880, 1, 1, 0, 0), Instant.FromUtc(2040, 1, 1, 0, 0))
                .Where(interval => interval.HasEnd).Select(interval => interval.End.InUtc().Date);
            var days = changes.SelectMany(change => Enumerable.Range(-3, 7).Select(change.PlusDays))
                .Concat(Enumerable.Range(0, 50).Select(_ => new LocalDate(random.Next(1, 9999), random.Next(1, 13), random.Next(1, 29))))
                .Append(new LocalDate(1, 1, 1)).Append(new LocalDate(9999, 12, 31)).ToArray();
            random.Shuffle(days.AsSpan(days.Length / 2));
            foreach (var day in days)
            {
                var edtf = day.ToString("uuuu-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
                var expected = Edtf.Parse(edtf).ToTimestamps(DateTimeZoneProviders.Tzdb[zone]);
                var json = Encoding.UTF8.GetBytes($$"""{ "edtf": "{{edtf}}", "timeZone": "{{zone}}", "basis": "DATE_BASIS_STATED" }""");
                var cursor = new JsonCursor(json);
                cursor.Read();
                dates.Read(ref cursor, date, article, 1, new EncodingBuffer());
                Assert.Equal(0, mistakes.Found);
                Assert.True((expected.EarliestTime!.Seconds, expected.EarliestTime.Nanos, expected.EndTime!.Seconds, expected.EndTime.Nanos)
                    == (date.Date.Earliest!.Value.Second, date.Date.Earliest.Value.Nanosecond, date.Date.End!.Value.Second, date.Date.End.Value.Nanosecond),
                    $"{edtf} in {zone}");
            }
        }
    }

    [Fact]
    public void Texts_are_dates_where_the_catalog_says_so_and_mean_the_same()
    {
        string[] dates = ["2019", "2019-03", "2020-02-29", "2019-03-28T10:00:00Z", "2019-03-28T10:00:00+03:30", "2018/2019", "2018-11/2019-03",
            "2019-03-01/2019-03-28", "2018~/2019-03-28?", "../2019%", "2015-09/..", "0001", "9999-12-31", "2016/2016-12", "2016-01/2016",
            "/2016-09-05", "1985/", "2016-09-05/2016-09", "2016-09~/2016-09-05"];
        const string Alphabet = "0123456789-/~?%TZ:+. é";
        var accepted = 0;
        for (var seed = 0; seed < 100_000; seed++)
        {
            var random = new Random(seed);
            var text = new StringBuilder(dates[random.Next(dates.Length)]);
            for (var times = random.Next(3); times > 0 && text.Length > 0; times--)
            {
                var at = random.Next(text.Length);
                if (random.Next(4) == 0) text.Remove(at, 1);
                else if (random.Next(3) == 0) text.Insert(at, Alphabet[random.Next(Alphabet.Length)]);
                else text[at] = Alphabet[random.Next(Alphabet.Length)];
            }

            var isDate = Edtf.TryParse(text.ToString(), out var expected, out _);
            Assert.True(isDate == Utf8Edtf.TryParse(Encoding.UTF8.GetBytes(text.ToString()), out var date), $"'{text}' is {isDate}");
            if (!isDate) continue;
            accepted++;
            Assert.True((expected!.Precision, expected.Start, expected.End) == (date.Precision, date.Start, date.End), $"'{text}'");
            Assert.Equal(expected.KnownTimestamps(DateTimeZone.Utc).EarliestTime?.Seconds,
                date.Start == long.MinValue ? null : Moment.Nearest(Moment.FirstSecond + date.Start - (date.Offset ?? 0)).Second);
        }

        Assert.True(accepted > 20_000, $"{accepted} accepted");
    }
}
