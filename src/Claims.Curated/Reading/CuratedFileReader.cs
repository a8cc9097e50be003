using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Claims.Catalog;
using Claims.Catalog.Building;
using Claims.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Claims.Curated;

/// <summary>
/// Reads one curated file into a <see cref="CorpusContent"/>: JSON with comments and trailing commas allowed, members and
/// enum values by the contract's JSON names. Whatever is not of the contract's shape becomes a mistake, and reading goes
/// on behind it, so that all mistakes are found at once.
/// </summary>
/// <remarks>
/// What can be read of an entry is kept, and what cannot is left at its default, so that indices stay those of the file.
/// The messages' descriptors say which members there are: nothing here changes when the contract gains a field.
/// </remarks>
internal sealed class CuratedFileReader
{
    public static readonly JsonReaderOptions JsonOptions = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    // \u0061 for a: no text is written in more times its bytes.
    private const int LongestEscape = 6;

    // Of an address that only editors look at.
    private const int MaximumSchemaSize = 64 << 20;

    private static readonly string[] _fileMembers = ["$schema", "license", "topics", "places", "sources", "articles"];

    private readonly int _file;
    private readonly CorpusContent _content;
    private readonly CorpusOrigins _origins;
    private readonly MistakeCount _count;
    private readonly List<FileMistake> _mistakes = [];
    private readonly HashSet<string> _faultyPaths = [];
    private readonly Stack<string> _path = new();
    private IMessage? _entry;

    private CuratedFileReader(int file, CorpusContent content, CorpusOrigins origins, MistakeCount count)
    {
        _count = count;
        _file = file;
        _content = content;
        _origins = origins;
    }

    private delegate void MemberReader(ref Utf8JsonReader reader, string member);

    private delegate void ItemReader(ref Utf8JsonReader reader, int index);

    /// <summary>Adds what a file holds to the content, and where it stands to the origins.</summary>
    /// <param name="json">The file's bytes, without a byte order mark.</param>
    /// <param name="file">The file's index, for the origins.</param>
    /// <param name="content">What it is added to.</param>
    /// <param name="origins">Where it is recorded from which file and place each entry came.</param>
    /// <param name="count">Where the mistakes are counted. Once it is full, nothing is added any more.</param>
    public static ReadFile Read(
        ReadOnlySpan<byte> json, int file, CorpusContent content, CorpusOrigins origins, MistakeCount count)
    {
        var reading = new CuratedFileReader(file, content, origins, count);
        var whole = reading.TryRead(json);
        return new(reading._mistakes, reading._faultyPaths, whole ? null : reading.Path);
    }

    /// <summary>
    /// A string or a member's name, or null where it holds half of a surrogate pair, or more than so many bytes.
    /// </summary>
    public static string? Text(ref Utf8JsonReader reader, int most = SizeLimits.Entry)
    {
        if (reader.ValueSpan.Length > LongestEscape * most) return null;
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private string Path => "$" + string.Concat(_path.Reverse());

    private bool TryRead(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            var valid = ValidLength(json);
            Report(valid, "invalid-utf8", $"byte 0x{json[valid]:X2} is not UTF-8 here; save the file as UTF-8");
            return false;
        }

        var reader = new Utf8JsonReader(json, JsonOptions);
        try
        {
            reader.Read();
            ReadFileMembers(ref reader);
            reader.Read();
            return true;
        }
        catch (JsonException e)
        {
            var lineStart = 0;
            for (var line = 0; line < e.LineNumber; line++) lineStart += json[lineStart..].IndexOf((byte)'\n') + 1;
            Report(lineStart + (int)(e.BytePositionInLine ?? 0), "malformed-json", ProblemOf(e));
            return false;
        }
    }

    // Of UTF-8 that becomes invalid, how long it is valid.
    private static int ValidLength(ReadOnlySpan<byte> json)
    {
        Span<char> utf16 = stackalloc char[512];
        for (var valid = 0; ;)
        {
            var status = Utf8.ToUtf16(json[valid..], utf16, out var read, out _, replaceInvalidSequences: false);
            valid += read;
            if (status != OperationStatus.DestinationTooSmall) return valid;
        }
    }

    // The parser's own words, less the place at their end, which counts from 0.
    private static string ProblemOf(JsonException e)
    {
        if (e.Message.StartsWith("The input does not contain any JSON tokens", StringComparison.Ordinal))
        {
            return "the file has no content; expected an object, {} at the least";
        }

        var place = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return place > 0 ? e.Message[..place] : e.Message;
    }

    private void ReadFileMembers(ref Utf8JsonReader reader)
    {
        string? license = null;
        var hasArticles = false;
        var firstArticle = _content.Articles.Count;
        ReadObject(ref reader, _fileMembers, [], (ref Utf8JsonReader value, string member) =>
        {
            switch (member)
            {
                case "$schema":
                    ReadText(ref value, MaximumSchemaSize);
                    break;
                case "license":
                    license = ReadText(ref value, SizeLimits.License);
                    break;
                case "topics":
                    ReadArray(ref value, ReadTopic);
                    break;
                case "places":
                    ReadArray(ref value, ReadPlace);
                    break;
                case "sources":
                    ReadArray(ref value, ReadSource);
                    break;
                case "articles":
                    hasArticles = true;
                    ReadArray(ref value, ReadArticle);
                    break;
            }
        });

        if (license is null) return;
        _content.Licenses.Add(new(license, hasArticles));
        _origins.Add(CorpusList.Licenses, new(_file, 0));
        for (var i = firstArticle; i < _content.Articles.Count; i++) _content.Articles[i].License = license;
    }

    private void ReadTopic(ref Utf8JsonReader reader, int index)
    {
        var members = ReadTextMembers(ref reader, "slug", "displayName");
        if (_count.IsFull) return;
        _content.Topics.Add(new(members[0], members[1]));
        _origins.Add(CorpusList.Topics, new(_file, index));
    }

    private void ReadPlace(ref Utf8JsonReader reader, int index)
    {
        var members = ReadTextMembers(ref reader, "slug", "displayName", "countryCode");
        if (_count.IsFull) return;
        _content.Places.Add(new(members[0], members[1], members[2]));
        _origins.Add(CorpusList.Places, new(_file, index));
    }

    private void ReadSource(ref Utf8JsonReader reader, int index)
    {
        var source = new Source();
        if (!_count.IsFull)
        {
            _content.Sources.Add(source);
            _origins.Add(CorpusList.Sources, new(_file, index));
        }

        _entry = source;
        ReadMessage(ref reader, source);
        _entry = null;
    }

    private void ReadArticle(ref Utf8JsonReader reader, int index)
    {
        var article = new Article();
        var articleIndex = _content.Articles.Count;
        if (!_count.IsFull)
        {
            _content.Articles.Add(article);
            _origins.Add(CorpusList.Articles, new(_file, index));
        }

        _entry = article;
        var members = Members.Of(Article.Descriptor);
        ReadObject(ref reader, [.. members.Given, "claims"], members.Derived, (ref Utf8JsonReader value, string member) =>
        {
            if (member == "claims") ReadArray(ref value, ReadClaim);
            else ReadField(ref value, article, members[member]);
        });
        _entry = null;

        void ReadClaim(ref Utf8JsonReader value, int claimIndex)
        {
            var claim = new Claim();
            if (!_count.IsFull)
            {
                _content.Claims.Add(claim);
                _content.ArticleOfClaim.Add(articleIndex);
                _origins.Add(CorpusList.Claims, new(_file, index, claimIndex));
            }

            _entry = claim;
            ReadMessage(ref value, claim);
            _entry = article;
        }
    }

    private void ReadMessage(ref Utf8JsonReader reader, IMessage message)
    {
        var members = Members.Of(message.Descriptor);
        ReadObject(ref reader, members.Given, members.Derived, (ref Utf8JsonReader value, string member) =>
            ReadField(ref value, message, members[member]));
    }

    private void ReadField(ref Utf8JsonReader reader, IMessage message, FieldDescriptor field)
    {
        if (field.IsRepeated)
        {
            var list = (System.Collections.IList)field.Accessor.GetValue(message);

            // A blank stands for a text that could not be read, so that the ones behind it keep their index.
            ReadArray(ref reader, (ref Utf8JsonReader item, int _) => list.Add(ReadValue(ref item, field) ?? ""));
        }
        else if (ReadValue(ref reader, field) is { } value)
        {
            field.Accessor.SetValue(message, value);
        }
    }

    private object? ReadValue(ref Utf8JsonReader reader, FieldDescriptor field)
    {
        switch (field.FieldType)
        {
            case FieldType.String:
                return ReadText(ref reader);
            case FieldType.Bool:
                return Is(ref reader, JsonTokenType.True, "true or false", JsonTokenType.False) ? reader.GetBoolean() : null;
            case FieldType.Int32:
                if (!Is(ref reader, JsonTokenType.Number, "a whole number")) return null;
                if (reader.TryGetInt32(out var integer)) return integer;
                Fault(ref reader, "number-range", $"{Raw(ref reader)} is no whole number of 32 bits");
                return null;
            case FieldType.Double:
                if (!Is(ref reader, JsonTokenType.Number, "a number")) return null;
                if (reader.TryGetDouble(out var number) && double.IsFinite(number)) return number;
                Fault(ref reader, "number-range", $"{Raw(ref reader)} is beyond what a double holds");
                return null;
            case FieldType.Enum:
                return ReadEnum(ref reader, field.EnumType);
            case FieldType.Message when field.MessageType == Timestamp.Descriptor:
                return ReadTimestamp(ref reader);
            case FieldType.Message:
                var message = field.MessageType.Parser.ParseFrom([]);
                ReadMessage(ref reader, message);
                return message;
            default:
                throw new InvalidOperationException($"The contract gained a field of a type that no file can give: {field}.");
        }
    }

    private int? ReadEnum(ref Utf8JsonReader reader, EnumDescriptor type)
    {
        if (ReadText(ref reader) is not { } name) return null;
        var value = type.FindValueByName(name);
        if (value is { Number: not 0 }) return value.Number;
        var names = type.Values.Where(known => known.Number != 0).Select(known => known.Name);
        Fault(ref reader, "unknown-enum-value", value is null
            ? $"unknown value '{Quote.Cut(name)}'; expected one of {string.Join(", ", names)}"
                + (_count.MayGuess ? Suggestion.Of(name, names) : "")
            : $"{name} means not stated: leave the member out");
        return null;
    }

    private Timestamp? ReadTimestamp(ref Utf8JsonReader reader)
    {
        if (ReadText(ref reader) is not { } text) return null;
        if (Moment.TryParse(text, out var moment)) return new Timestamp { Seconds = moment.Second, Nanos = moment.Nanosecond };
        Fault(ref reader, "malformed-time", $"'{Quote.Cut(text)}' is no moment of the years 0001 to 9999; expected "
            + "RFC 3339, such as '2016-09-05T05:00:00Z'");
        return null;
    }

    private string? ReadText(ref Utf8JsonReader reader, int most = SizeLimits.Entry)
    {
        if (!Is(ref reader, JsonTokenType.String, "a string")) return null;
        var text = Text(ref reader, most);
        if (reader.ValueSpan.Length > most && (text is null || Encoding.UTF8.GetByteCount(text) > most))
        {
            Fault(ref reader, "too-large", $"the text has {reader.ValueSpan.Length} bytes; the most is {most}");
            return null;
        }

        if (text is null)
        {
            var (half, character) = JsonTexts.HalfPairIn(reader.ValueSpan);
            Fault(ref reader, "invalid-text", $"character {character} is U+{half:X4}, half of a surrogate pair");
            return null;
        }

        // What cannot be seen is understood as little as what is not there: a name with it is like no other.
        var isUnderstood = true;
        foreach (var (rule, problem) in TextRules.Check(text))
        {
            Fault(ref reader, rule, problem);
            isUnderstood &= rule == "untrimmed-text";
        }

        return isUnderstood ? text : null;
    }

    private string[] ReadTextMembers(ref Utf8JsonReader reader, params string[] members)
    {
        var values = new string[members.Length];
        Array.Fill(values, "");
        ReadObject(ref reader, members, [], (ref Utf8JsonReader value, string member) =>
            values[Array.IndexOf(members, member)] = ReadText(ref value) ?? "");
        return values;
    }

    /// <summary>
    /// Reads an object whose members have these names. Any other member is a mistake, a derived one too, and so is a
    /// second of one name.
    /// </summary>
    private void ReadObject(
        ref Utf8JsonReader reader,
        IReadOnlyCollection<string> members,
        IReadOnlyCollection<string> derived,
        MemberReader readMember)
    {
        if (!Is(ref reader, JsonTokenType.StartObject, "an object")) return;
        var seen = new HashSet<string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = Text(ref reader) ?? Raw(ref reader);
            var at = (int)reader.TokenStartIndex;
            _path.Push($".{Quote.Cut(member)}");
            if (derived.Contains(member))
            {
                Report(at, "derived-member", member == "license"
                    ? "'license' is that of all of the file's articles: give it outside of them"
                    : $"'{member}' is computed: leave it out");
                reader.Skip();
            }
            else if (!members.Contains(member))
            {
                ReportUnknownMember(at, member, members);
                reader.Skip();
            }
            else if (!seen.Add(member))
            {
                Report(at, "doubled-member", $"'{member}' is given twice in one object");
                reader.Skip();
            }
            else
            {
                reader.Read();
                readMember(ref reader, member);
            }

            _path.Pop();
        }
    }

    private void ReportUnknownMember(int at, string member, IReadOnlyCollection<string> members)
    {
        var suggestion = Suggestion.Of(member, members);
        Report(at, "unknown-member", $"unknown member '{Quote.Cut(member)}'"
            + (suggestion.Length > 0 && _count.MayGuess ? suggestion : $"; expected one of {string.Join(", ", members)}"));

        // What was meant is not missing as well.
        var meant = members.FirstOrDefault(known => suggestion.EndsWith($"'{known}'?", StringComparison.Ordinal));
        if (meant is null) return;
        var step = _path.Pop();
        AddFaulty($"{Path}.{meant}");
        _path.Push(step);
    }

    private void ReadArray(ref Utf8JsonReader reader, ItemReader readItem)
    {
        if (!Is(ref reader, JsonTokenType.StartArray, "an array")) return;
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            _path.Push($"[{i}]");
            readItem(ref reader, i);
            _path.Pop();
        }
    }

    // What is of another type is told, and skipped whole.
    private bool Is(ref Utf8JsonReader reader, JsonTokenType type, string expected, JsonTokenType? or = null)
    {
        if (reader.TokenType == type || reader.TokenType == or) return true;
        var given = reader.TokenType switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "an array",
            JsonTokenType.String => $"the string \"{Raw(ref reader)}\"",
            JsonTokenType.Null => "null (leave the member out where there is nothing to say)",
            _ => Raw(ref reader),
        };
        Fault(ref reader, "wrong-type", $"expected {expected}, given {given}");
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) reader.Skip();
        return false;
    }

    private static string Raw(ref Utf8JsonReader reader) => Quote.Cut(reader.ValueSpan);

    /// <summary>Reports a mistake in a value, of which nothing more is to be said.</summary>
    private void Fault(ref Utf8JsonReader reader, string rule, string message)
    {
        AddFaulty(Path);
        Report(ref reader, rule, message);
    }

    // Rules are not asked any more where there are more mistakes than are told.
    private void AddFaulty(string path)
    {
        if (!_count.IsFull) _faultyPaths.Add(path);
    }

    private void Report(ref Utf8JsonReader reader, string rule, string message) =>
        Report((int)reader.TokenStartIndex, rule, message);

    private void Report(int offset, string rule, string message)
    {
        if (_count.Add()) _mistakes.Add(new(offset, Path, _entry, rule, message));
    }

    /// <summary>The members by which a file gives a message's fields.</summary>
    private sealed class Members
    {
        private static readonly Dictionary<MessageDescriptor, Members> _ofMessage = [];

        private readonly Dictionary<string, FieldDescriptor> _fields;

        private Members(MessageDescriptor message)
        {
            var derived = message.Fields.InDeclarationOrder().ToLookup(Derivation.Fields.Contains);
            _fields = derived[false].ToDictionary(field => field.JsonName);
            Derived = [.. derived[true].Select(field => field.JsonName)];
        }

        public IReadOnlyCollection<string> Given => _fields.Keys;

        public IReadOnlyCollection<string> Derived { get; }

        public FieldDescriptor this[string name] => _fields[name];

        public static Members Of(MessageDescriptor message)
        {
            lock (_ofMessage)
            {
                if (!_ofMessage.TryGetValue(message, out var members)) _ofMessage[message] = members = new(message);
                return members;
            }
        }
    }
}

/// <summary>What came of reading a file.</summary>
/// <param name="Mistakes">Those of its mistakes that are to be told, in the order of the file.</param>
/// <param name="FaultyPaths">The paths of values about which a mistake was told, so that rules need not tell more.</param>
/// <param name="BrokenOffAt">The path of the value in which reading broke off, so that entries and members may be missing;
/// null where the file was read to its end.</param>
internal sealed record ReadFile(
    IReadOnlyList<FileMistake> Mistakes, IReadOnlySet<string> FaultyPaths, string? BrokenOffAt);

/// <summary>A mistake in one file, by byte offset; the entry it is in, where there is one, knows its own name.</summary>
internal sealed record FileMistake(int Offset, string Path, IMessage? Entry, string Rule, string Message);
