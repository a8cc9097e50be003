using System.Text;
using System.Text.Json;
using Claims.Catalog;
using Claims.Catalog.Building;
using Google.Protobuf.Reflection;

namespace Claims.Curated;

/// <summary>
/// The members by which a file gives the fields of a message, or of an entry of a list that is none, found in UTF-8.
/// Immutable, so thread-safe.
/// </summary>
internal sealed class JsonMembers
{
    /// <summary>The object is at its end.</summary>
    public const int End = 0;

    /// <summary>The number of an article's claims, which are no field of it. Fields have lower numbers.</summary>
    public const int Claims = 31;

    private readonly byte[][] _names;
    private readonly string[] _texts;
    private readonly Member[] _members;
    private readonly string[] _derived;

    /// <param name="kind">Of which kind all members are.</param>
    /// <param name="names">Their names; they are numbered from 1.</param>
    public JsonMembers(MemberKind kind, params string[] names)
        : this([.. names.Select((name, i) => (name, new Member(i + 1, kind, null)))], [], [])
    {
    }

    private JsonMembers((string Name, Member Member)[] members, string[] derived, (int, MemberKind)[] written)
    {
        _texts = Array.ConvertAll(members, member => member.Name);
        _names = Array.ConvertAll(_texts, Encoding.UTF8.GetBytes);
        _members = Array.ConvertAll(members, member => member.Member);
        _derived = derived;
        Written = written;
        Numbers = 1 + _members.Select(member => member.Number).Concat(written.Select(field => field.Item1)).Max();
    }

    /// <summary>The fields of the message, derived ones too, in order.</summary>
    public (int Number, MemberKind Kind)[] Written { get; }

    /// <summary>More than the number of any member.</summary>
    public int Numbers { get; }

    /// <summary>The members of a message.</summary>
    /// <param name="message">The message; its derived fields are no members.</param>
    /// <param name="more">Members that are no fields.</param>
    public static JsonMembers Of(MessageDescriptor message, params (string Name, int Number)[] more)
    {
        var fields = message.Fields.InFieldNumberOrder();
        var given = message.Fields.InDeclarationOrder().Where(field => !DerivedFields.All.Contains(field));
        return new(
            [
                .. given.Select(field => (field.JsonName, new Member(field.FieldNumber, KindOf(field),
                    field.FieldType == FieldType.Enum ? new(field.EnumType) : null))),
                .. more.Select(member => (member.Name, new Member(member.Number, MemberKind.Nested, null))),
            ],
            [.. fields.Where(DerivedFields.All.Contains).Select(field => field.JsonName)],
            [.. fields.Select(field => (field.FieldNumber, KindOf(field)))]);
    }

    /// <summary>The name of a member.</summary>
    public string NameOf(int member) => _texts[Array.FindIndex(_members, known => known.Number == member)];

    /// <summary>Goes on to the value of an object's next member that is one; others are told, and got over.</summary>
    /// <param name="json">Behind the object's start, or at the end of a member's value.</param>
    /// <param name="draft">The object's.</param>
    /// <param name="mistakes">Where members are told that may not be there.</param>
    /// <returns>The member; null at the object's end.</returns>
    public Member? Next(ref JsonCursor json, Draft draft, MistakeLog mistakes)
    {
        while (true)
        {
            json.Read();
            if (json.TokenType != JsonTokenType.PropertyName) return null;
            var name = NameAt(ref json, out var text);
            var at = Find(name, draft.Expected);
            if (at >= 0 && !draft.IsMet(_members[at].Number))
            {
                draft.Expected = at + 1;
                json.Read();
                draft.Meet(_members[at].Number, json.At);
                return _members[at];
            }

            text ??= Encoding.UTF8.GetString(name);
            if (at >= 0)
            {
                draft.MarkDoubled(_members[at].Number);
                mistakes.Tell(JsonRules.DoubledMember, json.At, Quote.Cut(text));
            }
            else if (_derived.Contains(text)) mistakes.Tell(JsonRules.DerivedMember, json.At, text);
            else TellUnknown(json.At, text, draft, mistakes);
            json.Reader.Skip();
        }
    }

    /// <summary>The name of a member: what is written, where that holds half of a surrogate pair or is far too
    /// long.</summary>
    /// <param name="json">At the name.</param>
    /// <param name="text">The name as a string, where one had to be made.</param>
    public static ReadOnlySpan<byte> NameAt(ref JsonCursor json, out string? text)
    {
        text = null;
        var written = json.Reader.ValueSpan;
        if (!json.Reader.ValueIsEscaped || written.Length > JsonValues.LongestEscape * SizeLimits.Entry) return written;
        try
        {
            text = json.Reader.GetString()!;
            return Encoding.UTF8.GetBytes(text);
        }
        catch (InvalidOperationException)
        {
            return written;
        }
    }

    private int Find(ReadOnlySpan<byte> name, int expected)
    {
        for (var tried = 0; tried < _names.Length; tried++, expected++)
        {
            if (expected >= _names.Length) expected = 0;
            if (name.SequenceEqual(_names[expected])) return expected;
        }

        return -1;
    }

    private void TellUnknown(int at, string name, Draft draft, MistakeLog mistakes)
    {
        var meant = Suggestion.Nearest(name, _texts);
        mistakes.Tell(JsonRules.UnknownMember, at, Quote.Cut(name), "", meant is null ? null : () => $"; did you mean '{meant}'?",
            $"; expected one of {string.Join(", ", _texts)}");

        // What was meant is not missing as well.
        if (meant is not null) draft.MarkTold(_members[Array.IndexOf(_texts, meant)].Number);
    }

    private static MemberKind KindOf(FieldDescriptor field) => field switch
    {
        { IsRepeated: true } => MemberKind.Nested,
        { FieldType: FieldType.String } => MemberKind.Text,
        { FieldType: FieldType.Enum } => MemberKind.Enum,
        { FieldType: FieldType.Bool } => MemberKind.Bool,
        { FieldType: FieldType.Double } => MemberKind.Double,
        { FieldType: FieldType.Int32, HasPresence: true } => MemberKind.GivenInteger,
        { FieldType: FieldType.Int32 } => MemberKind.Integer,
        _ => MemberKind.Nested,
    };
}

/// <summary>A member.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Enum">Of an enum value, the enum.</param>
internal sealed record Member(int Number, MemberKind Kind, JsonEnum? Enum);

/// <summary>What a member holds.</summary>
internal enum MemberKind
{
    /// <summary>A list or an object, which whoever knows the member reads and encodes.</summary>
    Nested,
    Text,
    Enum,
    Bool,
    Double,
    Integer,

    /// <summary>A whole number that may be 0 and is told from none.</summary>
    GivenInteger,
}
