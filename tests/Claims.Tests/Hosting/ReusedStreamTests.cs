using System.Net;
using System.Reflection;
using Claims.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;

namespace Claims.Tests.Hosting;

public class ReusedStreamTests
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.NonPublic;

    /// <summary>Where this fails, Kestrel has changed: see whether it still loses answers, and where it keeps the mark.</summary>
    [Fact]
    public void Kestrel_has_the_mark_that_is_cleared() => Assert.True(ReusedStream.HasMark);

    [Fact]
    public async Task An_answer_comes_from_a_stream_that_an_earlier_one_left_marked_as_scheduled()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2));
        await using var server = builder.Build();
        server.Run(async call =>
        {
            object stream = call.Features.Get<IHttp2StreamIdFeature>()!;
            var output = FieldOf(stream, "_http2Output").GetValue(stream)!;
            FieldOf(output, "_isScheduled").SetValue(output, true);
            ReusedStream.Begin(call);
            await call.Response.WriteAsync("answered");
        });
        await server.StartAsync();
        using var client = new HttpClient
        {
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = TimeSpan.FromSeconds(20),
        };
        Assert.Equal("answered", await client.GetStringAsync(server.Urls.Single()));
    }

    private static FieldInfo FieldOf(object of, string name)
    {
        for (var type = of.GetType(); type is not null; type = type.BaseType)
        {
            if (type.GetField(name, Own) is { } field) return field;
        }

        throw new MissingFieldException(of.GetType().Name, name);
    }
}
