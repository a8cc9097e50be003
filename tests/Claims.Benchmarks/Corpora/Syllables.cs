using System.Globalization;
using System.Text;

namespace Claims.Benchmarks.Corpora;

/// <summary>
/// Pronounceable words that look English, made of syllables, each word once; and slugs of names.
/// </summary>
internal sealed class Syllables(IEnumerable<string> taken)
{
    private static readonly string[] _onsets =
        ("b b br c c ch cl d d dr f f fl g g gr h h j k l l l m m m n n n p p pr r r r s s sh sl st t t t th "
        + "tr v v w").Split(' ');

    private static readonly string[] _nuclei = "a a a a e e e e e i i i i o o o o u u u ai ea ee oo ou".Split(' ');
    private static readonly string[] _codas = "ck d d g l l ld m m n n n n nd nt p r r r rd rt s s st t t t x".Split(' ');
    private static readonly string[] _endings =
        "al ance ar ate en ent er ery ic ion ish ism ist ity ment ness or ous ture y e".Split(' ');

    private readonly HashSet<string> _taken = [.. taken];
    private readonly StringBuilder _word = new();

    /// <summary>A new word, in lower case.</summary>
    public string Next(ref RandomStream random, int syllables, double accented)
    {
        while (true)
        {
            _word.Clear();
            for (var i = 0; i < syllables; i++)
            {
                var last = i == syllables - 1;
                if (last && i > 0 && random.Chance(0.45))
                {
                    _word.Append(random.Of(_endings));
                    break;
                }

                _word.Append(random.Of(_onsets)).Append(random.Of(_nuclei));
                if (last || random.Chance(0.2)) _word.Append(random.Of(_codas));
            }

            if (random.Chance(accented)) Accent(ref random);
            var word = _word.ToString();
            if (word.Length > 2 && _taken.Add(word)) return word;
        }
    }

    /// <summary>A new word with a capital letter.</summary>
    public string NextName(ref RandomStream random, int syllables, double accented = 0.04)
    {
        var name = Next(ref random, syllables, accented);
        return string.Concat(name[..1].ToUpperInvariant(), name.AsSpan(1));
    }

    /// <summary>A name in the characters of a slug.</summary>
    public static string Slug(string name)
    {
        var slug = new StringBuilder(name.Length);
        foreach (var c in name.Normalize(NormalizationForm.FormD).ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c)) slug.Append(c);
            else if (!IsAccent(c) && slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }

        return slug.ToString().Trim('-');
    }

    private static bool IsAccent(char c) => CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;

    private void Accent(ref RandomStream random)
    {
        var at = random.Below(_word.Length);
        _word[at] = _word[at] switch
        {
            'a' => 'á',
            'e' => 'é',
            'i' => 'í',
            'o' => 'ö',
            'u' => 'ü',
            'n' => 'ñ',
            'c' => 'ç',
            's' => 'š',
            var other => other,
        };
    }
}
