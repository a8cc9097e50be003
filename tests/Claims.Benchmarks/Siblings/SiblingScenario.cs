using Claims.V1;
using Google.Protobuf;
using static System.FormattableString;

namespace Claims.Benchmarks.Siblings;

/// <summary>
/// <c>siblings CORPUS</c>: what a filter, a dimension, a list or a search costs, as a multiple of one like it, in
/// process.
/// </summary>
internal static class SiblingScenario
{
    public static int Run(string corpus)
    {
        using var revision = CorpusFiles.Load(corpus);
        var rpc = new RpcInProcess(revision);
        var siblings = new SiblingMix(revision, rpc).All().ToList();

        // All of them before any is timed: they run through each other's code.
        foreach (var sibling in siblings) Timing.Of(() => Ask([sibling.Asked[0], sibling.Beside[0]]));

        Console.Out.WriteLine($"{revision.ClaimCount} claims; times in microseconds");
        var table = new Table($"{"asked, beside",-56}", "found", "µs", "beside", "µs", "÷ beside", "bar");
        var isMet = true;
        foreach (var sibling in siblings)
        {
            var (asked, beside) = Timing.OfPair(() => Ask(sibling.Asked), () => Ask(sibling.Beside));
            var ratio = asked / beside;
            isMet &= sibling.Bar.IsMetBy(ratio);
            table.Row(sibling.Title.PadRight(56),
                FoundBy(sibling.Asked[0]), Invariant($"{asked:F1}"), FoundBy(sibling.Beside[0]),
                Invariant($"{beside:F1}"), Invariant($"{ratio:F2}"),
                Invariant($"{sibling.Bar.Limit}{(sibling.Bar.IsMetBy(ratio) ? "" : " missed")}"));
        }

        return isMet ? 0 : 1;

        void Ask(IReadOnlyList<IMessage> requests)
        {
            foreach (var request in requests) rpc.Ask(request);
        }

        string FoundBy(IMessage request) => request switch
        {
            ListClaimsRequest => $"{rpc.Answer<ListClaimsResponse>(request).TotalSize}",
            SearchClaimsRequest => $"{rpc.Answer<SearchClaimsResponse>(request).TotalSize}",
            SummarizeClaimsRequest => $"{rpc.Answer<SummarizeClaimsResponse>(request).TotalSize}",
            ListArticlesRequest => $"{rpc.Answer<ListArticlesResponse>(request).TotalSize}",
            _ => "",
        };
    }
}
