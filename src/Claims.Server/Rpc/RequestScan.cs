using Claims.V1;
using Google.Protobuf.Reflection;

namespace Claims.Server.Rpc;

/// <summary>
/// What an encoded request holds, told without making a message of any of it: an empty filter takes two or three bytes on
/// the wire, and hundreds in memory.
/// </summary>
/// <param name="type">The type of the request.</param>
/// <param name="only">The one of its fields to look at; null for all.</param>
internal struct RequestScan(MessageDescriptor type, FieldDescriptor? only = null)
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Delimited = 2;
    private const int StartGroup = 3;
    private const int EndGroup = 4;
    private const int Fixed32 = 5;

    // What is deeper is no request, and its parser says so.
    private const int MaximumDepth = 100;

    /// <summary>How many filters it has, all those in others included.</summary>
    public int Filters { get; private set; }

    /// <summary>How many values its repeated fields have, or a few more, all those in messages included.</summary>
    public int Values { get; private set; }

    /// <summary>
    /// Whether a field's wire type is none. A parser that passes over what is unknown passes over these too, and takes
    /// their values for fields.
    /// </summary>
    public bool HasUnknownWireType { get; private set; }

    /// <summary>Looks at a request, as far as it is well-formed.</summary>
    public void Read(ReadOnlySpan<byte> request) => Read(request, type, 0);

    private void Read(ReadOnlySpan<byte> message, MessageDescriptor of, int depth)
    {
        // In a group, which no request has, a number stands for another field.
        var groups = 0;
        while (TryReadVarint(ref message, out var tag))
        {
            var field = groups == 0 ? of.FindFieldByNumber((int)(tag >> 3)) : null;
            if (depth == 0 && only is not null && field != only) field = null;
            if (field is { IsRepeated: true }) Values++;
            var length = 0UL;
            switch (tag & 7)
            {
                case Varint when TryReadVarint(ref message, out _):
                    continue;
                case Fixed64:
                    length = sizeof(ulong);
                    break;
                case Delimited when TryReadVarint(ref message, out length):
                    break;
                case StartGroup:
                    groups++;
                    continue;
                case EndGroup when groups > 0:
                    groups--;
                    continue;
                case Fixed32:
                    length = sizeof(uint);
                    break;
                default:
                    HasUnknownWireType |= (tag & 7) > Fixed32;
                    return;
            }

            if (length > (ulong)message.Length) return;
            if ((tag & 7) == Delimited && field is not null) ReadDelimited(message[..(int)length], field, depth);
            message = message[(int)length..];
        }
    }

    private void ReadDelimited(ReadOnlySpan<byte> content, FieldDescriptor field, int depth)
    {
        if (field.FieldType == FieldType.Message)
        {
            if (field.MessageType == ClaimFilter.Descriptor) Filters++;
            if (depth < MaximumDepth) Read(content, field.MessageType, depth + 1);
        }
        else if (field.IsRepeated && field.FieldType is not (FieldType.String or FieldType.Bytes))
        {
            // Packed, of one byte each at the least.
            Values += content.Length;
        }
    }

    private static bool TryReadVarint(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (var i = 0; i < Math.Min(bytes.Length, 10); i++)
        {
            value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] >= 0x80) continue;
            bytes = bytes[(i + 1)..];
            return true;
        }

        return false;
    }
}
