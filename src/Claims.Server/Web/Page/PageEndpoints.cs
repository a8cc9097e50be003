using Claims.Server.Access;
using Claims.Server.Live;
using Claims.Server.Rpc;
using Grpc.Core;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Claims.Server.Web.Page;

/// <summary>
/// Serves the page: every view is made here, and reads without a script.
/// </summary>
internal sealed class PageEndpoints(
    ClaimsRpc rpc, HeldRevisions held, WebBoundary boundary, IServiceProvider services, ILoggerFactory loggers)
{
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        + "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public void Map(IEndpointRouteBuilder routes)
    {
        PageAssets.Map(routes);
        Map("/", PageScope.All);
        Map("/articles/{article}", PageScope.Article);
        Map("/articles/{article}/claims/{claim}", PageScope.Claim);
        Map("/sources/{source}", PageScope.Source);
        Map("/topics/{topic}", PageScope.Topic);

        // Below the others' first parts nobody looks for a page; there, a method that is not served is told as such.
        routes.MapFallback("{first:regex(^(?!(v1|mcp|page)$))}/{**rest}", MissAsync);

        void Map(string route, PageScope scope) => routes.MapMethods(route, WebCalls.Reading, http => AnswerAsync(http, scope));
    }

    // Whoever types an address is told in the page's own words; programs read the code.
    private Task MissAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        if (!http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal)) return Task.CompletedTask;
        var status = new Google.Rpc.Status
        {
            Code = (int)StatusCode.NotFound,
            Message = "Articles, claims, sources and topics have pages.",
        };
        return WriteAsync<FailureShell>(http, FailureOf(http, status));
    }

    private Task AnswerAsync(HttpContext http, PageScope scope) =>
        boundary.ServeAsync(http, () => ShowAsync(http, scope), Surface.Page, status =>
        {
            WebAnswers.SetStatus(http.Response, status);
            return WriteAsync<FailureShell>(http, FailureOf(http, status));
        });

    private async Task ShowAsync(HttpContext http, PageScope scope)
    {
        var name = (http.Request.Path.Value ?? "").Trim('/');
        var query = new PageQuery(scope, name, http.Request.Query);
        var call = new PageCall(rpc, http);
        if (query.At.Length > 0) call.StayAt(query.At, held);
        using var buffer = new MemoryStream();

        var isDrawn = await AnswerMaking.MakeAsync(http, Draw, http.RequestAborted);
        if (!isDrawn) return;
        await SendAsync(http, buffer);

        // What a view shows is asked as it is drawn; nothing in it waits.
        bool Draw()
        {
            try
            {
                var data = new PageData(query, call);
                if (NameNow(data) is { } now && now != name)
                {
                    // Asked for by a name that it had before.
                    http.Response.Redirect(query.To(now));
                    return false;
                }

                RenderAsync<Shell>(data, buffer).GetAwaiter().GetResult();
                return true;
            }
            catch (UnfinishedPageException e)
            {
                throw new OperationCanceledException(e.Message, e);
            }
        }
    }

    private static PageFailure FailureOf(HttpContext http, Google.Rpc.Status status) =>
        new(status, http.Request.Path + http.Request.QueryString, DateTimeOffset.UtcNow);

    private static string? NameNow(PageData data) =>
        data.Claim?.Name ?? data.Article?.Name ?? data.Source?.Name;

    private async Task WriteAsync<TComponent>(HttpContext http, object data)
        where TComponent : IComponent
    {
        using var buffer = new MemoryStream();
        await RenderAsync<TComponent>(data, buffer);
        await SendAsync(http, buffer);
    }

    // In memory: a page is some tens of kilobytes, and there may be no disk to write on.
    private async Task RenderAsync<TComponent>(object data, MemoryStream buffer)
        where TComponent : IComponent
    {
        await using var renderer = new HtmlRenderer(services, loggers);
        await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var page = await renderer.RenderComponentAsync<TComponent>(
                ParameterView.FromDictionary(new Dictionary<string, object?> { ["Data"] = data }));
            await using var writer = new StreamWriter(buffer, leaveOpen: true);
            page.WriteHtmlTo(writer);
        });
    }

    private static async Task SendAsync(HttpContext http, MemoryStream page)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-cache";
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.Body.WriteAsync(page.GetBuffer().AsMemory(0, (int)page.Length), http.RequestAborted);
    }
}
