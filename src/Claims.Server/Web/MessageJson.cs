using System.Globalization;
using System.Text.Json;
using Claims.Catalog;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Claims.Server.Web;

/// <summary>
/// Writes messages of one type as protobuf's JSON (protobuf.dev/programming-guides/json), straight from their encoding: to
/// make objects of claims first takes ten times as long. What is in the encoding is written, in its order, which is that of
/// field numbers; default values are not in it. Thread-safe.
/// </summary>
/// <remarks>
/// The encoding is one that this program made: each field stands in one place, and a message is not in parts. Of types that
/// have a JSON of their own it knows the time only: no other is in an answer.
/// </remarks>
internal sealed class MessageJson
{
    private static readonly Dictionary<MessageDescriptor, MessageJson> _known = [];

    private readonly bool _isTime;

    // By number, which are small here.
    private readonly Field?[] _fields;

    private MessageJson(MessageDescriptor type)
    {
        _known[type] = this;
        _isTime = type == Timestamp.Descriptor;
        _fields = new Field?[type.Fields.InDeclarationOrder().Max(field => (int?)field.FieldNumber) + 1 ?? 0];
        if (_isTime) return;
        foreach (var field in type.Fields.InDeclarationOrder()) _fields[field.FieldNumber] = new(field);
    }

    /// <summary>The writer of a type.</summary>
    public static MessageJson Of(MessageDescriptor type)
    {
        lock (_known)
        {
            return OfLocked(type);
        }
    }

    /// <summary>Writes a message.</summary>
    public void Write(ReadOnlySpan<byte> encoding, Utf8JsonWriter json)
    {
        if (_isTime)
        {
            json.WriteStringValue(TextOfTime(encoding));
            return;
        }

        json.WriteStartObject();
        var list = 0;
        WriteFields(encoding, json, ref list);
        EndList(json, ref list);
        json.WriteEndObject();
    }

    /// <summary>Writes fields without the braces around them.</summary>
    /// <param name="encoding">The encoding of the fields, each whole.</param>
    /// <param name="json">Where they go.</param>
    /// <param name="list">The number of the repeated field that is being written, which goes on; 0 for none.</param>
    public void WriteFields(ReadOnlySpan<byte> encoding, Utf8JsonWriter json, ref int list)
    {
        for (var reader = new WireReader(encoding); reader.Read();)
        {
            var field = _fields[reader.Field]!;
            if (list != reader.Field)
            {
                EndList(json, ref list);
                json.WritePropertyName(field.Name);
                if (field.IsRepeated)
                {
                    json.WriteStartArray();
                    list = reader.Field;
                }
            }

            field.Write(reader, json);
        }
    }

    /// <summary>Ends the repeated field that is being written.</summary>
    public static void EndList(Utf8JsonWriter json, ref int list)
    {
        if (list != 0) json.WriteEndArray();
        list = 0;
    }

    private static MessageJson OfLocked(MessageDescriptor type) =>
        _known.TryGetValue(type, out var known) ? known : new(type);

    private static string TextOfTime(ReadOnlySpan<byte> encoding)
    {
        var time = Timestamp.Parser.ParseFrom(encoding);

        // As protobuf has it: no fraction, or one of 3, 6 or 9 digits.
        var format = time.Nanos == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'"
            : time.Nanos % 1_000_000 == 0 ? "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"
            : time.Nanos % 1000 == 0 ? "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'"
            : "yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'";
        return time.ToDateTime().ToString(format, CultureInfo.InvariantCulture);
    }

    private sealed class Field
    {
        private readonly FieldType _type;
        private readonly MessageJson? _message;
        private readonly JsonEncodedText[] _enumNames = [];

        public Field(FieldDescriptor field)
        {
            Name = JsonEncodedText.Encode(field.JsonName);
            IsRepeated = field.IsRepeated;
            _type = field.FieldType;
            switch (_type)
            {
                case FieldType.Message:
                    _message = OfLocked(field.MessageType);
                    break;
                case FieldType.Enum:
                    _enumNames = [.. field.EnumType.Values.OrderBy(value => value.Number).Select((value, i) =>
                        value.Number == i ? JsonEncodedText.Encode(value.Name) : throw Unknown(field))];
                    break;
                case FieldType.String or FieldType.Bool or FieldType.Int32 or FieldType.Double:
                    break;
                default:
                    throw Unknown(field);
            }
        }

        public JsonEncodedText Name { get; }

        public bool IsRepeated { get; }

        public void Write(in WireReader read, Utf8JsonWriter json)
        {
            switch (_type)
            {
                case FieldType.Message:
                    _message!.Write(read.Bytes, json);
                    break;
                case FieldType.String:
                    json.WriteStringValue(read.Bytes);
                    break;
                case FieldType.Double:
                    json.WriteNumberValue(BitConverter.UInt64BitsToDouble(read.Number));
                    break;
                case FieldType.Bool:
                    json.WriteBooleanValue(read.Number != 0);
                    break;
                default:
                    if (!IsRepeated) WriteNumber((int)read.Number, json);

                    // Numbers of one field stand side by side.
                    else for (var at = 0; at < read.Bytes.Length;) WriteNumber(WireReader.LengthAt(read.Bytes, ref at), json);
                    break;
            }
        }

        private void WriteNumber(int number, Utf8JsonWriter json)
        {
            if (number >= 0 && number < _enumNames.Length) json.WriteStringValue(_enumNames[number]);
            else json.WriteNumberValue(number);
        }

        private static NotSupportedException Unknown(FieldDescriptor field) =>
            new($"{field.FullName} has a type that no JSON is known for here.");
    }
}
