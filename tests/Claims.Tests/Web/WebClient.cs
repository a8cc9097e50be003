using System.Collections;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Claims.Server.Web;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Claims.Tests.Web;

/// <summary>
/// A client of the port for HTTP that knows the contract, and nothing of how the server reads requests.
/// </summary>
internal sealed class WebClient(RunningServer server) : IDisposable
{
    public HttpClient Http { get; } = new() { BaseAddress = new(server.WebAddress), Timeout = RunningServer.Patience };

    public void Dispose() => Http.Dispose();

    /// <summary>What a GET, or a POST, of a request is answered.</summary>
    public async Task<IMessage> AskAsync(IMessage request, bool isPost)
    {
        using var response = await SendAsync(request, isPost);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        return JsonParser.Default.Parse(text, MethodOf(request).Rpc.OutputType);
    }

    /// <summary>The answer to a GET, or a POST, of a request.</summary>
    public Task<HttpResponseMessage> SendAsync(IMessage request, bool isPost)
    {
        var method = MethodOf(request);
        if (!isPost) return Http.GetAsync(UrlOf(request, method.Get!.Route));
        var body = new StringContent(JsonFormatter.Default.Format(request), Encoding.UTF8, "application/json");
        return Http.PostAsync(InPath(request, method.Post!.Route), body);
    }

    /// <summary>The error that an answer is, and its reason.</summary>
    public static async Task<(int Code, string Status, string Reason, JsonElement Details)> ErrorOf(HttpResponseMessage response)
    {
        var error = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error");
        var details = error.GetProperty("details");
        Assert.Equal((int)response.StatusCode, error.GetProperty("code").GetInt32());
        Assert.NotEqual("", error.GetProperty("message").GetString());
        return (error.GetProperty("code").GetInt32(), error.GetProperty("status").GetString()!,
            details[0].GetProperty("reason").GetString()!, details);
    }

    /// <summary>Where the rpc of a request is.</summary>
    public static WebMethod MethodOf(IMessage request) =>
        WebMethods.All.Single(method => method.Rpc.InputType == request.Descriptor);

    /// <summary>A request as an address: what the path has is left out behind it.</summary>
    public static string UrlOf(IMessage request, string route)
    {
        var inPath = InPath(request, route);
        var query = Parameters(request, "").Where(one => one.Name is not ("name" or "parent") || inPath == route)
            .Select(one => $"{one.Name}={Uri.EscapeDataString(one.Value)}");
        return $"{inPath}?{string.Join('&', query)}";
    }

    private static string InPath(IMessage request, string route)
    {
        var field = request.Descriptor.FindFieldByName("name") ?? request.Descriptor.FindFieldByName("parent");
        if (field is null || !route.Contains('{', StringComparison.Ordinal)) return route;

        // From the first collection to the last bracket stands the name.
        var end = route.LastIndexOf('}') + 1;
        var start = route.IndexOf('/', 1);
        return $"{route[..start]}/{field.Accessor.GetValue(request)}{route[end..]}";
    }

    private static IEnumerable<(string Name, string Value)> Parameters(IMessage message, string prefix)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            var value = field.Accessor.GetValue(message);
            var name = prefix + field.JsonName;
            if (field.IsRepeated)
            {
                foreach (var one in (IEnumerable)value) yield return (name, TextOf(field, one));
            }
            else if (field.FieldType != FieldType.Message)
            {
                if (field.HasPresence ? field.Accessor.HasValue(message) : !IsDefault(value)) yield return (name, TextOf(field, value));
            }
            else if (value is FieldMask or Timestamp)
            {
                yield return (name, JsonFormatter.Default.Format((IMessage)value).Trim('"'));
            }
            else if (value is IMessage inner)
            {
                foreach (var one in Parameters(inner, $"{name}.")) yield return one;
            }
        }
    }

    private static bool IsDefault(object value) => value is "" or 0 or false || (value is System.Enum named && (int)(object)named == 0);

    private static string TextOf(FieldDescriptor field, object value) => value switch
    {
        bool isTrue => isTrue ? "true" : "false",
        System.Enum named => field.EnumType.FindValueByNumber((int)(object)named).Name,
        _ => FormattableString.Invariant($"{value}"),
    };
}
