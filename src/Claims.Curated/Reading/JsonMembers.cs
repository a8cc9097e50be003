using System.Text;
using System.Text.Json;
using Claims.Catalog;
using Google.Protobuf.Reflection;

namespace Claims.Curated;

/// <summary>
/// The members by which a file gives a message's fields, found in UTF-8. Immutable, so thread-safe.
/// </summary>
internal sealed class JsonMembers
{
    /// <summary>The object is at its end.</summary>
    public const int End = 0;

    /// <summary>There is no such member, or it is given a second time, or its name is written with an escape.</summary>
    public const int Wrong = -1;

    /// <summary>The member that is no field of the message.</summary>
    public const int Beyond = -2;

    private readonly byte[][] _names;
    private readonly int[] _fields;

    /// <param name="message">The message; its derived fields are no members.</param>
    /// <param name="beyond">The one member that is no field, where there is one.</param>
    public JsonMembers(MessageDescriptor message, string? beyond = null)
    {
        var names = new List<byte[]>();
        var fields = new List<int>();
        foreach (var field in message.Fields.InDeclarationOrder())
        {
            if (Derivation.Fields.Contains(field)) continue;
            names.Add(Encoding.UTF8.GetBytes(field.JsonName));
            fields.Add(field.FieldNumber);
        }

        if (beyond is not null)
        {
            names.Add(Encoding.UTF8.GetBytes(beyond));
            fields.Add(Beyond);
        }

        (_names, _fields) = ([.. names], [.. fields]);
    }

    /// <summary>Goes on to the value of an object's next member.</summary>
    /// <param name="reader">Behind the object's start, or at the end of a member's value.</param>
    /// <param name="state">What is known of this object so far; at its start, the default.</param>
    /// <returns>The number of the member's field, or one of the constants here.</returns>
    public int Next(ref Utf8JsonReader reader, ref State state)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.PropertyName) return End;
        var name = reader.ValueSpan;

        // Members mostly come in the order of the contract, so the search goes on from the one before.
        var at = state.Next;
        for (var tried = 0; tried < _names.Length; tried++)
        {
            if (at == _names.Length) at = 0;
            if (!name.SequenceEqual(_names[at++])) continue;
            var bit = 1u << (at - 1);
            if ((state.Seen & bit) != 0) return Wrong;
            state.Seen |= bit;
            state.Next = at;
            reader.Read();
            return _fields[at - 1];
        }

        return Wrong;
    }

    /// <summary>How far the reading of one object has come.</summary>
    public struct State
    {
        internal uint Seen;
        internal int Next;
    }
}
