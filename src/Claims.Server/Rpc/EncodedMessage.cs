using System.Buffers;
using Claims.Server.Catalog;
using Claims.V1;
using Google.Protobuf;

namespace Claims.Server.Rpc;

/// <summary>
/// A response as it goes over the wire: claims, copied from the catalog where they are written, and bytes between them.
/// Not thread-safe while it grows.
/// </summary>
/// <param name="claims">Where the claims are.</param>
/// <param name="capacity">How many items there will be; more are taken too.</param>
internal sealed class EncodedMessage(EncodedClaims claims, int capacity) : IEncodedMessage
{
    // Of field 1, a message: what claims are in every response that has several, and search results in theirs.
    private const byte ClaimTag = 0x0A;

    private Item[] _items = new Item[capacity];
    private int _count;

    /// <summary>How many bytes it has.</summary>
    public int Size { get; private set; }

    /// <summary>Adds bytes, which stay as they are.</summary>
    public void Add(byte[] bytes)
    {
        Add(new Item(bytes, 0, bytes.Length, IsFramed: false));
        Size += bytes.Length;
    }

    /// <summary>Adds all fields of a claim.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="size">How long its encoding is; it is told, since most callers have asked already.</param>
    public void AddClaim(int claim, int size)
    {
        Add(new Item(null, claim, size, IsFramed: false));
        Size += size;
    }

    /// <summary>Adds a claim, of so many bytes, as a repeated field 1.</summary>
    public void AddFramedClaim(int claim, int size)
    {
        Add(new Item(null, claim, size, IsFramed: true));
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

    /// <summary>Writes it.</summary>
    public void WriteTo(IBufferWriter<byte> writer)
    {
        foreach (var item in _items.AsSpan(0, _count))
        {
            if (item.Bytes is not null)
            {
                writer.Write(item.Bytes);
                continue;
            }

            var frame = item.IsFramed ? FramedSize(item.Size) - item.Size : 0;
            var span = writer.GetSpan(frame + item.Size);
            if (item.IsFramed) WriteFrame(span, item.Size);
            claims.CopyTo(item.Claim, span[frame..]);
            writer.Advance(frame + item.Size);
        }
    }

    private void Add(Item item)
    {
        if (_count == _items.Length) Array.Resize(ref _items, Math.Max(_count * 2, 1));
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

    // Bytes, or a claim where there are none.
    private readonly record struct Item(byte[]? Bytes, int Claim, int Size, bool IsFramed);
}
