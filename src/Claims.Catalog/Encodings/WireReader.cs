using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Claims.Catalog;

/// <summary>
/// Walks the fields of one encoded protobuf message, so that a field or two can be looked at without making objects of all
/// the others. It trusts the encoding, which is our own.
/// </summary>
internal ref struct WireReader(ReadOnlySpan<byte> message)
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Delimited = 2;

    private readonly ReadOnlySpan<byte> _message = message;
    private int _at;

    /// <summary>The number of the field read last.</summary>
    public int Field { get; private set; }

    /// <summary>Its value, where it is a number, a bool or an enum's; of a double, its bits.</summary>
    public ulong Number { get; private set; }

    /// <summary>Its bytes, where it is a string or a message.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Where in the message the field read last began, tag included.</summary>
    public int FieldStart { get; private set; }

    /// <summary>Where in the message <see cref="Bytes"/> begins.</summary>
    public readonly int BytesStart => _at - Bytes.Length;

    /// <summary>Reads the next field.</summary>
    /// <returns>False at the end.</returns>
    public bool Read()
    {
        if (_at >= _message.Length) return false;
        FieldStart = _at;
        var tag = ReadVarint();
        Field = (int)(tag >> 3);
        switch ((int)(tag & 7))
        {
            case Varint:
                Number = ReadVarint();
                break;
            case Delimited:
                var length = (int)ReadVarint();
                Bytes = _message.Slice(_at, length);
                _at += length;
                break;
            case Fixed64:
                Number = BinaryPrimitives.ReadUInt64LittleEndian(_message[_at..]);
                _at += sizeof(ulong);
                break;
            default:
                _at += sizeof(uint);
                break;
        }

        return true;
    }

    /// <summary>Reads a length, behind a tag.</summary>
    /// <param name="message">What it is in.</param>
    /// <param name="at">Where it is; then, where what is so long begins.</param>
    public static int LengthAt(ReadOnlySpan<byte> message, ref int at)
    {
        var length = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = message[at++];
            length |= (next & 0x7F) << shift;
            if (next < 0x80) return length;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong ReadVarint()
    {
        ulong first = _message[_at++];
        return first < 0x80 ? first : ReadLongVarint(first & 0x7F);
    }

    private ulong ReadLongVarint(ulong value)
    {
        for (var shift = 7; ; shift += 7)
        {
            ulong next = _message[_at++];
            value |= (next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
    }
}
