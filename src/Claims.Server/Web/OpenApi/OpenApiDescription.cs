using System.Text.Json.Nodes;
using Claims.Server.Access;
using Claims.Server.Web.Exports;
using Claims.V1;
using Google.Protobuf.Reflection;
using Microsoft.OpenApi;

namespace Claims.Server.Web.OpenApi;

/// <summary>
/// What is reached by HTTP, described as OpenAPI 3.1 has it: made of the table of methods, the contract and its comments.
/// </summary>
internal static class OpenApiDescription
{
    // Of a filter in a query string: those within it take a body.
    private const int Depth = 1;

    /// <summary>Serves it to whoever is told of the methods.</summary>
    public static void Map(IEndpointRouteBuilder routes, AccessSettings access, WebBoundary boundary)
    {
        var json = new Lazy<Task<byte[]>>(() => MakeAsync(access));
        routes.MapMethods("/v1/openapi.json", WebCalls.Reading, http => boundary.ServeAsync(
            http,
            async () =>
            {
                http.Response.ContentType = WebAnswers.JsonType;
                await http.Response.Body.WriteAsync(await json.Value, http.RequestAborted);
            },
            Surface.Reflection));
    }

    private static async Task<byte[]> MakeAsync(AccessSettings access)
    {
        using var buffer = new MemoryStream();
        await Make(access).SerializeAsJsonAsync(buffer, OpenApiSpecVersion.OpenApi3_1);
        return buffer.ToArray();
    }

    private static OpenApiDocument Make(AccessSettings access)
    {
        var comments = new ContractComments();
        var document = new OpenApiDocument
        {
            Info = new()
            {
                Title = "ClaimsService",
                Version = ServerVersion.Text,
                Summary = "The claims of curated news articles: who said what, about when, and how the article tells us.",
                Description = comments.Of(ClaimsService.Descriptor),
            },
            Servers = [new() { Url = "/" }],
            Paths = [],
            Components = new() { Schemas = new Dictionary<string, IOpenApiSchema>() },
            Tags = new HashSet<OpenApiTag> { new() { Name = "claims", Description = "Everything is read-only." } },
        };
        var schemas = new MessageSchemas(document, comments);
        document.Components.Schemas["Error"] = Error();
        DescribeAccess(document, access);
        foreach (var method in WebMethods.All)
        {
            var name = method.Rpc.Name;
            var answer = Json(schemas.Of(method.Rpc.OutputType));
            if (method.Get is { } get) Add(HttpMethod.Get, get, name, comments.Of(method.Rpc), method.Rpc.InputType, answer);
            if (method.Post is { } post) Add(HttpMethod.Post, post, $"{name}ByPost", comments.Of(method.Rpc), method.Rpc.InputType, answer);
        }

        var events = new OpenApiMediaType { Schema = schemas.Of(WatchClaimsResponse.Descriptor) };
        var watch = new Dictionary<string, IOpenApiMediaType> { [WebWatch.MediaType] = events };
        var feed = new Dictionary<string, IOpenApiMediaType> { [ClaimFeed.MediaType] = Text() };
        var files = ExportFormat.All.ToDictionary(format => format.MediaType.Split(';')[0], _ => (IOpenApiMediaType)Text());
        const string Watches = "Sends the claims that match, and then each change to them, as server-sent events.";
        const string Exports = "Streams every claim that matches as a file; without a query in the corpus's order.";
        const string Feeds = "Answers the newest claims that match as an Atom feed.";
        Add(HttpMethod.Get, WebWatch.Path, "WatchClaims", Watches, WatchClaimsRequest.Descriptor, watch);
        Add(HttpMethod.Get, ClaimFeed.Path, "FeedClaims", Feeds, ListClaimsRequest.Descriptor, feed);
        Add(HttpMethod.Get, ClaimExport.Path, "ExportClaims", Exports, SearchClaimsRequest.Descriptor, files).Parameters!.Add(Format());
        Add(HttpMethod.Post, ClaimExport.Path, "ExportClaimsByPost", Exports, SearchClaimsRequest.Descriptor, files)
            .Parameters!.Add(Format());
        return document;

        OpenApiOperation Add(
            HttpMethod verb,
            WebPath path,
            string name,
            string? comment,
            MessageDescriptor request,
            Dictionary<string, IOpenApiMediaType> answer)
        {
            var isGet = verb == HttpMethod.Get;
            var error = new OpenApiResponse
            {
                Description = "What went wrong (AIP-193).",
                Content = Json(new OpenApiSchemaReference("Error", document)),
            };
            var operation = new OpenApiOperation
            {
                OperationId = name,
                Summary = comment,
                Tags = new HashSet<OpenApiTagReference> { new("claims", document) },
                Parameters = [.. InPath(path), .. isGet ? InQuery(request, path.Field, schemas) : []],
                RequestBody = isGet ? null : new OpenApiRequestBody { Required = true, Content = Json(schemas.Of(request)) },
                Responses = new()
                {
                    ["200"] = new OpenApiResponse { Description = "What was asked for.", Content = answer },
                    ["4XX"] = error,
                    ["5XX"] = error,
                },
            };
            if (!document.Paths.TryGetValue(path.Route, out var item)) document.Paths[path.Route] = item = new OpenApiPathItem();
            ((OpenApiPathItem)item).AddOperation(verb, operation);
            return operation;
        }
    }

    private static OpenApiMediaType Text() => new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String } };

    private static OpenApiParameter Format() => new()
    {
        Name = ClaimExport.FormatName,
        In = ParameterLocation.Query,
        Required = true,
        Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Enum = [.. ExportFormat.All.Select(format => (JsonNode)format.Name)],
        },
    };

    private static IEnumerable<IOpenApiParameter> InPath(WebPath path) => path.Parameters.Select(name => new OpenApiParameter
    {
        Name = name,
        In = ParameterLocation.Path,
        Required = true,
        Description = name == "article" && path.Field?.Name == "parent"
            ? "Id of the article, or `-` for all."
            : $"Id of the {name}, as it stands in its resource name.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    });

    private static IEnumerable<IOpenApiParameter> InQuery(
        MessageDescriptor type, FieldDescriptor? inPath, MessageSchemas schemas, string prefix = "", int depth = 0)
    {
        foreach (var field in type.Fields.InDeclarationOrder().Where(field => field != inPath))
        {
            var name = prefix + field.JsonName;
            if (field.FieldType == FieldType.Message && field.MessageType.File.Package != "google.protobuf")
            {
                if (field.IsRepeated || depth == Depth) continue;
                foreach (var inner in InQuery(field.MessageType, null, schemas, $"{name}.", depth + 1)) yield return inner;
                continue;
            }

            var schema = schemas.Of(field);
            yield return new OpenApiParameter
            {
                Name = name,
                In = ParameterLocation.Query,
                Description = schema.Description,
                Explode = field.IsRepeated,
                Schema = schema,
            };
        }
    }

    private static Dictionary<string, IOpenApiMediaType> Json(IOpenApiSchema schema) =>
        new() { [WebAnswers.JsonType] = new OpenApiMediaType { Schema = schema } };

    // Each of them suffices.
    private static void DescribeAccess(OpenApiDocument document, AccessSettings access)
    {
        document.Components!.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>();
        document.Security = [];
        if (access.KeysPath is not null || access.JwtIssuer is not null)
        {
            Add("bearer", new() { Type = SecuritySchemeType.Http, Scheme = "bearer" });
        }

        if (access.ClientCaPath is not null) Add("certificate", new() { Type = SecuritySchemeType.MutualTLS });

        // Nobody has to say who he is.
        if (document.Security.Count == 0) document.Security.Add([]);

        void Add(string name, OpenApiSecurityScheme scheme)
        {
            document.Components.SecuritySchemes[name] = scheme;
            document.Security.Add(new() { [new OpenApiSecuritySchemeReference(name, document)] = [] });
        }
    }

    private static OpenApiSchema Error() => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "error" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["error"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Required = new HashSet<string> { "code", "message", "status" },
                Properties = new Dictionary<string, IOpenApiSchema>
                {
                    ["code"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "The status of HTTP." },
                    ["message"] = new OpenApiSchema { Type = JsonSchemaType.String },
                    ["status"] = new OpenApiSchema
                    {
                        Type = JsonSchemaType.String,
                        Description = "The code of gRPC, such as NOT_FOUND.",
                    },
                    ["details"] = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Array,
                        Description = "What the service's description lists, each with its type as `@type`.",
                        Items = new OpenApiSchema { Type = JsonSchemaType.Object },
                    },
                },
            },
        },
    };
}
