using System.Text;

namespace Claims.Curated;

/// <summary>
/// A text of a file, in UTF-8, without a copy of it where it was written without an escape. Empty where none was given,
/// since no text may be empty. It lasts as long as what it was read from: see <see cref="JsonValues"/>.
/// </summary>
internal readonly struct Utf8Text(byte[] bytes, int start, int length)
{
    /// <summary>A text that is in no file.</summary>
    public static Utf8Text Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    public static Utf8Text Of(byte[] utf8) => new(utf8, 0, utf8.Length);

    public bool IsEmpty => length == 0;

    public ReadOnlySpan<byte> Span => new(bytes, start, length);

    /// <inheritdoc/>
    public override string ToString() => Encoding.UTF8.GetString(Span);
}
