using System.Reflection;
using Google.Protobuf.Reflection;

namespace Claims.Catalog;

/// <summary>
/// Enum values by the names the contract gives them, such as <c>SOURCE_KIND_STATE_MEDIA</c>. Thread-safe.
/// </summary>
internal static class EnumNames
{
    /// <summary>The contract's name of a value, or its number where the contract has none.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => Names<T>.Of.GetValueOrDefault(value) ?? value.ToString("D");

    /// <summary>A value in words, such as <c>State media</c> for <c>SOURCE_KIND_STATE_MEDIA</c>.</summary>
    public static string WordsOf<T>(T value)
        where T : struct, Enum
    {
        // The first value is the enum's name with _UNSPECIFIED behind it.
        var prefix = Of(default(T))[..^"UNSPECIFIED".Length];
        var words = Of(value)[prefix.Length..].Replace('_', ' ');
        return words[..1] + words[1..].ToLowerInvariant();
    }

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> Of = typeof(T)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .ToDictionary(
                field => (T)field.GetValue(null)!,
                field => field.GetCustomAttribute<OriginalNameAttribute>()!.Name);
    }
}
