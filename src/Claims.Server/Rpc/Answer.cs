using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace Claims.Server.Rpc;

/// <summary>
/// What a call is answered, as it goes over the wire: of claims nothing is encoded, or decoded, that need not be.
/// Whoever stands between the method and the wire, or calls it in this process, has the message made. Not thread-safe.
/// </summary>
internal sealed class Answer<TMessage>(EncodedMessage encoding)
    where TMessage : class
{
    /// <summary>What it is as a message.</summary>
    public static MessageDescriptor Type { get; } = ((IMessage)Activator.CreateInstance<TMessage>()).Descriptor;

    /// <summary>Writes the first piece of each, as long as it is to be; nobody reads answers here.</summary>
    public static Marshaller<Answer<TMessage>> Marshaller { get; } =
        new(Write, _ => throw new NotSupportedException("A server reads no answers."));

    /// <summary>The answer as bytes.</summary>
    public EncodedMessage Encoding => encoding;

    /// <summary>The answer as a message of its own, which the caller may change.</summary>
    public TMessage ToMessage() => (TMessage)Type.Parser.ParseFrom(encoding.ToByteArray());

    private static void Write(Answer<TMessage> answer, SerializationContext context)
    {
        var encoding = answer.Encoding;
        context.SetPayloadLength(encoding.Size);
        encoding.WriteNext(context.GetBufferWriter());
        context.Complete();
    }
}
