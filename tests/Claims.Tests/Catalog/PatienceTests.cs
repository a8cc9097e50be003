using System.Reflection.Emit;
using System.Runtime;
using Claims.Catalog;
using Claims.Catalog.Search;
using Claims.Server.Rpc;
using Claims.V1;

namespace Claims.Tests.Catalog;

/// <summary>
/// That everything whose length a caller chooses ends when the caller does not wait any more.
/// </summary>
public class PatienceTests
{
    private static readonly AnyCorpus _corpus = new(seed: 1, claimCount: 9000, variety: 40);

    private static readonly Patience _over = new(DateTime.MaxValue, new CancellationToken(canceled: true));

    private static Revision Revision => _corpus.Revision;

    [Fact]
    public void It_is_over_at_a_deadline_that_is_past_without_waiting_for_a_timer()
    {
        Assert.Throws<OperationCanceledException>(() =>
            new Patience(DateTime.UtcNow.AddSeconds(-1), CancellationToken.None).ThrowIfOver());
        new Patience(DateTime.UtcNow.AddMinutes(10), CancellationToken.None).ThrowIfOver();
        new Patience(DateTime.MaxValue, CancellationToken.None).ThrowIfOver();
        default(Patience).ThrowIfOver();
    }

    [Fact]
    public void It_is_over_for_now_when_as_much_work_was_done_as_a_slice_allows_however_much_time_has_passed()
    {
        var patience = new Patience(DateTime.MaxValue, CancellationToken.None, new TimeSlice(TimeSpan.FromMilliseconds(200)));
        Thread.Sleep(TimeSpan.FromMilliseconds(400));
        patience.ThrowIfOver();
        Assert.Throws<OperationCanceledException>(Work);

        void Work()
        {
            while (true) patience.ThrowIfOver();
        }
    }

    [Fact]
    public void What_is_compiled_first_is_none_of_the_work_that_a_slice_allows()
    {
        var end = JitInfo.GetCompilationTime(currentThread: true) + TimeSpan.FromMilliseconds(600);
        var slice = new TimeSlice(TimeSpan.FromMilliseconds(300));
        while (JitInfo.GetCompilationTime(currentThread: true) < end) LargeMethod()(0);
        Assert.False(slice.IsOver);
    }

    [Theory]
    [InlineData("topic")]
    [InlineData("t*")]
    [InlineData("-t* source")]
    [InlineData("\"topic t0\"")]
    [InlineData("\"topic t\"*")]
    public void A_search_ends(string query) => AssertEnds(patience =>
        Revision.Search.Search(SearchQuery.Parse(query), Revision.AllClaims, null, 10, patience));

    [Fact]
    public void A_selection_ends()
    {
        ClaimFilter[] filters =
        [
            new() { Polarities = { Polarity.Positive } },
            new() { Polarities = { Polarity.Positive, Polarity.Negative }, EventDuring = "2019" },
            new() { NoneOf = { new ClaimFilter { Presupposed = true } } },
            new() { AnyOf = { new ClaimFilter { Presupposed = true }, new ClaimFilter { StatedDuring = "2019" } } },
        ];
        Assert.All(filters, filter => AssertEnds(patience =>
        {
            new RequestRules().Filter(filter, out var criteria).ThrowIfBroken();
            using var selection = new ClaimSelection(Revision, patience);
            selection.Select(Revision.AllClaims, criteria);
        }));
    }

    [Fact]
    public void A_summary_by_any_dimension_ends() =>
        Assert.All(Enum.GetValues<Dimension>().Where(dimension => dimension != 0), dimension =>
            AssertEnds(patience => new ClaimSummary(Revision, Revision.AllClaims, patience).By(dimension, 10, SummaryOrder.Count)));

    [Fact]
    public void A_trace_ends() => AssertEnds(patience => ClaimTrace.From(Revision, 0, [], 100, patience));

    [Fact]
    public void A_page_in_an_order_that_has_to_be_sorted_ends()
    {
        Assert.Null(ClaimOrder.Parse("name, stated_date", out var order));
        AssertEnds(patience => ClaimPage.Take(Revision, Revision.AllClaims, order, -1, 10, patience));
    }

    // Compiled when it is called, which takes twenty times as long as to write it.
    private static Func<int, int> LargeMethod()
    {
        var method = new DynamicMethod("", typeof(int), [typeof(int)]);
        var code = method.GetILGenerator();
        for (var i = 0; i < 8000; i++)
        {
            code.Emit(OpCodes.Ldarg_0);
            code.Emit(OpCodes.Ldc_I4, i);
            code.Emit(OpCodes.Xor);
            code.Emit(OpCodes.Starg_S, 0);
        }

        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ret);
        return method.CreateDelegate<Func<int, int>>();
    }

    private static void AssertEnds(Action<Patience> ask)
    {
        ask(default);
        Assert.Throws<OperationCanceledException>(() => ask(_over));
    }
}
