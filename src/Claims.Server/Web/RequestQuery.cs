using System.Globalization;
using System.Text.Json.Nodes;
using Claims.Catalog;
using Claims.Server.Rpc;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Primitives;

namespace Claims.Server.Web;

/// <summary>
/// Puts the parameters of a query string into a request (AIP-127): each names a field by its path, <c>filter.sourceKinds</c>
/// or <c>filter.source_kinds</c>, and a repeated field is given once for each value.
/// </summary>
internal sealed class RequestQuery(IMessage request)
{
    private readonly List<FieldViolation> _violations = [];

    /// <summary>Puts one parameter in.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="values">Its values.</param>
    public void Add(string path, StringValues values)
    {
        if (Find(path) is not var (message, field)) return;
        if (field.FieldType == FieldType.Message && field.MessageType.File.Package != "google.protobuf")
        {
            Break(path, field.IsRepeated
                ? "a list of messages cannot stand in a query string; send the request as the body of a POST"
                : $"it is a message; expected a field of it, such as {path}.{field.MessageType.Fields[1].JsonName}");
        }
        else if (!field.IsRepeated && values.Count > 1)
        {
            Break(path, $"it is given {values.Count} times; expected once");
        }
        else
        {
            foreach (var value in values) Set(message, field, path, value ?? "");
        }
    }

    /// <exception cref="Grpc.Core.RpcException">A parameter names no field, or its value is none of that field.</exception>
    public void ThrowIfBroken()
    {
        if (_violations.Count > 0) throw Failures.InvalidRequest(_violations);
    }

    private (IMessage Message, FieldDescriptor Field)? Find(string path)
    {
        var message = request;
        var parts = path.Split('.');
        foreach (var part in parts[..^1])
        {
            if (FieldOf(message, part, path) is not { } outer) return null;
            if (outer.FieldType != FieldType.Message || outer.IsRepeated)
            {
                Break(path, $"nothing can be named within '{Quote.Cut(part)}' here");
                return null;
            }

            if (outer.Accessor.GetValue(message) is not IMessage inner)
            {
                inner = (IMessage)Activator.CreateInstance(outer.MessageType.ClrType)!;
                outer.Accessor.SetValue(message, inner);
            }

            message = inner;
        }

        return FieldOf(message, parts[^1], path) is { } field ? (message, field) : null;
    }

    private FieldDescriptor? FieldOf(IMessage message, string name, string path)
    {
        var fields = message.Descriptor.Fields.InDeclarationOrder();
        var found = fields.FirstOrDefault(field => field.JsonName == name || field.Name == name);
        if (found is null)
        {
            Break(path, $"'{Quote.Cut(name)}' is no field of {message.Descriptor.FullName}"
                + Suggestion.Of(Quote.Cut(name), fields.Select(field => field.JsonName)));
        }

        return found;
    }

    private void Set(IMessage message, FieldDescriptor field, string path, string text)
    {
        if (ValueOf(field, text) is not { } value) Break(path, $"'{Quote.Cut(text)}' {Expected(field, text)}");
        else if (field.IsRepeated) ((System.Collections.IList)field.Accessor.GetValue(message)).Add(value);
        else field.Accessor.SetValue(message, value);
    }

    private static object? ValueOf(FieldDescriptor field, string text) => field.FieldType switch
    {
        FieldType.String => text,
        FieldType.Bool => bool.TryParse(text, out var isTrue) ? isTrue : null,
        FieldType.Int32 => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null,
        FieldType.Enum => field.EnumType.FindValueByName(text) is { } named
            ? System.Enum.ToObject(field.EnumType.ClrType, named.Number)
            : null,

        // Of protobuf's own types, which are one value each: a time, a mask.
        _ => Parsed(field.MessageType, text),
    };

    private static IMessage? Parsed(MessageDescriptor type, string text)
    {
        try
        {
            return JsonParser.Default.Parse(JsonValue.Create(text).ToJsonString(), type);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidJsonException)
        {
            return null;
        }
    }

    private static string Expected(FieldDescriptor field, string text) => field.FieldType switch
    {
        FieldType.Bool => "is neither true nor false",
        FieldType.Int32 => $"is no whole number from {int.MinValue} to {int.MaxValue}",
        FieldType.Enum => $"is no {field.EnumType.FullName}"
            + Suggestion.Of(Quote.Cut(text), field.EnumType.Values.Select(value => value.Name)),
        _ when field.MessageType == FieldMask.Descriptor => "is no list of fields with commas between them, such as text,statedDate.edtf",
        _ => "is no time; expected one such as 2016-09-05T12:00:00Z",
    };

    private void Break(string path, string problem) => _violations.Add(new(Quote.Cut(path), problem));
}
