using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Claims.Catalog;

/// <summary>
/// Writes encoded messages as JSON, in proto3's mapping with the canonical form of RFC 8785: members in the order of their names,
/// no white space, the shortest texts and numbers. What is not on the wire is left out. Only of types that claims are made of. It
/// trusts the encoding, which is our own: fields in the order of their numbers. One million claims have several gigabytes of it,
/// which is why it makes no message of them.
/// </summary>
internal static class CanonicalJson
{
    private static readonly ConcurrentDictionary<MessageDescriptor, Member[]> _members = [];

    private static readonly SearchValues<byte> _escaped =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (byte)c), (byte)'"', (byte)'\\']);

    /// <summary>Writes a message as an object.</summary>
    /// <param name="message">The message, encoded.</param>
    /// <param name="descriptor">What it is.</param>
    /// <param name="to">Where to, in UTF-8.</param>
    public static void Write(ReadOnlySpan<byte> message, MessageDescriptor descriptor, IBufferWriter<byte> to) =>
        Write(message, MembersOf(descriptor), to);

    /// <summary>The number as ECMAScript writes it, which is how RFC 8785 does.</summary>
    public static string NumberText(double number)
    {
        if (number == 0) return "0";

        // The shortest digits that are read as the same number, without trailing zeros, and where the point is among them.
        var text = Math.Abs(number).ToString("E16", CultureInfo.InvariantCulture);
        for (var digits = 0; digits <= 16; digits++)
        {
            text = Math.Abs(number).ToString($"E{digits}", CultureInfo.InvariantCulture);
            if (double.Parse(text, CultureInfo.InvariantCulture) == Math.Abs(number)) break;
        }

        var at = text.IndexOf('E', StringComparison.Ordinal);
        var significant = text[..at].Replace(".", "", StringComparison.Ordinal);
        var point = int.Parse(text.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) + 1;
        var sign = number < 0 ? "-" : "";
        return point switch
        {
            > 21 or < -5 => $"{sign}{significant[0]}{(significant.Length > 1 ? "." : "")}{significant[1..]}e{(point > 0 ? "+" : "")}{point - 1}",
            <= 0 => $"{sign}0.{new string('0', -point)}{significant}",
            _ when significant.Length <= point => $"{sign}{significant}{new string('0', point - significant.Length)}",
            _ => $"{sign}{significant[..point]}.{significant[point..]}",
        };
    }

    private static void Write(ReadOnlySpan<byte> message, Member[] members, IBufferWriter<byte> to)
    {
        // Where the first field of each number is, one more, so that none is 0.
        Span<int> starts = stackalloc int[32];
        starts.Clear();
        var reader = new WireReader(message);
        while (reader.Read())
        {
            if (starts[reader.Field] == 0) starts[reader.Field] = reader.FieldStart + 1;
        }

        var separator = "{"u8;
        foreach (var member in members)
        {
            if (starts[member.Number] == 0) continue;
            to.Write(separator);
            separator = ","u8;
            to.Write(member.Key);
            Write(message[(starts[member.Number] - 1)..], member, to);
        }

        to.Write(separator[0] == '{' ? "{}"u8 : "}"u8);
    }

    // One field, or all of a list's, which stand together.
    private static void Write(ReadOnlySpan<byte> fields, Member member, IBufferWriter<byte> to)
    {
        var reader = new WireReader(fields);
        reader.Read();
        if (!member.IsList)
        {
            WriteValue(reader, member, to);
            return;
        }

        var separator = "["u8;
        do
        {
            to.Write(separator);
            separator = ","u8;
            WriteValue(reader, member, to);
        }
        while (reader.Read() && reader.Field == member.Number);
        to.Write("]"u8);
    }

    private static void WriteValue(WireReader reader, Member member, IBufferWriter<byte> to)
    {
        switch (member.Type)
        {
            case FieldType.String:
                WriteText(reader.Bytes, to);
                break;
            case FieldType.Bool:
                to.Write(reader.Number == 0 ? "false"u8 : "true"u8);
                break;
            case FieldType.Int32:
                WriteAscii((int)reader.Number, to);
                break;
            case FieldType.Double:
                to.Write(Encoding.UTF8.GetBytes(NumberText(BitConverter.UInt64BitsToDouble(reader.Number))));
                break;
            case FieldType.Enum:
                to.Write(member.Names[(int)reader.Number]);
                break;
            case FieldType.Message when member.IsTime:
                WriteTime(reader.Bytes, to);
                break;
            case FieldType.Message:
                Write(reader.Bytes, member.Members, to);
                break;
            default:
                throw new NotSupportedException($"No claim has a field of type {member.Type}.");
        }
    }

    private static void WriteAscii(int number, IBufferWriter<byte> to)
    {
        var span = to.GetSpan(16);
        number.TryFormat(span, out var length, default, CultureInfo.InvariantCulture);
        to.Advance(length);
    }

    private static void WriteTime(ReadOnlySpan<byte> time, IBufferWriter<byte> to)
    {
        var (seconds, nanos) = (0L, 0);
        var reader = new WireReader(time);
        while (reader.Read())
        {
            if (reader.Field == Timestamp.SecondsFieldNumber) seconds = (long)reader.Number;
            if (reader.Field == Timestamp.NanosFieldNumber) nanos = (int)reader.Number;
        }

        // With 0, 3, 6 or 9 digits behind the point, whichever is enough.
        var span = to.GetSpan(40);
        DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime.TryFormat(
            span, out var length, "'\"'yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        if (nanos != 0)
        {
            span[length++] = (byte)'.';
            var digits = nanos % 1000 != 0 ? 9 : nanos % 1_000_000 != 0 ? 6 : 3;
            (nanos / (digits == 9 ? 1 : digits == 6 ? 1000 : 1_000_000)).TryFormat(
                span[length..], out var written, digits == 9 ? "D9" : digits == 6 ? "D6" : "D3", CultureInfo.InvariantCulture);
            length += written;
        }

        "Z\""u8.CopyTo(span[length..]);
        to.Advance(length + 2);
    }

    private static void WriteText(ReadOnlySpan<byte> text, IBufferWriter<byte> to)
    {
        to.Write("\""u8);
        while (text.IndexOfAny(_escaped) is >= 0 and var at)
        {
            to.Write(text[..at]);
            WriteEscaped(text[at], to);
            text = text[(at + 1)..];
        }

        to.Write(text);
        to.Write("\""u8);
    }

    private static void WriteEscaped(byte c, IBufferWriter<byte> to) => to.Write(c switch
    {
        (byte)'"' => "\\\""u8,
        (byte)'\\' => "\\\\"u8,
        (byte)'\b' => "\\b"u8,
        (byte)'\t' => "\\t"u8,
        (byte)'\n' => "\\n"u8,
        (byte)'\f' => "\\f"u8,
        (byte)'\r' => "\\r"u8,
        _ => Encoding.UTF8.GetBytes($"\\u{c:x4}"),
    });

    private static Member[] MembersOf(MessageDescriptor descriptor) => _members.TryGetValue(descriptor, out var members)
        ? members
        : _members[descriptor] = [.. descriptor.Fields.InFieldNumberOrder()
            .OrderBy(field => field.JsonName, StringComparer.Ordinal).Select(field => new Member(field))];

    private sealed class Member(FieldDescriptor descriptor)
    {
        private Member[]? _nested;

        public int Number { get; } = descriptor.FieldNumber;

        public FieldType Type { get; } = descriptor.FieldType;

        public bool IsList { get; } = descriptor.IsRepeated;

        public byte[] Key { get; } = Encoding.UTF8.GetBytes($"\"{descriptor.JsonName}\":");

        /// <summary>The members of a message.</summary>
        public Member[] Members => _nested ??= MembersOf(descriptor.MessageType);

        public bool IsTime { get; } = descriptor.FieldType == FieldType.Message && descriptor.MessageType == Timestamp.Descriptor;

        /// <summary>The quoted names of an enum's values, by number; these are few.</summary>
        public byte[][] Names { get; } = descriptor.FieldType != FieldType.Enum ? [] :
            [.. descriptor.EnumType.Values.OrderBy(value => value.Number).Select(value => Encoding.UTF8.GetBytes($"\"{value.Name}\""))];
    }
}
