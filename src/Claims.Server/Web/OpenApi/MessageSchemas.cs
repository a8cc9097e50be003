using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Microsoft.OpenApi;

namespace Claims.Server.Web.OpenApi;

/// <summary>
/// The schemas of messages in protobuf's JSON. Each message and enum that is asked for becomes one of the document's, and so
/// does what is in it.
/// </summary>
internal sealed class MessageSchemas(OpenApiDocument document, ContractComments comments)
{
    /// <summary>The schema of a message.</summary>
    public IOpenApiSchema Of(MessageDescriptor type)
    {
        if (type == Timestamp.Descriptor) return new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" };
        if (type == FieldMask.Descriptor)
        {
            return new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Description = "Paths of fields in JSON's names, with commas between them.",
            };
        }

        if (IsNew(type))
        {
            var schema = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = comments.Of(type),
                Properties = new Dictionary<string, IOpenApiSchema>(),
            };
            document.Components!.Schemas![type.Name] = schema;
            foreach (var field in type.Fields.InDeclarationOrder()) schema.Properties[field.JsonName] = Of(field);
        }

        return new OpenApiSchemaReference(type.Name, document);
    }

    /// <summary>The schema of a field.</summary>
    public IOpenApiSchema Of(FieldDescriptor field)
    {
        var comment = comments.Of(field);
        if (field.IsRepeated) return new OpenApiSchema { Type = JsonSchemaType.Array, Items = OfOne(field), Description = comment };
        switch (OfOne(field))
        {
            case OpenApiSchema plain:
                plain.Description = comment ?? plain.Description;
                return plain;
            case OpenApiSchemaReference reference:
                reference.Description = comment;
                return reference;
            case var other:
                return other;
        }
    }

    /// <summary>The schema of one value of a field.</summary>
    public IOpenApiSchema OfOne(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message => Of(field.MessageType),
        FieldType.Enum => Of(field.EnumType),
        FieldType.Bool => new OpenApiSchema { Type = JsonSchemaType.Boolean },
        FieldType.Int32 => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
        FieldType.Double => new OpenApiSchema { Type = JsonSchemaType.Number, Format = "double" },
        FieldType.String => new OpenApiSchema { Type = JsonSchemaType.String },
        _ => throw new NotSupportedException($"{field.FullName} has a type that no schema is known for here."),
    };

    private OpenApiSchemaReference Of(EnumDescriptor type)
    {
        if (IsNew(type))
        {
            var values = type.Values.Select(value => $"- `{value.Name}`: {comments.Of(value)}");
            document.Components!.Schemas![type.Name] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Description = $"{comments.Of(type)}\n\n{string.Join('\n', values)}",
                Enum = [.. type.Values.Select(value => (JsonNode)value.Name)],
            };
        }

        return new(type.Name, document);
    }

    private bool IsNew(IDescriptor type) => !document.Components!.Schemas!.ContainsKey(type.Name);
}
