using System.Buffers.Binary;
using System.Numerics;
using Claims.Catalog.Building;

namespace Claims.Curated;

/// <summary>
/// A growing buffer into which protobuf fields are written: what is empty, false or zero is left out, as proto3 does
/// for fields without presence. Kept and cleared rather than made anew. What does not fit in is dropped: who writes
/// more than may be served finds it full. Not thread-safe.
/// </summary>
internal sealed class EncodingBuffer
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int LengthDelimited = 2;

    private byte[] _bytes = new byte[1024];

    /// <summary>The bytes it has room for: more than may be served, so that mostly it can be told how many there
    /// are.</summary>
    public const int Most = 4 * SizeLimits.Entry;

    /// <summary>How many bytes are written.</summary>
    public int Length { get; private set; }

    /// <summary>What is written, until the next write.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Whether something did not fit in, so that what is written is of no use.</summary>
    public bool IsFull { get; private set; }

    /// <summary>How many bytes are written, or <see cref="Most"/> where there would be more.</summary>
    public int Size => IsFull ? Most : Length;

    public void Clear()
    {
        Length = 0;
        IsFull = false;
    }

    /// <summary>Says that something did not fit in.</summary>
    public void Fill() => IsFull = true;

    /// <summary>Writes what is encoded already.</summary>
    public void Write(ReadOnlySpan<byte> encoding)
    {
        if (!HasRoom(encoding.Length)) return;
        encoding.CopyTo(Reserve(encoding.Length));
        Length += encoding.Length;
    }

    /// <summary>Writes what another buffer holds.</summary>
    public void Write(EncodingBuffer other)
    {
        Write(other.Written);
        IsFull |= other.IsFull;
    }

    /// <summary>Writes a text, in UTF-8, where it is not empty.</summary>
    public void WriteText(int field, ReadOnlySpan<byte> text)
    {
        if (text.Length > 0) WriteItem(field, text);
    }

    /// <summary>Writes an item of a list of texts, or of messages that are encoded already.</summary>
    public void WriteItem(int field, ReadOnlySpan<byte> item)
    {
        WriteVarint(Tag(field, LengthDelimited));
        WriteVarint((uint)item.Length);
        Write(item);
    }

    /// <summary>Writes an enum value or a number that is not negative, where it is not zero.</summary>
    public void WriteNumber(int field, int number)
    {
        if (number != 0) WriteGivenNumber(field, number);
    }

    /// <summary>Writes a number that is not negative, of a field with presence.</summary>
    public void WriteGivenNumber(int field, int number)
    {
        WriteVarint(Tag(field, Varint));
        WriteVarint((uint)number);
    }

    /// <summary>Writes a bool where it is true.</summary>
    public void WriteTrue(int field, bool value) => WriteNumber(field, value ? 1 : 0);

    /// <summary>Writes a double of a field with presence.</summary>
    public void WriteGivenDouble(int field, double number)
    {
        WriteVarint(Tag(field, Fixed64));
        if (!HasRoom(sizeof(double))) return;
        BinaryPrimitives.WriteDoubleLittleEndian(Reserve(sizeof(double)), number);
        Length += sizeof(double);
    }

    /// <summary>Writes a moment as a <see cref="Google.Protobuf.WellKnownTypes.Timestamp"/>.</summary>
    public void WriteMoment(int field, Moment moment)
    {
        var start = Begin(field);
        if (moment.Second != 0)
        {
            WriteVarint(Tag(Google.Protobuf.WellKnownTypes.Timestamp.SecondsFieldNumber, Varint));
            WriteVarint((ulong)moment.Second);
        }

        WriteNumber(Google.Protobuf.WellKnownTypes.Timestamp.NanosFieldNumber, moment.Nanosecond);
        End(start);
    }

    /// <summary>Begins a message: what is written until <see cref="End"/> is in it.</summary>
    /// <returns>What to end it with.</returns>
    public int Begin(int field)
    {
        WriteVarint(Tag(field, LengthDelimited));
        if (!HasRoom(1)) return Length;
        Reserve(1);
        return ++Length;
    }

    /// <summary>Ends a message.</summary>
    public void End(int start)
    {
        if (IsFull) return;

        // One byte was left for the length: mostly it is enough, and else what is behind it moves.
        var length = Length - start;
        var more = SizeOfVarint((uint)length) - 1;
        if (more > 0)
        {
            Reserve(more);
            _bytes.AsSpan(start, length).CopyTo(_bytes.AsSpan(start + more));
        }

        Length = start - 1;
        WriteVarint((uint)length);
        Length += length;
    }

    private bool HasRoom(int count)
    {
        if (Length + count <= Most) return true;
        IsFull = true;
        return false;
    }

    private static uint Tag(int field, int wireType) => (uint)(field << 3 | wireType);

    private static int SizeOfVarint(uint value) => (BitOperations.Log2(value | 1) + 7) / 7;

    private void WriteVarint(ulong value)
    {
        if (!HasRoom(10)) return;
        var to = Reserve(10);
        var length = 0;
        for (; value >= 0x80; value >>= 7) to[length++] = (byte)(value | 0x80);
        to[length++] = (byte)value;
        Length += length;
    }

    private Span<byte> Reserve(int count)
    {
        if (_bytes.Length - Length < count) Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, Length + count));
        return _bytes.AsSpan(Length);
    }
}
