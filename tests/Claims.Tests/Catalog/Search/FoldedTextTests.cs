using System.Globalization;
using System.Text;
using Claims.Catalog.Search;

namespace Claims.Tests.Catalog.Search;

public class FoldedTextTests
{
    /// <summary>All characters that Unicode has assigned, as .NET knows it, but those no text may hold.</summary>
    private static readonly Rune[] _assigned = [.. Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(value => new Rune(value))
        .Where(rune => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse))];

    [Fact]
    public void Canonically_equal_characters_are_equal() => Assert.DoesNotContain(_assigned, rune =>
    {
        var text = $"x {rune}y";
        return Folded(text) != Folded(text.Normalize(NormalizationForm.FormD))
            || Folded(text) != Folded(text.Normalize(NormalizationForm.FormC));
    });

    [Fact]
    public void Characters_that_differ_in_case_are_equal() => Assert.DoesNotContain(_assigned, rune =>
        rune.Value != 0x345
        && (Folded($"x{rune}y") != Folded($"x{Rune.ToUpperInvariant(rune)}y")
            || Folded($"x{rune}y") != Folded($"x{Rune.ToLowerInvariant(rune)}y")));

    [Fact]
    public void Canonically_equal_marks_in_any_order_are_equal()
    {
        var marks = _assigned.Where(rune => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark).ToArray();
        var random = new Random(1);
        string[] letters = ["a", "ж", "ا", "ש", "か", "क", "ก", "ཀ", "က", "한"];
        for (var i = 0; i < 50_000; i++)
        {
            var text = letters[random.Next(letters.Length)]
                + string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => marks[random.Next(marks.Length)]));
            Assert.Equal(Folded(text), Folded(text.Normalize(NormalizationForm.FormD)));
            Assert.Equal(Folded(text), Folded(text.Normalize(NormalizationForm.FormC)));
        }
    }

    [Fact]
    public void Every_byte_knows_where_its_character_stands()
    {
        var random = new Random(2);
        var folded = new FoldedText();
        for (var i = 0; i < 20_000; i++)
        {
            var text = Encoding.UTF8.GetBytes(string.Concat(
                Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.Next(3) == 0 ? new Rune('a') : _assigned[random.Next(_assigned.Length)])));
            var length = folded.Fold(text).Length;
            for (var at = 0; at < length; at++)
            {
                var (start, end) = (folded.StartOf(at), folded.EndOf(at));
                Assert.InRange(start, 0, end - 1);
                Assert.InRange(end, 1, text.Length);
                Assert.NotEqual(0x80, text[start] & 0xC0);
                Assert.True(end == text.Length || (text[end] & 0xC0) != 0x80);
            }
        }
    }

    // The words, as what divides them is of no matter.
    private static string Folded(string text)
    {
        var words = new List<string>();
        var reader = new WordReader(Encoding.UTF8.GetBytes(text), new FoldedText(), new byte[WordReader.BufferLength]);
        while (reader.Read()) words.Add(Encoding.UTF8.GetString(reader.Folded));
        return string.Join(' ', words);
    }
}
