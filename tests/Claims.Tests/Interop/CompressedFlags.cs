using System.Collections.Concurrent;

namespace Claims.Tests.Interop;

/// <summary>
/// The compressed flag of each gRPC message in a flow of bytes. The libraries decompress without a word, so the cases
/// about compression look at the wire: every message there is a flag, a length of four bytes, and that many more.
/// </summary>
internal sealed class CompressedFlags
{
    private const int PrefixLength = 5;

    private readonly ConcurrentQueue<bool> _flags = new();
    private readonly byte[] _prefix = new byte[PrefixLength];
    private int _prefixSeen;
    private long _bodyLeft;

    /// <summary>The flags of the messages seen since the last call, oldest first.</summary>
    public bool[] Take()
    {
        var taken = new List<bool>();
        while (_flags.TryDequeue(out var flag))
            taken.Add(flag);
        return [.. taken];
    }

    /// <summary>The flag of the oldest message not taken yet.</summary>
    public bool TakeOne() =>
        _flags.TryDequeue(out var flag) ? flag : throw new InvalidOperationException("No message went by.");

    /// <summary>Sees the next bytes of the flow, cut anywhere; in order, and from one caller at a time.</summary>
    public void See(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_bodyLeft > 0)
            {
                var body = (int)Math.Min(_bodyLeft, bytes.Length);
                _bodyLeft -= body;
                bytes = bytes[body..];
                continue;
            }

            _prefix[_prefixSeen++] = bytes[0];
            bytes = bytes[1..];
            if (_prefixSeen < PrefixLength)
                continue;
            _prefixSeen = 0;
            _bodyLeft = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(_prefix.AsSpan(1));
            _flags.Enqueue(_prefix[0] == 1);
        }
    }
}
