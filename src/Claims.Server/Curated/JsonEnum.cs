using System.Text;
using Google.Protobuf.Reflection;

namespace Claims.Server.Curated;

/// <summary>
/// The names of an enum's values, found in UTF-8. Immutable, so thread-safe.
/// </summary>
internal sealed class JsonEnum
{
    private readonly (byte[] Name, int Number)[] _values;

    private JsonEnum(EnumDescriptor type) =>
        _values = [.. type.Values.Where(value => value.Number != 0)
            .Select(value => (Encoding.UTF8.GetBytes(value.Name), value.Number))];

    /// <summary>The enum that a field is of.</summary>
    public static JsonEnum Of(MessageDescriptor message, int field) => new(message.FindFieldByNumber(field).EnumType);

    /// <summary>The number of a value; 0 where no value has this name, or it is the one that says nothing.</summary>
    public int NumberOf(ReadOnlySpan<byte> name)
    {
        foreach (var (known, number) in _values)
        {
            if (name.SequenceEqual(known)) return number;
        }

        return 0;
    }
}
