using System.Text;
using System.Text.Json;

namespace Claims.Server.Curated;

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
    /// The text at which a reader is, where it is one, whole, not blank, and without white space at its start or end.
    /// </summary>
    /// <param name="reader">At the value.</param>
    /// <param name="text">In UTF-8; it lasts until <see cref="Clear"/>.</param>
    public bool TryRead(scoped ref Utf8JsonReader reader, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (reader.TokenType != JsonTokenType.String) return false;
        if (!reader.ValueIsEscaped) text = reader.ValueSpan;
        else if (!TryUnescape(ref reader, out text)) return false;
        return text.Length > 0 && !StartsWhite(text) && !EndsWhite(text);
    }

    /// <summary>Of a text that names an enum value, its number; 0 where it is none or the one that says nothing.</summary>
    public int ReadEnum(ref Utf8JsonReader reader, JsonEnum type) =>
        TryRead(ref reader, out var name) ? type.NumberOf(name) : 0;

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

    private static bool StartsWhite(ReadOnlySpan<byte> text)
    {
        if (text[0] < 0x80) return char.IsWhiteSpace((char)text[0]);
        Rune.DecodeFromUtf8(text, out var rune, out _);
        return Rune.IsWhiteSpace(rune);
    }

    private static bool EndsWhite(ReadOnlySpan<byte> text)
    {
        if (text[^1] < 0x80) return char.IsWhiteSpace((char)text[^1]);
        Rune.DecodeLastFromUtf8(text, out var rune, out _);
        return Rune.IsWhiteSpace(rune);
    }
}
