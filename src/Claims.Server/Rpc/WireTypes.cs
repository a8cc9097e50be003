using System.Buffers;
using Google.Protobuf.Reflection;

namespace Claims.Server.Rpc;

/// <summary>
/// Finds fields whose wire type is none, in an encoded request and in all messages within. A parser that passes over what is
/// unknown passes over these too, and takes their values for fields.
/// </summary>
internal static class WireTypes
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Delimited = 2;
    private const int StartGroup = 3;
    private const int EndGroup = 4;
    private const int Fixed32 = 5;

    // What is deeper is no request, and its parser says so.
    private const int MaximumDepth = 100;

    /// <summary>Whether every field has one, as far as the request is well-formed otherwise.</summary>
    public static bool AreKnown(in ReadOnlySequence<byte> request, MessageDescriptor type) =>
        AreKnown(request.IsSingleSegment ? request.FirstSpan : request.ToArray(), type, 0);

    private static bool AreKnown(ReadOnlySpan<byte> message, MessageDescriptor type, int depth)
    {
        // In a group, which no request has, a number stands for another field.
        var groups = 0;
        while (FilterCount.TryReadVarint(ref message, out var tag))
        {
            var length = 0UL;
            switch (tag & 7)
            {
                case Varint when FilterCount.TryReadVarint(ref message, out _):
                    continue;
                case Fixed64:
                    length = sizeof(ulong);
                    break;
                case Delimited when FilterCount.TryReadVarint(ref message, out length):
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
                    return (tag & 7) <= Fixed32;
            }

            if (length > (ulong)message.Length) return true;
            if ((tag & 7) == Delimited && groups == 0 && depth < MaximumDepth
                && type.FindFieldByNumber((int)(tag >> 3)) is { FieldType: FieldType.Message } field
                && !AreKnown(message[..(int)length], field.MessageType, depth + 1))
            {
                return false;
            }

            message = message[(int)length..];
        }

        return true;
    }
}
