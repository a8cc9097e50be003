using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Claims.Server.Web.Page;

/// <summary>
/// The page's styles and scripts, which the program carries. A digest of all of them is in their addresses, so that a browser
/// keeps them for good; they stand beside each other, so that a script names another by its file.
/// </summary>
internal static class PageAssets
{
    private const string Prefix = "page/";

    private static readonly Dictionary<string, byte[]> _files = Read();

    private static readonly string _digest = DigestOf(_files);

    private static readonly FileExtensionContentTypeProvider _types = new();

    /// <summary>The addresses of the styles, the page's own before those of its parts.</summary>
    public static IReadOnlyList<string> Styles { get; } =
    [
        .. _files.Keys.Where(name => name.EndsWith(".css", StringComparison.Ordinal))
            .OrderBy(name => name != "page.css").ThenBy(name => name, StringComparer.Ordinal).Select(AddressOf),
    ];

    /// <summary>The address of a file.</summary>
    public static string AddressOf(string name) => $"/page/{_digest}/{name}";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods("/page/{digest}/{name}", [HttpMethods.Get, HttpMethods.Head], AnswerAsync);

    private static async Task AnswerAsync(HttpContext http)
    {
        var name = (string)http.Request.RouteValues["name"]!;
        if (!_files.TryGetValue(name, out var bytes) || !_types.TryGetContentType(name, out var type))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var tag = new EntityTagHeaderValue($"\"{_digest}\"", isWeak: true);
        var headers = http.Response.GetTypedHeaders();
        headers.ETag = tag;

        // Under an older digest the files are those of today, which nobody may keep as the older ones.
        headers.CacheControl = (string?)http.Request.RouteValues["digest"] == _digest
            ? new() { Public = true, MaxAge = TimeSpan.FromDays(365), Extensions = { new("immutable") } }
            : new() { NoCache = true };
        http.Response.Headers.XContentTypeOptions = "nosniff";
        if (http.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false)))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        http.Response.ContentType = $"{type}; charset=utf-8";
        await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
    }

    private static Dictionary<string, byte[]> Read()
    {
        var assembly = typeof(PageAssets).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(name => name[Prefix.Length..], name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                var bytes = new byte[stream.Length];
                stream.ReadExactly(bytes);
                return bytes;
            });
    }

    private static string DigestOf(Dictionary<string, byte[]> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, bytes) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(name));
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }
}
