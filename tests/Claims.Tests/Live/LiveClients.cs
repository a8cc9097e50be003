using Claims.Tests.Rpc;
using Claims.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace Claims.Tests.Live;

/// <summary>
/// Clients that read, walk and watch while a corpus changes, each on a connection of its own, and that check whatever they
/// are answered against a model.
/// </summary>
internal sealed class LiveClients(RunningServer server, LiveModel model, CancellationToken end)
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(5);

    private int _answers;

    /// <summary>How many answers were checked.</summary>
    public int Answers => _answers;

    /// <summary>Asks for single claims: each answer is of one revision, and of none before the last one's.</summary>
    public Task ReadAsync(int seed) => OnOwnConnectionAsync(async claims =>
    {
        var random = new Random(seed);
        var last = -1;
        while (!end.IsCancellationRequested)
        {
            var name = LiveCorpus.NameOf($"a{random.Next(6)}", random.Next(6));
            using var call = claims.GetClaimAsync(new() { Name = name }, deadline: Deadline());
            Claim? claim;
            try
            {
                claim = await call;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
            {
                claim = null;
            }

            var revision = (await call.ResponseHeadersAsync).GetValue("claims-revision")!;
            last = IsNotBefore(last, revision);
            Assert.Equal(model.ClaimsOf(revision).Find(expected => expected.Name == name), claim);

            // Else nothing is left for loading, which takes what nobody else wants.
            await Task.Delay(_pause, CancellationToken.None);
        }
    });

    /// <summary>Walks all claims page by page: each walk is of one revision, without gap or double.</summary>
    public Task WalkAsync(int seed) => OnOwnConnectionAsync(async claims =>
    {
        var random = new Random(seed);
        var last = -1;
        while (!end.IsCancellationRequested)
        {
            var request = new ListClaimsRequest { Parent = LiveCorpus.All, PageSize = random.Next(3, 20) };
            var walked = new List<Claim>();
            var revision = "";
            do
            {
                using var call = claims.ListClaimsAsync(request, deadline: Deadline());
                var page = await call;
                Assert.Equal(page.Revision, (await call.ResponseHeadersAsync).GetValue("claims-revision"));
                if (revision.Length == 0) last = IsNotBefore(last, revision = page.Revision);
                Assert.Equal(revision, page.Revision);
                walked.AddRange(page.Claims);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            Assert.Equal(model.ClaimsOf(revision), walked);

            // As it was, however much has come since.
            using var cited = claims.SummarizeClaimsAsync(
                new() { Parent = LiveCorpus.All, Dimensions = { Dimension.Article }, Revision = revision },
                deadline: Deadline());
            Assert.Equal(walked.Count, (await cited).TotalSize);
            await Task.Delay(_pause, CancellationToken.None);
        }
    });

    /// <summary>
    /// Watches, and now and then takes the watch up again: at each checkpoint it has what a list would have.
    /// </summary>
    public Task WatchAsync(int seed) => OnOwnConnectionAsync(async claims =>
    {
        var random = new Random(seed);
        var filter = random.Next(2) == 0 ? null : new ClaimFilter { Polarities = { Polarity.Negative } };
        var (revision, state, last) = ("", new Dictionary<string, Claim>(), -1);
        while (!end.IsCancellationRequested)
        {
            using var watch = new Watch(
                claims.WatchClaims(
                    new() { Parent = LiveCorpus.All, Filter = filter, Revision = revision }, cancellationToken: end),
                state);
            try
            {
                for (var i = random.Next(1, 30); i > 0; i--)
                {
                    await watch.NextAsync();
                    revision = watch.Revision;
                    last = IsNotBefore(last, revision);
                    Assert.Equal(
                        model.ClaimsOf(revision).Where(claim => filter is null || claim.Stance.Polarity == Polarity.Negative)
                            .ToDictionary(claim => claim.Name),
                        watch.State);
                }
            }
            catch (RpcException e) when (
                e.StatusCode is StatusCode.Cancelled or StatusCode.Unavailable && end.IsCancellationRequested)
            {
                // A read that is cancelled may also come back as a request that was aborted: the client tells either.
                return;
            }
        }
    });

    private static DateTime Deadline() => DateTime.UtcNow + RunningServer.Patience;

    private int IsNotBefore(int last, string revision)
    {
        Interlocked.Increment(ref _answers);
        var number = model.NumberOf(revision);
        Assert.True(number >= last, $"revision {number} after {last}");
        return number;
    }

    private async Task OnOwnConnectionAsync(Func<ClaimsService.ClaimsServiceClient, Task> act)
    {
        using var channel = GrpcChannel.ForAddress(server.Address);
        await act(new(channel));
    }
}
