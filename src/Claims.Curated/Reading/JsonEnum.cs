using System.Text;
using Google.Protobuf.Reflection;

namespace Claims.Curated;

/// <summary>
/// The names of an enum's values, found in UTF-8. Immutable, so thread-safe.
/// </summary>
internal sealed class JsonEnum
{
    private readonly byte[][] _names;
    private readonly int[] _numbers;

    private JsonEnum(EnumDescriptor type)
    {
        var values = type.Values.Where(value => value.Number != 0).ToList();
        _names = [.. values.Select(value => Encoding.UTF8.GetBytes(value.Name))];
        _numbers = [.. values.Select(value => value.Number)];
    }

    /// <summary>The enum that a field is of.</summary>
    public static JsonEnum Of(MessageDescriptor message, int field) => new(message.FindFieldByNumber(field).EnumType);

    /// <summary>The number of a value; 0 where no value has this name, or it is the one that says nothing.</summary>
    public int NumberOf(ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < _names.Length; i++)
        {
            if (name.SequenceEqual(_names[i])) return _numbers[i];
        }

        return 0;
    }
}
