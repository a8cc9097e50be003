namespace Claims.Server.Rpc;

/// <summary>
/// How much memory a call takes at the most until there is an answer.
/// </summary>
internal static class RequestMemory
{
    /// <summary>What every call takes: a block of the transport's for its request, and a small answer.</summary>
    public const int Least = (4 * 1024) + Reservation.SmallAnswer;

    // As it was sent, in one piece for the parser, and as a message: of texts, two bytes for one, and twice as many again
    // for the objects they are in.
    private const int Copies = 6;

    /// <summary>Tells it of a request of so many bytes.</summary>
    public static int Of(int length) => Least + (Copies * length);

    /// <summary>Tells it of a body that says how long it is, or does not, and is read as a whole.</summary>
    public static int OfBody(long? length) =>
        Of((int)Math.Min(length ?? CallBoundary.MaximumRequestSize, CallBoundary.MaximumRequestSize));

    /// <summary>Tells it by the first byte of a message and its length: what is compressed may be as large as any.</summary>
    public static int Of(byte compression, uint length) =>

        // One that is too large is refused unread.
        Of(length > CallBoundary.MaximumRequestSize ? 0 : compression == 0 ? (int)length : CallBoundary.MaximumRequestSize);
}
