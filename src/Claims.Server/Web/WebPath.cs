using System.Text.RegularExpressions;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Claims.Server.Web;

/// <summary>
/// A path of an rpc as AIP-127 writes it: in <c>/v1/{name=articles/*}</c> the field <c>name</c> is what stands there.
/// </summary>
internal sealed partial class WebPath
{
    private readonly string _resource = "";

    /// <param name="template">The path.</param>
    /// <param name="request">The type of the requests, which the field is of.</param>
    public WebPath(string template, MessageDescriptor request)
    {
        Route = template;
        if (Variable().Match(template) is not { Success: true } variable) return;
        Field = request.FindFieldByName(variable.Groups["field"].Value);
        _resource = Wildcard().Replace(variable.Groups["resource"].Value, "${one}s/{${one}}");
        Route = template.Replace(variable.Value, _resource, StringComparison.Ordinal);
    }

    /// <summary>The same as a route: <c>/v1/articles/{article}</c>.</summary>
    public string Route { get; }

    /// <summary>The field that stands in it; null for none.</summary>
    public FieldDescriptor? Field { get; }

    /// <summary>The names of what stands in the route's brackets, in order.</summary>
    public IEnumerable<string> Parameters => Parameter().Matches(Route).Select(parameter => parameter.Groups["one"].Value);

    /// <summary>Puts what stands in the path of a call into its request.</summary>
    public void Bind(RouteValueDictionary values, IMessage request) => Field?.Accessor.SetValue(
        request, Parameter().Replace(_resource, parameter => (string)values[parameter.Groups["one"].Value]!));

    [GeneratedRegex(@"\{(?<field>\w+)=(?<resource>[^}]+)\}")]
    private static partial Regex Variable();

    [GeneratedRegex(@"(?<one>\w+)s/\*")]
    private static partial Regex Wildcard();

    [GeneratedRegex(@"\{(?<one>\w+)\}")]
    private static partial Regex Parameter();
}
