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

    public JsonEnum(EnumDescriptor type)
    {
        Names = [.. type.Values.Where(value => value.Number != 0).Select(value => value.Name)];
        Unspecified = type.FindValueByNumber(0).Name;
        _names = [.. Names.Select(Encoding.UTF8.GetBytes)];
        _numbers = [.. type.Values.Where(value => value.Number != 0).Select(value => value.Number)];
    }

    /// <summary>The names of the values that may be given.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The name of the value that says nothing.</summary>
    public string Unspecified { get; }

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
