using System.Buffers;
using Claims.Catalog;
using Google.Protobuf;

namespace Claims.Server.Rpc;

/// <summary>
/// An answer as it goes over the wire: claims, copied from the catalog where they are written, and bytes between them. Not
/// thread-safe.
/// </summary>
/// <param name="claims">Where the claims are; null where it has none.</param>
/// <param name="capacity">How many items there will be; more are taken too.</param>
internal sealed class EncodedMessage(EncodedClaims? claims, int capacity)
{
    private const int BytesPerItem = 8;

    // Of field 1, a message: what claims are in every response that has several, and search results in theirs.
    private const byte ClaimTag = 0x0A;

    private Item[] _items = new Item[capacity];
    private int _count;
    private readonly List<byte[]> _bytes = new(1);

    // What was written: so many items, and so many bytes of the next.
    private int _written;
    private int _writtenOfNext;

    /// <summary>How many bytes it has.</summary>
    public int Size { get; private set; }

    /// <summary>How many bytes of memory it takes until it is written.</summary>
    public int KeptBytes { get; private set; } = BytesPerItem * capacity;

    /// <summary>How long the longest of its claims is, which the transport gets as a whole.</summary>
    public int LongestClaim { get; private set; }

    /// <summary>How many bytes are to be written at a time, about; a claim is written as a whole.</summary>
    public int PieceBytes { get; set; } = int.MaxValue;

    /// <summary>Whether nothing was written yet.</summary>
    public bool IsUnwritten => _written == 0 && _writtenOfNext == 0;

    /// <summary>Whether there is more to write.</summary>
    public bool HasMore => _written < _count;

    /// <summary>A message of which nothing is encoded yet.</summary>
    public static EncodedMessage Of(IMessage message)
    {
        var encoded = new EncodedMessage(null, 1);
        encoded.Add(message.ToByteArray());
        return encoded;
    }

    /// <summary>Adds bytes, which stay as they are.</summary>
    public void Add(byte[] bytes)
    {
        Add(new Item(ItemKind.Bytes, _bytes.Count, bytes.Length));
        _bytes.Add(bytes);
        Size += bytes.Length;
        KeptBytes += bytes.Length;
    }

    /// <summary>Adds all fields of a claim.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="size">How long its encoding is; it is told, since most callers have asked already.</param>
    public void AddClaim(int claim, int size)
    {
        Add(new Item(ItemKind.Claim, claim, size));
        Size += size;
    }

    /// <summary>Adds a claim, of so many bytes, as a repeated field 1.</summary>
    public void AddFramedClaim(int claim, int size)
    {
        Add(new Item(ItemKind.FramedClaim, claim, size));
        Size += FramedSize(size);
    }

    /// <summary>How long a message is as a repeated field 1.</summary>
    /// <param name="size">How long its own encoding is.</param>
    public static int FramedSize(int size) => 1 + CodedOutputStream.ComputeLengthSize(size) + size;

    /// <summary>Adds the tag and the length of a repeated field 1.</summary>
    public void AddFrame(int length)
    {
        var frame = new byte[FramedSize(length) - length];
        WriteFrame(frame, length);
        Add(frame);
    }

    /// <summary>All of it, whatever was written.</summary>
    public byte[] ToByteArray()
    {
        var whole = (EncodedMessage)MemberwiseClone();
        (whole._written, whole._writtenOfNext, whole.PieceBytes) = (0, 0, int.MaxValue);
        var writer = new ArrayBufferWriter<byte>(Math.Max(Size, 1));
        whole.WriteNext(writer);
        return writer.WrittenSpan.ToArray();
    }

    /// <summary>Writes what comes next, <see cref="PieceBytes"/> of it.</summary>
    public void WriteNext(IBufferWriter<byte> writer)
    {
        var bytes = PieceBytes;
        for (; _written < _count && bytes > 0; _written++)
        {
            var item = _items[_written];
            if (item.Kind == ItemKind.Bytes)
            {
                var next = _bytes[item.Number].AsSpan(_writtenOfNext);
                next = next[..Math.Min(next.Length, bytes)];
                writer.Write(next);
                bytes -= next.Length;
                _writtenOfNext += next.Length;
                if (_writtenOfNext < item.Size) return;
                _writtenOfNext = 0;
                continue;
            }

            var isFramed = item.Kind == ItemKind.FramedClaim;
            var frame = isFramed ? FramedSize(item.Size) - item.Size : 0;
            var span = writer.GetSpan(frame + item.Size);
            if (isFramed) WriteFrame(span, item.Size);
            claims!.CopyTo(item.Number, span[frame..]);
            writer.Advance(frame + item.Size);
            bytes -= frame + item.Size;
        }
    }

    private void Add(Item item)
    {
        if (_count == _items.Length)
        {
            Array.Resize(ref _items, Math.Max(_count * 2, 1));
            KeptBytes += BytesPerItem * (_items.Length - _count);
        }

        if (item.Kind != ItemKind.Bytes) LongestClaim = Math.Max(LongestClaim, item.Size);
        _items[_count++] = item;
    }

    private static void WriteFrame(Span<byte> bytes, int length)
    {
        bytes[0] = ClaimTag;
        var at = 1;
        var rest = (uint)length;
        for (; rest >= 0x80; rest >>= 7) bytes[at++] = (byte)(rest | 0x80);
        bytes[at] = (byte)rest;
    }

    private enum ItemKind
    {
        FramedClaim,
        Claim,
        Bytes,
    }

    // In eight bytes, since a page that waits to be written keeps a thousand. The number is a claim's, or one among the
    // bytes; there are far fewer of both than 30 bits count.
    private readonly struct Item(ItemKind kind, int number, int size)
    {
        private const int NumberBits = 30;

        private readonly uint _kindAndNumber = ((uint)kind << NumberBits) | (uint)number;

        public ItemKind Kind => (ItemKind)(_kindAndNumber >> NumberBits);

        public int Number => (int)(_kindAndNumber & ((1u << NumberBits) - 1));

        public int Size => size;
    }
}
