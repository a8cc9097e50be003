namespace Claims.Tests.Curated;

/// <summary>
/// Texts around every rule on texts, addresses and language tags: those picked by hand, with what is to come of them, and
/// thousands made around the rules, the same ones each time.
/// </summary>
internal static class SameTexts
{
    /// <summary>Addresses that are none of a mistake.</summary>
    public static readonly IReadOnlyList<string> Addresses =
    [
        "https://a.b/c", "http://a.b", "HTTP://A.B/", "hTtPs://a", "https://a.b.", "https://a.b./", "https://a_b.c-d.example/",
        "https://-a.b", "https://1.2.3.4/", "https://256.1.1.1", "http://a.b:80", "http://a.b:/", "http://a.b:0", "http://a.b:65535/x",
        "http://a.b:00080", "http://u@a.b", "http://u:p@a.b:1/", "http://@a.b", "http://ü@a.b", "https://a.b?q", "https://a.b#f",
        "https://a.b/?q=1#f", "https://a.b/#a#b", "https://a.b/%zz", "https://a.b/[x]|{y}^`\"<>", "https://a.b//c", "https://a.b/..",
        "https://a.b/@:x", "https://пример.рф/страница", "https://例え。jp/", "https://xn--e1afmkfd.xn--p1ai", "https://ja.example/日本",
        "https://می\u200cخواهم.example/", "https://[::]", "https://[::1]:8080/x", "https://[1:2:3:4:5:6:7:8]", "https://[2001:DB8::1]/",
        "https://[::ffff:1.2.3.4]", "https://[1:2:3:4:5:6:1.2.3.4]", "https://[1::8]", "https://[1:2:3:4:5:6:7::]",
        "https://[1:2:3:4:5::7:8]", "https://u@[::1]", "https://a.b/👩\u200d❤\ufe0f\u200d💋\u200d👨",
    ];

    /// <summary>Addresses that are mistakes.</summary>
    public static readonly IReadOnlyList<string> NoAddresses =
    [
        "HTTP://", "http://", "http:", "http", "//a.b", "/a", "a.b", "www.a.b/", "ftp://a.b", "httpss://a.b", "http:/a.b", "http:a.b",
        "http:///x", "http:////a.b", "http://?q", "http://#f", "http://:80", "http://:80/", "http://u@", "http://u@/x", "http://a@b@c",
        "http://.", "http://..", "http://.a", "http://a..b/", "http://a..", "http://a.b../", "http://a.b:x", "http://a.b:-1",
        "http://a.b:65536", "http://a.b:99999", "http://a.b:1:2", "http://a:b:c", "http://a b/", "https://a.b/ c", "https://a.b/c d",
        "https://a.b/\u00a0c", "https://a.b/\u3000", " https://a.b", "https://a.b ", "https://a.b/c\\d", "https://a.b\\c", "https:\\\\a.b",
        "https://a\\@b.c", "https://a%20b/", "https://a%2eb", "https://a!b", "https://a,b", "https://<a>", "https://{a}", "https://[",
        "https://[]", "https://]", "https://[::1", "https://::1", "https://[::1]x", "https://[::g]", "https://[1:2]", "https://[:::]",
        "https://[1::2::3]", "https://[1:2:3:4:5:6:7:8:9]", "https://[1:2:3:4:5:6:7:8::]", "https://[12345::]", "https://[::1.2.3]",
        "https://[::256.1.1.1]", "https://[::1.2.3.4:5]", "https://[fe80::1%25eth0]", "https://[v1.a]", "https://[1.2.3.4]",
        "https://a.b/\u202ec", "https://a.b/\u200d", "https://a.b/\n", "https://a.b\n", "https://a.b/\u0000", "https://a.b/\ufffd",
        "https://a\ud800.b", "javascript:alert(1)", "mailto:a@b.c",
    ];

    /// <summary>Language tags, most of them from RFC 5646.</summary>
    public static readonly IReadOnlyList<string> Languages =
    [
        "en", "EN", "pt-BR", "de", "zh-Hant", "sr-Cyrl", "zh-cmn-Hans-CN", "cmn-Hans-CN", "zh-yue-HK", "sr-Latn-RS", "sl-rozaj",
        "sl-rozaj-biske", "sl-nedis", "de-CH-1901", "sl-IT-nedis", "hy-Latn-IT-arevela", "es-419", "de-CH-x-phonebk",
        "az-Arab-x-AZE-derbend", "x-whatever", "X-a-b-12345678", "qaa-Qaaa-QM-x-southern", "de-Qaaa", "en-US-u-islamcal",
        "zh-CN-a-myext-x-private", "en-a-myext-b-another", "ar-a-aaa-b-bbb-a-ccc", "de-DE-u-co-phonebk", "en-0-ab", "i-klingon",
        "I-KLINGON", "i-default", "i-ami", "i-enochian", "i-tsu", "en-GB-oed", "EN-gb-OED", "sgn-BE-FR", "sgn-be-nl", "sgn-CH-DE",
        "art-lojban", "cel-gaulish", "no-bok", "zh-guoyu", "zh-min-nan", "zh-xiang", "abcd", "abcdefgh", "aa-bbb-ccc-ddd", "en-x-x",
        "en-1abc", "en-12345", "fr-FR-1694acad", "sgn-BE",
    ];

    /// <summary>Texts that are no language tags.</summary>
    public static readonly IReadOnlyList<string> NoLanguages =
    [
        "a", "x", "i", "x-", "i-", "i-a", "i-nothing", "i-klingons", "e-n", "english-", "abcdefghi", "en_GB", "en-", "-en", "en--GB",
        "en-a", "en-u", "en-x", "en-US-u", "de-419-DE", "a-DE", "ar-a-aaa-b", "en-123456789", "x-123456789", "en-GB-oedd", "12", "1en",
        "e1", "en-aaa-bbb-ccc-ddd", "abcd-abc", "en-ab-ab", "en-1", "en-12", "en-abcd-abcd", "en GB", " en", "en ", "en\n", "en-é",
        "éa", "en-\u00adGB", "e\u200dn", "deutsch, englisch", "*", "sgn-BE-DE", "x-é", "en-u-a", "en-u-1", "i-kl\u0131ngon",
        "\u0130-klingon", "\u212A-a", "s\u017Fn-BE-FR",
    ];

    /// <summary>Texts that may be said.</summary>
    public static readonly IReadOnlyList<string> Words =
    [
        "x", "CC0-1.0", "a b", "a  b", "a\u00a0b", "a\u2003b", "Ω", "e\u0301", "🚢", "日本語", "می\u200cخواهم", "क्\u200dष", "ක්\u200dර", "ക്\u200cഷ",
        "👩\u200d🚀", "👩🏽\u200d🚀", "👩\u200d❤\ufe0f\u200d💋\u200d👨", "👨\u200d👩\u200d👧\u200d👦", "🏳\ufe0f\u200d🌈", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "🇸🇾", "1\ufe0f⃣", "葛\U000e0100", "a\u00adb", "a\u200bb", "\u200ba", "a\u2060b", "\u3164a",
        "\ue000", "\ufffc", "\ufff9x", "\u0378", "\U0010fffd", "\u180ea", "a\u034fb", "〜", "…", "\u0600", "a\ufe0f\u200db", "\u0301\u200db",
    ];

    /// <summary>Texts that may not.</summary>
    public static readonly IReadOnlyList<string> NoWords =
    [
        "", " ", "\u00a0", "\u3000\u2003", "\u00ad", "\u200b", "\u2060\ufe0f", "\u3164", "\uffa0", "\u115f", "\u180b", "\U000e0020", "\ufeff",
        "\u200d", "\u200c\u200d", " \u200b ", " a", "a ", "\u00a0a", "a\u2003", "\u1680a", "a\u205f", "a\u0085", "\ta", "a\tb", "a\nb", "a\r\nb",
        "\u0000", "a\u0000", "a\u007fb", "a\u0080b", "a\u009fb", "a\u0085b", "a\u2028b", "a\u2029b", "a\u061cb", "a\u200eb", "a\u200fb", "a\u202ab",
        "a\u202eb", "a\u2066b", "a\u2069b", "\ufeffa", "a\ufeffb", "a\ufffdb", "\ufffd", "a\ufdd0b", "a\ufdefb", "a\ufffeb", "\uffff", "a\U0001fffeb",
        "a\U0010ffffb", "\ud800", "a\ud83d", "a\udea2b", "\udea2\ud83d", "a\ud83d\ud83d\udea2", "\u200da", "a\u200d", "a\u200c", "a\u200d b",
        "a \u200db", "a\u200d\u200db", "a\u200c\u200db", "a\u200d\u00adb", "a\u00ad\u200db", "a\u200b\u200db", "a\ufe0f\u200d", "\ufe0f\u200db",
        "a\u200d\ufe0f", "a\u200d\nb", "👩\u200d", "\u200d👩", "👩 \u200d🚀", "a\u2028\u200db",
    ];

    // Around the rules: the characters that they name, and those beside them.
    private static readonly int[] _edges =
    [
        0x00, 0x08, 0x09, 0x0A, 0x0D, 0x0E, 0x1F, 0x20, 0x21, 0x7E, 0x7F, 0x80, 0x84, 0x85, 0x86, 0x9F, 0xA0, 0xA1, 0xAC, 0xAD, 0xAE,
        0x34E, 0x34F, 0x350, 0x61B, 0x61C, 0x61D, 0x115E, 0x115F, 0x1160, 0x1161, 0x167F, 0x1680, 0x1681, 0x17B3, 0x17B4, 0x17B5, 0x17B6,
        0x180A, 0x180B, 0x180D, 0x180E, 0x180F, 0x1810, 0x1FFF, 0x2000, 0x200A, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2010, 0x2027,
        0x2028, 0x2029, 0x202A, 0x202E, 0x202F, 0x2030, 0x205E, 0x205F, 0x2060, 0x2065, 0x2066, 0x2069, 0x206A, 0x206F, 0x2070, 0x2FFF,
        0x3000, 0x3001, 0x3163, 0x3164, 0x3165, 0xD7FF, 0xE000, 0xFDCF, 0xFDD0, 0xFDEF, 0xFDF0, 0xFDFF, 0xFE00, 0xFE0F, 0xFE10, 0xFEFE,
        0xFEFF, 0xFF00, 0xFF9F, 0xFFA0, 0xFFA1, 0xFFEF, 0xFFF0, 0xFFF8, 0xFFF9, 0xFFFC, 0xFFFD, 0xFFFE, 0xFFFF, 0x10000, 0x1BC9F, 0x1BCA0,
        0x1BCA3, 0x1BCA4, 0x1D172, 0x1D173, 0x1D17A, 0x1D17B, 0x1FFFD, 0x1FFFE, 0x1FFFF, 0x20000, 0xDFFFF, 0xE0000, 0xE0001, 0xE0020, 0xE00FF,
        0xE0100, 0xE01EF, 0xE01F0, 0xE0FFF, 0xE1000, 0xEFFFE, 0xFFFFF, 0x100000, 0x10FFFD, 0x10FFFE, 0x10FFFF,
    ];

    private static readonly string[] _before =
        ["", "a", " ", "🚢", "é", "❤\ufe0f", "❤\ufe0f\U000e0100", "\u00ad", "a\u00ad", "\ufe0f", "a\u200b", "\u0301", "\u180b", "a\u180f"];

    private static readonly string[] _joiners = ["\u200c", "\u200d", "\u200d\u200d", "\u200d\ufe0f"];
    private static readonly string[] _behind = ["", "b", " b", "🚢", "\ufe0f", "\u00adb", "\u0301", "\u0085", "日\u200d本"];

    private static readonly string[] _spoilt =
        ["https://u@a.b:80/c?d#e", "http://[1::2:3.4.5.6]/", "zh-cmn-Hans-CN-a-bcd-x-e", "i-klingon", "👩\u200d❤\ufe0f\u200d💋\u200d👨"];

    private static readonly string[] _spoilers =
        [" ", "\\", ".", ":", "@", "[", "]", "/", "?", "#", "%", "é", "\u00a0", "\t", "-", "_", "0", "x", "\u200d", "\ud800"];

    /// <summary>All of them, each once.</summary>
    public static IReadOnlyList<string> All { get; } = [.. new[] { Addresses, NoAddresses, Languages, NoLanguages, Words, NoWords }
        .SelectMany(texts => texts).Concat(Around()).Concat(Joined()).Concat(Spoilt()).Distinct()];

    private static IEnumerable<string> Around()
    {
        foreach (var edge in _edges.Select(char.ConvertFromUtf32).Append("\ud800").Append("\udfff"))
        {
            yield return edge;
            yield return edge + "b";
            yield return "a" + edge;
            yield return "a" + edge + "b";
            yield return "é" + edge + edge + "日";
        }
    }

    private static IEnumerable<string> Joined() =>
        from before in _before
        from joiner in _joiners
        from behind in _behind
        select before + joiner + behind;

    // Something put into every place of some that are right, and something left out of it.
    private static IEnumerable<string> Spoilt()
    {
        foreach (var good in _spoilt)
        {
            for (var at = 0; at <= good.Length; at++)
            {
                foreach (var spoiler in _spoilers) yield return good.Insert(at, spoiler);
                if (at < good.Length) yield return good.Remove(at, 1);
            }
        }
    }

    /// <summary>A text as JSON has it, every character an escape: so it may hold halves of surrogate pairs.</summary>
    public static string Json(string text) =>
        $"\"{string.Concat(text.Select(unit => $"\\u{(int)unit:x4}"))}\"";
}
