using Claims.Benchmarks.Etcd;
using Claims.V1;
using Google.Protobuf;
using Grpc.Net.Client;
using static System.FormattableString;

namespace Claims.Benchmarks;

/// <summary>
/// <c>wire [CORPUS]</c>: calls under load, beside what answers as many bytes with nothing behind it, and beside etcd.
/// </summary>
internal static class Wire
{
    private const string Service = "claims.v1.ClaimsService";
    private const string Bare = "bare.v1.ConstantService";

    // More than caches hold.
    private const int NameCount = 100_000;
    private const int EtcdNameCount = 10_000;
    private const int PageCount = 200;
    private const int PageSize = 100;

    private static readonly ClaimFilter _filter = new() { AttributionKinds = { AttributionKind.Indirect } };

    public static async Task<int> RunAsync(string corpus)
    {
        var names = CorpusFiles.RandomClaimNames(corpus, NameCount);
        await using var server = await ServerProcess.ServeAsync(corpus);
        var claims = new byte[names.Count][];
        var gets = await RecordedCalls.RecordAsync(server.Address, Service, "GetClaim",
            [.. names.Select(name => new GetClaimRequest { Name = name }.ToByteArray())],
            (i, response) =>
            {
                claims[i] = response;
                var name = Claim.Parser.ParseFrom(response).Name;
                if (name != names[i]) throw new ScenarioException($"{names[i]} is answered with {name}.");
            });

        var isMet = await CompareWithLookUpAsync(server, gets);
        isMet &= await CompareWithConstantAsync(server, gets);
        isMet &= await CompareWithPagesAsync(server);
        var some = gets with { Calls = [.. gets.Calls.Take(EtcdNameCount)] };
        isMet &= await CompareWithEtcdAsync(server, some, [.. names.Take(EtcdNameCount)], claims);
        return isMet ? 0 : 1;
    }

    private static async Task<bool> CompareWithLookUpAsync(ServerProcess server, RecordedCalls gets)
    {
        var file = Path.GetTempFileName();
        try
        {
            var all = await ClaimSizesAsync(server.Address);
            BareNames.Write(file, all);
            await using var bare = await ServerProcess.StartAsync("Claims.Benchmarks", "bare-names", file);
            var lookUps = await RecordedCalls.RecordAsync(
                bare.Address, Bare, gets.Method, [.. gets.Calls.Select(call => call.Request)],
                (i, response) =>
                {
                    var size = gets.Calls[i].ResponseSize;
                    if (size - response.Length is 0 or 1) return;
                    throw new ScenarioException($"The look-up answers {response.Length} bytes instead of {size}.");
                });
            await using var caller = new LoadGenerator(gets, connections: 8, atATime: 32);
            await using var bareCaller = new LoadGenerator(lookUps, connections: 8, atATime: 32);
            return await new Pairs($"GetClaim, {gets.Calls.Count} of {all.Count} names, random",
                new("ours", server.Child, server.Address, caller),
                new("bare, looked up by name, as long", bare.Child, bare.Address, bareCaller))
                .CompareAsync(pairs: 15, count: 150_000, warmUp: 300_000, Bars.GetOverLookUp);
        }
        finally
        {
            File.Delete(file);
        }
    }

    // Of every claim there is.
    private static async Task<IReadOnlyList<(string Name, int Size)>> ClaimSizesAsync(string address)
    {
        const int Most = 1000;
        using var channel = GrpcChannel.ForAddress(address);
        var client = new ClaimsService.ClaimsServiceClient(channel);
        var sizes = new List<(string, int)>();
        var request = new ListClaimsRequest { Parent = "articles/-", PageSize = Most };
        do
        {
            var page = await client.ListClaimsAsync(request);
            sizes.AddRange(page.Claims.Select(claim => (claim.Name, claim.CalculateSize())));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return sizes;
    }

    private static async Task<bool> CompareWithConstantAsync(ServerProcess server, RecordedCalls gets)
    {
        var average = (int)Math.Round(gets.Calls.Average(call => call.ResponseSize));
        var size = BareService.OfSize(average).CalculateSize();
        await using var bare = await ServerProcess.StartAsync("Claims.Benchmarks", "bare", $"{size}");
        await using var control = await ServerProcess.StartAsync("Claims.Benchmarks", "bare", $"{size}");
        var constants = gets with
        {
            Service = Bare,
            Calls = [.. gets.Calls.Select(call => (call.Request, size))],
        };
        await using var caller = new LoadGenerator(gets, connections: 8, atATime: 32);
        await using var bareCaller = new LoadGenerator(constants, connections: 8, atATime: 32);
        var isMet = await new Pairs($"GetClaim, random, {size} bytes on average",
            new("ours", server.Child, server.Address, caller),
            new("bare, a constant", bare.Child, bare.Address, bareCaller),
            new("bare again", control.Child, control.Address, bareCaller))
            .CompareAsync(pairs: 15, count: 150_000, warmUp: 300_000, Bars.GetOverConstant);
        await LookFromOutsideAsync(server, bare, gets, constants);
        return isMet;
    }

    // h2load knows nothing of all this; it sends one request over and over, so the statuses are checked before and after.
    private static async Task LookFromOutsideAsync(
        ServerProcess server, ServerProcess bare, RecordedCalls gets, RecordedCalls constants)
    {
        const int Count = 200_000;
        var middle = gets.Calls.OrderBy(call => call.ResponseSize).ElementAt(gets.Calls.Count / 2);
        var ours = new UnaryCall(server.Address, gets.Service, gets.Method, middle.Request, middle.ResponseSize);
        var size = constants.Calls[0].ResponseSize;
        var constant = new UnaryCall(bare.Address, constants.Service, constants.Method, middle.Request, size);
        var table = new Table($"{"the same by h2load, one claim",-48}", "calls/s");
        foreach (var (name, call) in new[] { ("ours", ours), ("bare, a constant", constant) })
        {
            await call.VerifyAsync();
            var rate = await call.MeasureAsync(Count);
            await call.VerifyAsync();
            table.Row(name.PadRight(48), Invariant($"{rate:F0}"));
        }

        Console.Out.WriteLine();
    }

    private static async Task<bool> CompareWithPagesAsync(ServerProcess server)
    {
        var tokens = await TokensAsync(server.Address);
        var pages = new byte[tokens.Count][];
        var lists = await RecordedCalls.RecordAsync(server.Address, Service, "ListClaims",
            [.. tokens.Select(token => Page(token).ToByteArray())], (i, response) => pages[i] = response);
        var file = Path.GetTempFileName();
        try
        {
            BarePages.Write(file, tokens.Zip(pages));
            await using var bare = await ServerProcess.StartAsync("Claims.Benchmarks", "bare-pages", file);
            await RecordedCalls.RecordAsync(bare.Address, Service, "ListClaims",
                [.. lists.Calls.Select(call => call.Request)],
                (i, response) =>
                {
                    var own = ListClaimsResponse.Parser.ParseFrom(pages[i]);
                    var others = ListClaimsResponse.Parser.ParseFrom(response);
                    if (!own.Equals(others)) throw new ScenarioException($"Page {i} differs.");
                });
            await using var caller = new LoadGenerator(lists, connections: 8, atATime: 4);
            return await new Pairs(
                $"ListClaims, {tokens.Count} pages, {pages.Average(page => page.Length):F0} bytes on average",
                new("ours", server.Child, server.Address, caller),
                new("bare, the same pages, generated marshaller", bare.Child, bare.Address, caller))
                .CompareAsync(pairs: 7, count: 8000, warmUp: 20_000, Bars.PagesOverBare);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<bool> CompareWithEtcdAsync(
        ServerProcess server, RecordedCalls gets, IReadOnlyList<string> names, byte[][] claims)
    {
        await using var etcd = await EtcdProcess.StartAsync([.. names.Zip(claims)]);
        var ranges = await RecordedCalls.RecordAsync(etcd.Address, "etcdserverpb.KV", "Range",
            [.. names.Select(name => new RangeRequest
            {
                Key = ByteString.CopyFromUtf8(name), Serializable = true,
            }.ToByteArray())],
            (i, response) =>
            {
                var value = RangeResponse.Parser.ParseFrom(response).Kvs.Single().Value.Span;
                if (!value.SequenceEqual(claims[i])) throw new ScenarioException($"etcd answers another {names[i]}.");
            });
        await using var caller = new LoadGenerator(gets, connections: 8, atATime: 32);
        await using var etcdCaller = new LoadGenerator(ranges, connections: 8, atATime: 32);
        return await new Pairs("GetClaim, random, the same claims",
            new("ours", server.Child, server.Address, caller),
            new("etcd, serializable Range", etcd.Child, etcd.Address, etcdCaller))
            .CompareAsync(pairs: 7, count: 40_000, warmUp: 80_000, Bars.GetOverEtcd);
    }

    /// <returns>The tokens of pages all over the corpus, the first page's empty one included.</returns>
    private static async Task<IReadOnlyList<string>> TokensAsync(string address)
    {
        using var channel = GrpcChannel.ForAddress(address);
        var client = new ClaimsService.ClaimsServiceClient(channel);
        var tokens = new List<string> { "" };
        while (true)
        {
            var page = await client.ListClaimsAsync(Page(tokens[^1]));
            if (page.Claims.Count < PageSize || page.NextPageToken.Length == 0) break;
            tokens.Add(page.NextPageToken);
        }

        // The last page may be short, and then it is left out.
        var full = Math.Max(tokens.Count - 1, 1);
        var count = Math.Min(full, PageCount);
        return [.. Enumerable.Range(0, count).Select(page => tokens[(int)((long)page * full / count)])];
    }

    private static ListClaimsRequest Page(string token) =>
        new() { Parent = "articles/-", Filter = _filter, PageSize = PageSize, PageToken = token };
}
