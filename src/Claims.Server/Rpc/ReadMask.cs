using Claims.Catalog;
using Claims.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Claims.Server.Rpc;

/// <summary>
/// A request's read mask (AIP-157), with the <c>name</c> that every answer has.
/// </summary>
internal sealed class ReadMask(FieldMask? given)
{
    private readonly FieldMask? _mask = given is null || given.Paths.Count == 0
        ? null
        : new FieldMask { Paths = { given.Paths.Select(path => Resolve(path, Claim.Descriptor, out _)) } }
            .Union(new FieldMask { Paths = { "name" } });

    /// <summary>
    /// The path in the contract's names, whether it was given in those or in JSON's: in JSON protobuf has them in camel
    /// case, and whoever writes a mask by hand in any other language may take either.
    /// </summary>
    /// <param name="path">The names of fields, joined by dots.</param>
    /// <param name="resource">The message they are of.</param>
    /// <param name="problem">What is wrong with it, or null.</param>
    /// <returns>Null where it is no path.</returns>
    public static string? Resolve(string path, MessageDescriptor resource, out string? problem)
    {
        problem = null;
        MessageDescriptor? within = resource;
        List<string> names = [];
        foreach (var given in path.Split('.'))
        {
            var field = within?.FindFieldByName(given)
                ?? within?.Fields.InDeclarationOrder().FirstOrDefault(field => field.JsonName == given);
            if (field is null)
            {
                problem = (given.Length == path.Length ? "" : $"'{Quote.Cut(path)}': ") + (within is null
                    ? $"nothing can be named within '{names[^1]}'; expected it last"
                    : $"'{Quote.Cut(given)}' is no field of {within.FullName}"
                        + Suggestion.Of(
                            Quote.Cut(given), within.Fields.InDeclarationOrder().Select(known => known.Name)));
                return null;
            }

            names.Add(field.Name);
            within = field.IsRepeated || field.FieldType != FieldType.Message ? null : field.MessageType;
        }

        return string.Join('.', names);
    }

    /// <summary>A claim with the fields that the mask names, or with all.</summary>
    public MaskedClaim Apply(EncodedClaims claims, int claim)
    {
        if (_mask is null) return new(claim, null, claims.SizeOf(claim));
        var masked = new Claim();
        _mask.Merge(claims.Decode(claim), masked);
        var encoding = masked.ToByteArray();
        return new(claim, encoding, encoding.Length);
    }
}

/// <summary>
/// A claim to be answered: as the catalog has it, or, where a mask left something out, encoded anew.
/// </summary>
internal readonly struct MaskedClaim(int number, byte[]? encoding, int size)
{
    /// <summary>How long it is as a repeated field 1.</summary>
    public int FramedSize => EncodedMessage.FramedSize(size);

    /// <summary>Adds its fields to a message.</summary>
    public void AddTo(EncodedMessage message)
    {
        if (encoding is null) message.AddClaim(number, size);
        else message.Add(encoding);
    }

    /// <summary>Adds it to a message as a repeated field 1.</summary>
    public void AddFramedTo(EncodedMessage message)
    {
        if (encoding is null)
        {
            message.AddFramedClaim(number, size);
            return;
        }

        message.AddFrame(size);
        message.Add(encoding);
    }
}
