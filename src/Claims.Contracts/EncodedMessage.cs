using System.Buffers;

namespace Claims.V1;

/// <summary>
/// An encoded message in pieces, each a view of memory that stays as it is. Not thread-safe while pieces are added.
/// </summary>
internal sealed class EncodedMessage
{
    // So much a writer has room for in one piece; asked for more, it might have to make room.
    private const int FewBytes = 2048;

    private ReadOnlyMemory<byte>[] _pieces;
    private int _count;

    /// <param name="capacity">How many pieces there will be; more are taken too.</param>
    public EncodedMessage(int capacity) => _pieces = new ReadOnlyMemory<byte>[capacity];

    /// <summary>How many bytes the pieces have together.</summary>
    public int Size { get; private set; }

    /// <summary>Adds the next piece.</summary>
    public void Add(ReadOnlyMemory<byte> piece)
    {
        if (_count == _pieces.Length) Array.Resize(ref _pieces, Math.Max(_count * 2, 1));
        _pieces[_count++] = piece;
        Size += piece.Length;
    }

    /// <summary>Copies the pieces to one place, one behind the other.</summary>
    public void CopyTo(Span<byte> bytes)
    {
        foreach (var piece in _pieces.AsSpan(0, _count))
        {
            piece.Span.CopyTo(bytes);
            bytes = bytes[piece.Length..];
        }
    }

    /// <summary>Copies the pieces out, one behind the other.</summary>
    public void WriteTo(IBufferWriter<byte> writer)
    {
        if (Size <= FewBytes)
        {
            CopyTo(writer.GetSpan(Size));
            writer.Advance(Size);
            return;
        }

        foreach (var piece in _pieces.AsSpan(0, _count)) writer.Write(piece.Span);
    }
}
