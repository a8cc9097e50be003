using System.Buffers;
using Claims.V1;
using Google.Protobuf.Reflection;

namespace Claims.Server.Rpc;

/// <summary>
/// How many filters an encoded request has, all those in others included, counted without making a message of any: an empty
/// one takes two or three bytes on the wire, and hundreds in memory.
/// </summary>
internal static class FilterCount
{
    // What is deeper is no request, and its parser says so.
    private const int MaximumDepth = 100;

    private static readonly int[] _filtersOfFilter = FiltersOf(ClaimFilter.Descriptor);

    /// <summary>The numbers of a message's fields that are filters.</summary>
    public static int[] FiltersOf(MessageDescriptor message) =>
    [
        .. from field in message.Fields.InFieldNumberOrder()
           where field.FieldType == FieldType.Message && field.MessageType == ClaimFilter.Descriptor
           select field.FieldNumber,
    ];

    /// <summary>Counts the filters of a request, as far as it is well-formed.</summary>
    /// <param name="request">The request.</param>
    /// <param name="fields">Which of its fields are filters.</param>
    public static int Of(in ReadOnlySequence<byte> request, int[] fields)
    {
        if (fields.Length == 0) return 0;
        return Count(request.IsSingleSegment ? request.FirstSpan : request.ToArray(), fields, 0);
    }

    private static int Count(ReadOnlySpan<byte> message, int[] fields, int depth)
    {
        var count = 0;
        while (TryReadVarint(ref message, out var tag))
        {
            var length = 0UL;
            switch (tag & 7)
            {
                case 0 when TryReadVarint(ref message, out _):
                    continue;
                case 1:
                    length = sizeof(ulong);
                    break;
                case 2 when TryReadVarint(ref message, out length):
                    break;
                case 5:
                    length = sizeof(uint);
                    break;
                default:
                    return count;
            }

            if (length > (ulong)message.Length) return count;
            if ((tag & 7) == 2 && fields.Contains((int)(tag >> 3)))
            {
                count++;
                if (depth < MaximumDepth) count += Count(message[..(int)length], _filtersOfFilter, depth + 1);
            }

            message = message[(int)length..];
        }

        return count;
    }

    /// <summary>Reads a number and goes on behind it.</summary>
    /// <returns>False where there is none.</returns>
    public static bool TryReadVarint(ref ReadOnlySpan<byte> bytes, out ulong value)
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
