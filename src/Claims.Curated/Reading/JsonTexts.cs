using System.Globalization;
using System.Text;
using System.Text.Json;
using Claims.Catalog;
using Claims.Catalog.Building;

namespace Claims.Curated;

/// <summary>
/// Reads texts out of JSON that is UTF-8 throughout, without copying those that hold no escape. Not thread-safe.
/// </summary>
internal sealed class JsonTexts
{
    private byte[] _unescaped = new byte[4096];
    private int _used;

    /// <summary>Whoever holds a text that was read must be done with it.</summary>
    public void Clear() => _used = 0;

    /// <summary>
    /// The text at which a reader is, where it is one, whole, no longer than a text may be, and breaks no rule of
    /// <see cref="TextRules"/>.
    /// </summary>
    /// <param name="reader">At the value.</param>
    /// <param name="text">In UTF-8; it lasts until <see cref="Clear"/>.</param>
    public bool TryRead(scoped ref Utf8JsonReader reader, out ReadOnlySpan<byte> text) =>
        TryReadName(ref reader, out text) && TextRules.IsRight(text);

    /// <summary>
    /// The text at which a reader is, where it is one, whole and not empty. It may break any rule: this is for texts of a
    /// form that is asked for, or found among others, and most are of these.
    /// </summary>
    public bool TryReadName(scoped ref Utf8JsonReader reader, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (reader.TokenType != JsonTokenType.String) return false;
        if (!reader.ValueIsEscaped) text = reader.ValueSpan;
        else if (!TryUnescape(ref reader, out text)) return false;
        return text.Length is > 0 and <= SizeLimits.Entry;
    }

    /// <summary>Of a text that names an enum value, its number; 0 where it is none or the one that says nothing.</summary>
    public int ReadEnum(ref Utf8JsonReader reader, JsonEnum type) =>
        TryReadName(ref reader, out var name) ? type.NumberOf(name) : 0;

    /// <summary>
    /// Of a text that holds half of a surrogate pair, which one, and as which of its characters, counted from 1.
    /// </summary>
    /// <param name="json">What stands between the quotation marks, in valid UTF-8.</param>
    public static (int Half, int Character) HalfPairIn(ReadOnlySpan<byte> json)
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

    private bool TryUnescape(scoped ref Utf8JsonReader reader, out ReadOnlySpan<byte> text)
    {
        text = default;
        var most = reader.ValueSpan.Length;
        if (_unescaped.Length - _used < most)
        {
            // The texts that were read keep the old one.
            _unescaped = new byte[Math.Max(2 * _unescaped.Length, most)];
            _used = 0;
        }

        try
        {
            var length = reader.CopyString(_unescaped.AsSpan(_used));
            text = _unescaped.AsSpan(_used, length);
            _used += length;
            return true;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            return false;
        }
    }
}
