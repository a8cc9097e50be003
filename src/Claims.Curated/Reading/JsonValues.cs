using System.Globalization;
using System.Text;
using System.Text.Json;
using Claims.Catalog;
using Claims.Catalog.Building;

namespace Claims.Curated;

/// <summary>
/// Reads the values of members, each of the type that is asked for: what is not becomes a mistake, of which the
/// member's draft knows, and is got over. Texts last until <see cref="Clear"/>, as long as the file is not moved. Not
/// thread-safe.
/// </summary>
internal sealed class JsonValues(MistakeLog mistakes)
{
    /// <summary><c>\u0061</c> for <c>a</c>: no text is written in more times its bytes.</summary>
    public const int LongestEscape = 6;

    private byte[] _unescaped = new byte[4096];
    private int _used;
    private int _kept;

    public MistakeLog Mistakes { get; private set; } = mistakes;

    /// <summary>Takes what follows to be of another file, of which the mistakes are noted elsewhere.</summary>
    public void Begin(MistakeLog log)
    {
        Mistakes = log;
        (_used, _kept) = (0, 0);
    }

    /// <summary>Whoever holds a text that was read must be done with it, but for those read before
    /// <see cref="Keep"/>.</summary>
    public void Clear() => _used = _kept;

    /// <summary>Lets the texts that were read so far last beyond <see cref="Clear"/>.</summary>
    public void Keep() => _kept = _used;

    /// <summary>Lets none last any more.</summary>
    public void Forget() => (_used, _kept) = (0, 0);

    /// <summary>Whether there is an object; it is begun as a draft.</summary>
    public bool Object(ref JsonCursor json, Draft draft, Draft? of = null, int member = 0)
    {
        var isObject = Is(ref json, JsonTokenType.StartObject, JsonTokenType.StartObject, "an object");
        if (isObject) draft.Begin(json.At);
        if (isObject) of?.MarkGiven(member);
        else of?.MarkTold(member);
        return isObject;
    }

    /// <summary>Whether there is an object; its members are read, which must all be plain.</summary>
    public bool PlainObject(ref JsonCursor json, Draft draft, Draft? of = null, int member = 0) =>
        Object(ref json, draft, of, member) && Next(ref json, draft) == JsonMembers.End;

    /// <summary>Reads an object's members up to the next that is a list or an object, and goes to that.</summary>
    /// <returns>Its number, or <see cref="JsonMembers.End"/>.</returns>
    public int Next(ref JsonCursor json, Draft draft)
    {
        draft.Close();
        while (draft.Members.Next(ref json, draft, Mistakes) is { } member)
        {
            switch (member.Kind)
            {
                case MemberKind.Nested:
                    draft.Open(member.Number);
                    return member.Number;
                case MemberKind.Text:
                    Text(ref json, draft, member.Number);
                    break;
                case MemberKind.Enum:
                    Enum(ref json, draft, member.Number, member.Enum!);
                    break;
                case MemberKind.Bool:
                    if (Is(ref json, JsonTokenType.True, JsonTokenType.False, "true or false"))
                    {
                        draft.Set(member.Number, json.TokenType == JsonTokenType.True ? 1 : 0);
                    }
                    else
                    {
                        draft.MarkTold(member.Number);
                    }

                    break;
                default:
                    Number(ref json, draft, member);
                    break;
            }
        }

        return JsonMembers.End;
    }

    /// <summary>Whether there is an array. What is in it is to be read by <see cref="NextItem"/>.</summary>
    public bool Array(ref JsonCursor json, Draft of, int member)
    {
        var isArray = Is(ref json, JsonTokenType.StartArray, JsonTokenType.StartArray, "an array");
        if (!isArray) of.MarkTold(member);
        return isArray;
    }

    /// <summary>Whether the array has one more item, to which it goes.</summary>
    public static bool NextItem(ref JsonCursor json, Draft of, int member)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.EndArray) return false;
        of.MarkGiven(member);
        return true;
    }

    /// <summary>Reads a text.</summary>
    public void Text(ref JsonCursor json, Draft of, int member, int most = SizeLimits.Entry)
    {
        of.Set(member, Text(ref json, out var isTold, most));
        if (isTold) of.MarkTold(member);
    }

    private void Enum(ref JsonCursor json, Draft of, int member, JsonEnum type)
    {
        // Whatever is the name of a value breaks no rule on texts.
        if (json.TokenType == JsonTokenType.String && type.NumberOf(json.Reader.ValueSpan) is not 0 and var plain)
        {
            of.Set(member, plain);
            return;
        }

        var text = Text(ref json, out var isTold);
        var number = type.NumberOf(text.Span);
        if (number != 0) of.Set(member, number);
        if (isTold || number == 0) of.MarkTold(member);
        if (number != 0 || text.IsEmpty) return;
        var given = text.ToString();
        if (given == type.Unspecified) Mistakes.Tell(JsonRules.UnknownEnumValue, json.At, given);
        else
        {
            Mistakes.Tell(JsonRules.UnknownEnumValue, json.At, Quote.Cut(given), string.Join(", ", type.Names),
                () => Suggestion.Of(given, type.Names));
        }
    }

    private void Number(ref JsonCursor json, Draft of, Member member)
    {
        var isDouble = member.Kind == MemberKind.Double;
        if (Is(ref json, JsonTokenType.Number, JsonTokenType.Number, isDouble ? "a number" : "a whole number"))
        {
            if (isDouble && json.Reader.TryGetDouble(out var number) && double.IsFinite(number))
            {
                of.Set(member.Number, BitConverter.DoubleToInt64Bits(number));
                return;
            }

            if (!isDouble && json.Reader.TryGetInt32(out var integer))
            {
                of.Set(member.Number, integer);
                return;
            }

            Mistakes.Tell(
                JsonRules.NumberRange, json.At, Raw(ref json), isDouble ? "beyond what a double holds" : "no whole number of 32 bits");
        }

        of.MarkTold(member.Number);
    }

    /// <summary>A moment; null where it was not understood.</summary>
    public Moment? Moment(ref JsonCursor json, Draft of, int member)
    {
        var text = Text(ref json, out var isTold);
        Moment? moment = Curated.Moment.TryParse(text.Span, out var value) ? value : null;
        if (moment is null && !text.IsEmpty)
        {
            isTold = true;
            Mistakes.Tell(JsonRules.MalformedTime, json.At, Quote.Cut(text.ToString()));
        }

        if (moment is not null) of.MarkGiven(member);
        if (isTold) of.MarkTold(member);
        return moment;
    }

    /// <summary>A former name, which must be of a form.</summary>
    public Utf8Text FormerName(ref JsonCursor json, string form, Func<ReadOnlySpan<byte>, bool> isWellFormed)
    {
        var former = Text(ref json, out var isTold);
        if (!isTold && !isWellFormed(former.Span))
        {
            Mistakes.Tell(NameRules.MalformedFormerName, json.At, Quote.Cut(former.ToString()), form);
        }

        return former;
    }

    /// <summary>A text that breaks no rule, or at the most has white space at its ends.</summary>
    /// <param name="json">At the value.</param>
    /// <param name="isTold">Whether a mistake was told of it.</param>
    /// <param name="most">The most bytes.</param>
    /// <returns>The text; empty where it was not understood.</returns>
    public Utf8Text Text(ref JsonCursor json, out bool isTold, int most = SizeLimits.Entry)
    {
        isTold = true;
        if (!Is(ref json, JsonTokenType.String, JsonTokenType.String, "a string")) return default;
        var written = json.Reader.ValueSpan;
        var (isWhole, text) = !json.Reader.ValueIsEscaped ? (true, json.PlainText)
            : written.Length > (long)LongestEscape * most ? (false, default)
            : Unescape(ref json);
        if (isWhole && text.Span.Length <= most && TextRules.IsRight(text.Span))
        {
            isTold = false;
            return text;
        }

        if (written.Length > most && (!isWhole || text.Span.Length > most))
        {
            Mistakes.Tell(JsonRules.TooLarge, json.At, $"the text has {written.Length} bytes; the most is {most}");
            return default;
        }

        if (isWhole) return TellOfText(text, json.At) ? text : default;
        var (half, character) = HalfPairIn(written);
        Mistakes.Tell(JsonRules.InvalidText, json.At, $"{character}", $"{half:X4}");
        return default;
    }

    /// <summary>
    /// Of a text that holds half of a surrogate pair, which one, and as which of its characters, counted from 1.
    /// </summary>
    /// <param name="json">What stands between the quotation marks, in valid UTF-8.</param>
    private static (int Half, int Character) HalfPairIn(ReadOnlySpan<byte> json)
    {
        for (var character = 1; json.Length > 0; character++)
        {
            Rune.DecodeFromUtf8(json, out _, out var length);
            if (EscapeAt(json) is { } unit)
            {
                var isPair = EscapeAt(json[6..]) is { } other && char.IsSurrogatePair(unit, other);
                if (char.IsSurrogate(unit) && !isPair) return (unit, character);
                length = isPair ? 12 : 6;
            }
            else if (json[0] == '\\')
            {
                length = 2;
            }

            json = json[length..];
        }

        throw new ArgumentException("The text holds no half of a surrogate pair.", nameof(json));

        static char? EscapeAt(ReadOnlySpan<byte> json) => json.StartsWith("\\u"u8)
            ? (char)ushort.Parse(json[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : null;
    }

    // What cannot be seen is understood as little as what is not there: a name with it is like no other.
    private bool TellOfText(Utf8Text text, int at)
    {
        var isUnderstood = true;
        foreach (var (slug, problem) in TextRules.Check(text.ToString()))
        {
            Mistakes.Tell(JsonRules.All.First(rule => rule.Slug == slug), at, problem);
            isUnderstood &= slug == JsonRules.UntrimmedText.Slug;
        }

        return isUnderstood;
    }

    private (bool IsWhole, Utf8Text Text) Unescape(ref JsonCursor json)
    {
        var most = json.Reader.ValueSpan.Length;
        if (_unescaped.Length - _used < most)
        {
            // The texts that were read keep the old one.
            _unescaped = new byte[Math.Max(2 * _unescaped.Length, most)];
            (_used, _kept) = (0, 0);
        }

        try
        {
            var start = _used;
            var length = json.Reader.CopyString(_unescaped.AsSpan(start));
            _used += length;
            return (true, new(_unescaped, start, length));
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            return (false, default);
        }
    }

    // What is of another type is told, and got over whole.
    private bool Is(ref JsonCursor json, JsonTokenType type, JsonTokenType orType, string expected)
    {
        if (json.TokenType == type || json.TokenType == orType) return true;
        var given = json.TokenType switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "an array",
            JsonTokenType.String => $"the string \"{Raw(ref json)}\"",
            JsonTokenType.Null => "null (leave the member out where there is nothing to say)",
            _ => Raw(ref json),
        };
        Mistakes.Tell(JsonRules.WrongType, json.At, given, expected);
        if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) json.Reader.Skip();
        return false;
    }

    private static string Raw(ref JsonCursor json) => Quote.Cut(json.Reader.ValueSpan);
}
