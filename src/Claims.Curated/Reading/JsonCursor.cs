using System.Text.Json;

namespace Claims.Curated;

/// <summary>
/// A <see cref="Utf8JsonReader"/> that knows where in the file it is, and gets over an array without reading it. A copy
/// goes on by itself from where the first was.
/// </summary>
internal ref struct JsonCursor
{
    /// <summary>What curated files may hold beyond JSON: comments and trailing commas.</summary>
    public static readonly JsonReaderOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    private readonly ArraySegment<byte> _file;
    private int _start;

    /// <param name="file">The whole file, without a byte order mark.</param>
    public JsonCursor(ArraySegment<byte> file)
    {
        _file = file;
        Reader = new(file, Options);
    }

    /// <summary>What reads; its positions are not the file's.</summary>
    public Utf8JsonReader Reader;

    public readonly JsonTokenType TokenType => Reader.TokenType;

    /// <summary>Where in the file the token begins.</summary>
    public readonly int At => _start + (int)Reader.TokenStartIndex;

    /// <summary>The text at which it is, which must be written without an escape.</summary>
    public readonly Utf8Text PlainText => new(_file.Array!, _file.Offset + At + 1, Reader.ValueSpan.Length);

    /// <exception cref="JsonException">What follows is no JSON.</exception>
    public bool Read() => Reader.Read();

    /// <summary>
    /// Goes to the end of the array at whose start it is. What is in it is looked at no closer than is needed to find
    /// that end: who needs it to be JSON reads it with a copy.
    /// </summary>
    /// <returns>False where the array, or what must follow it, breaks off.</returns>
    public bool TrySkipArray()
    {
        try
        {
            var end = JsonSkip.EndOfArray(_file, _start + (int)Reader.BytesConsumed);
            if (end < 0)
            {
                Reader.Skip();
            }
            else
            {
                // It goes on as if it had met the end of an empty array.
                Reader = new(_file.AsSpan(end), isFinalBlock: true, Reader.CurrentState);
                _start = end;
                Reader.Read();
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
