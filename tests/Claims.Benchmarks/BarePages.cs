using System.Collections.Frozen;
using Claims.V1;
using Grpc.Core;

namespace Claims.Benchmarks;

/// <summary>
/// <c>bare-pages FILE</c>: serves pages of claims that it was given, built beforehand, with what is generated from the
/// contract.
/// </summary>
internal sealed class BarePages(FrozenDictionary<string, ListClaimsResponse> pages) : ClaimsService.ClaimsServiceBase
{
    public static Task<int> RunAsync(string file, string[] settings) =>
        BareHost.RunAsync(new BarePages(Read(file)), settings);

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
