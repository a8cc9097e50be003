using System.Text;

namespace Claims.Curated;

/// <summary>
/// The bytes of one file after the other, in an array that is kept and grows to the greatest. Not thread-safe.
/// </summary>
internal sealed class FileBytes
{
    /// <summary>The most bytes of a file: what is read of it is counted in numbers of 32 bits.</summary>
    public const int MaximumSize = 1 << 30;

    private byte[] _bytes = [];
    private int _start;
    private int _length;

    /// <summary>What was read, without a byte order mark. It is overwritten when the next file is read.</summary>
    public ArraySegment<byte> Read => new(_bytes, _start, _length - _start);

    /// <summary>Reads all that a file has when it is opened.</summary>
    /// <exception cref="InvalidDataException">The file is too large, of which nothing is read.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public void ReadFrom(string path)
    {
        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        var size = RandomAccess.GetLength(file);
        if (size > MaximumSize) throw new InvalidDataException($"the file has {size} bytes; the most is {MaximumSize}");
        var wanted = (int)size;

        // With room to spare, since most files are of like size.
        if (_bytes.Length < wanted) _bytes = GC.AllocateUninitializedArray<byte>(wanted + (wanted / 4));
        for (_length = 0; _length < wanted;)
        {
            var read = RandomAccess.Read(file, _bytes.AsSpan(_length, wanted - _length), _length);
            if (read == 0) throw new EndOfStreamException("it became shorter while it was read");
            _length += read;
        }

        _start = Encoding.UTF8.Preamble.Length;
        if (!_bytes.AsSpan(0, _length).StartsWith(Encoding.UTF8.Preamble)) _start = 0;
    }
}
