using System.Collections.Frozen;
using Claims.Server.Hosting;
using Claims.Server.Rpc;
using Claims.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Claims.Benchmarks;

/// <summary>
/// <c>bare-pages FILE</c>: serves pages of claims that it was given, built beforehand, as Grpc.AspNetCore does by itself
/// with what is generated from the contract.
/// </summary>
internal sealed class BarePages(FrozenDictionary<string, ListClaimsResponse> pages) : ClaimsService.ClaimsServiceBase
{
    public static async Task<int> RunAsync(string file, string[] settings)
    {
        var builder = ServerApplication.CreateBuilder(settings);
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = CallBoundary.MaximumRequestSize);
        builder.Services.AddSingleton(new BarePages(Read(file)));
        await using var app = builder.Build();
        app.MapGrpcService<BarePages>();
        await app.RunAsync();
        return 0;
    }

    /// <summary>Writes pages to a file that the service is started with.</summary>
    /// <param name="file">Where.</param>
    /// <param name="pages">The token that asks for each page, and the encoded page.</param>
    public static void Write(string file, IEnumerable<(string Token, byte[] Page)> pages)
    {
        using var writer = new BinaryWriter(File.Create(file));
        foreach (var (token, page) in pages)
        {
            writer.Write(token);
            writer.Write(page.Length);
            writer.Write(page);
        }
    }

    public override Task<ListClaimsResponse> ListClaims(ListClaimsRequest request, ServerCallContext context) =>
        Task.FromResult(pages[request.PageToken]);

    private static FrozenDictionary<string, ListClaimsResponse> Read(string file)
    {
        using var reader = new BinaryReader(File.OpenRead(file));
        var pages = new Dictionary<string, ListClaimsResponse>();
        while (reader.BaseStream.Position < reader.BaseStream.Length)
        {
            pages.Add(reader.ReadString(), ListClaimsResponse.Parser.ParseFrom(reader.ReadBytes(reader.ReadInt32())));
        }

        return pages.ToFrozenDictionary();
    }
}
