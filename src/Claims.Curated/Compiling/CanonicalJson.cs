using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Claims.Catalog;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Claims.Curated;

/// <summary>
/// Writes encoded messages as JSON, in proto3's mapping with the canonical form of RFC 8785: members in the order of their names,
/// no white space, the shortest texts and numbers. What is not on the wire is left out. Only of types that claims are made of. It
/// trusts the encoding, which is our own: fields in the order of their numbers. One million claims have two gigabytes of it, which
/// is why it makes no message of them. Kept for the next message, and the next. Not thread-safe.
/// </summary>
internal sealed class CanonicalJson
{
    private static readonly ConcurrentDictionary<MessageDescriptor, Member[]> _members = [];

    private static readonly SearchValues<byte> _escaped =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (byte)c), (byte)'"', (byte)'\\']);

    private byte[] _bytes = new byte[4096];
    private int _length;

    /// <summary>A message as an object in UTF-8, until the next is asked for.</summary>
    /// <param name="message">The message, encoded.</param>
    /// <param name="descriptor">What it is.</param>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> message, MessageDescriptor descriptor)
    {
        _length = 0;
        Write(message, MembersOf(descriptor));
        return _bytes.AsSpan(0, _length);
    }

    /// <summary>The number as ECMAScript writes it, which is how RFC 8785 does.</summary>
    public static string NumberText(double number)
    {
        // Most are whole, and not large.
        if (Math.Abs(number) < 1e15 && number == Math.Truncate(number)) return ((long)number).ToString(CultureInfo.InvariantCulture);

        // The fewest digits that are read as the same number, and where the point is among them.
        var text = "";
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
            > 21 or < -5 => $"{sign}{significant[0]}{(significant.Length > 1 ? "." : "")}{significant[1..]}e"
                + $"{(point > 0 ? "+" : "")}{point - 1}",
            <= 0 => $"{sign}0.{new string('0', -point)}{significant}",
            _ when significant.Length <= point => $"{sign}{significant}{new string('0', point - significant.Length)}",
            _ => $"{sign}{significant[..point]}.{significant[point..]}",
        };
    }

    private void Write(ReadOnlySpan<byte> message, Member[] members)
    {
        // Where the first field of each number is, one more, so that none is 0.
        Span<int> starts = stackalloc int[32];
        starts.Clear();
        var reader = new WireReader(message);
        while (reader.Read())
        {
            if (starts[reader.Field] == 0) starts[reader.Field] = reader.FieldStart + 1;
        }

        var first = _length;
        Append("{"u8);
        foreach (var member in members)
        {
            if (starts[member.Number] == 0) continue;
            Append(_length == first + 1 ? member.Key.AsSpan(1) : member.Key);
            Write(message[(starts[member.Number] - 1)..], member);
        }

        Append("}"u8);
    }

    // One field, or all of a list's, which stand together.
    private void Write(ReadOnlySpan<byte> fields, Member member)
    {
        var reader = new WireReader(fields);
        reader.Read();
        if (!member.IsList)
        {
            WriteValue(reader, member);
            return;
        }

        var separator = "["u8;
        do
        {
            Append(separator);
            separator = ","u8;
            WriteValue(reader, member);
        }
        while (reader.Read() && reader.Field == member.Number);
        Append("]"u8);
    }

    private void WriteValue(WireReader reader, Member member)
    {
        switch (member.Type)
        {
            case FieldType.String:
                WriteText(reader.Bytes);
                break;
            case FieldType.Bool:
                Append(reader.Number == 0 ? "false"u8 : "true"u8);
                break;
            case FieldType.Int32:
                WriteNumber((int)reader.Number);
                break;
            case FieldType.Double:
                Append(Encoding.UTF8.GetBytes(NumberText(BitConverter.UInt64BitsToDouble(reader.Number))));
                break;
            case FieldType.Enum:
                Append(member.Names[(int)reader.Number]);
                break;
            case FieldType.Message when member.IsTime:
                WriteTime(reader.Bytes);
                break;
            case FieldType.Message:
                Write(reader.Bytes, member.Members);
                break;
            default:
                throw new NotSupportedException($"No claim has a field of type {member.Type}.");
        }
    }

    private void WriteNumber(int number)
    {
        number.TryFormat(Reserve(16), out var length, default, CultureInfo.InvariantCulture);
        _length += length;
    }

    private void WriteTime(ReadOnlySpan<byte> time)
    {
        var (seconds, nanos) = (0L, 0);
        var reader = new WireReader(time);
        while (reader.Read())
        {
            if (reader.Field == Timestamp.SecondsFieldNumber) seconds = (long)reader.Number;
            if (reader.Field == Timestamp.NanosFieldNumber) nanos = (int)reader.Number;
        }

        var moment = DateTime.UnixEpoch.AddSeconds(seconds);
        Append("\""u8);
        WriteDigits(moment.Year, 4);
        Append("-"u8);
        WriteDigits(moment.Month, 2);
        Append("-"u8);
        WriteDigits(moment.Day, 2);
        Append("T"u8);
        WriteDigits(moment.Hour, 2);
        Append(":"u8);
        WriteDigits(moment.Minute, 2);
        Append(":"u8);
        WriteDigits(moment.Second, 2);
        if (nanos != 0)
        {
            // 3, 6 or 9 digits behind the point, whichever is enough.
            Append("."u8);
            if (nanos % 1_000_000 == 0) WriteDigits(nanos / 1_000_000, 3);
            else if (nanos % 1000 == 0) WriteDigits(nanos / 1000, 6);
            else WriteDigits(nanos, 9);
        }

        Append("Z\""u8);
    }

    private void WriteDigits(int number, int digits)
    {
        var to = Reserve(digits);
        for (var i = digits - 1; i >= 0; i--, number /= 10) to[i] = (byte)('0' + (number % 10));
        _length += digits;
    }

    private void WriteText(ReadOnlySpan<byte> text)
    {
        Append("\""u8);
        while (text.IndexOfAny(_escaped) is >= 0 and var at)
        {
            Append(text[..at]);
            WriteEscaped(text[at]);
            text = text[(at + 1)..];
        }

        Append(text);
        Append("\""u8);
    }

    private void WriteEscaped(byte c) => Append(c switch
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

    private void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        _length += bytes.Length;
    }

    private Span<byte> Reserve(int count)
    {
        if (_length + count > _bytes.Length) Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _length + count));
        return _bytes.AsSpan(_length);
    }

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

        /// <summary>Its name, between a comma and a colon.</summary>
        public byte[] Key { get; } = Encoding.UTF8.GetBytes($",\"{descriptor.JsonName}\":");

        /// <summary>The members of a message.</summary>
        public Member[] Members => _nested ??= MembersOf(descriptor.MessageType);

        public bool IsTime { get; } = descriptor.FieldType == FieldType.Message && descriptor.MessageType == Timestamp.Descriptor;

        /// <summary>The quoted names of an enum's values, by number; these are few.</summary>
        public byte[][] Names { get; } = descriptor.FieldType != FieldType.Enum ? [] :
            [.. descriptor.EnumType.Values.OrderBy(value => value.Number).Select(value => Encoding.UTF8.GetBytes($"\"{value.Name}\""))];
    }
}
