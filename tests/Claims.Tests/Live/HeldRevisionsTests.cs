using Claims.Catalog;
using Claims.Server.Live;
using Claims.Tests.Curated;

namespace Claims.Tests.Live;

public class HeldRevisionsTests
{
    private static int _made;

    [Fact]
    public void The_last_revisions_are_held_the_current_one_first()
    {
        var revisions = Some(10);
        var held = Publish(new(keepRevisions: 8), revisions);
        Assert.Equal(revisions.Reverse().Take(8).Select(revision => revision.Id), held.All.Select(one => one.Id));
        Assert.Equal(revisions.Take(2), revisions.Where(revision => revision.IsDisposed));
        Assert.Null(held.TryLease(revisions[0].Id));
    }

    [Fact]
    public void A_revision_that_was_named_is_held_beyond_those_but_no_more_than_32_are()
    {
        var revisions = Some(40);
        var held = new HeldRevisions(keepRevisions: 2);
        foreach (var revision in revisions)
        {
            held.Publish(revision);
            if (revision != revisions[1]) held.Current.Name();
        }

        Assert.Equal(HeldRevisions.Most, held.All.Count);
        Assert.Equal(
            revisions.Reverse().Take(HeldRevisions.Most).Select(revision => revision.Id), held.All.Select(one => one.Id));

        var few = Some(5);
        held = new HeldRevisions(keepRevisions: 2);
        foreach (var revision in few)
        {
            held.Publish(revision);
            if (revision == few[1]) held.Current.Name();
        }

        Assert.Equal([few[4].Id, few[3].Id, few[1].Id], held.All.Select(one => one.Id));
    }

    [Fact]
    public void Only_so_many_bytes_of_indexes_are_held_but_the_current_revision_whatever_it_takes()
    {
        var revisions = Some(4);
        var each = revisions[0].IndexBytes;
        var held = Publish(new(keepBytes: (2 * each) + 1), revisions);
        Assert.Equal(each == 0 ? 4 : 2, held.All.Count);
        Assert.Equal(revisions[3].Id, Publish(new(keepBytes: 1), revisions[3]).Current.Id);
    }

    [Fact]
    public void What_is_published_already_is_not_published_again()
    {
        var held = new HeldRevisions();
        Assert.True(held.Publish(Revision("one")));
        var (current, beat, same) = (held.Current, held.NextBeat, Revision("one"));
        Assert.False(held.Publish(same));
        Assert.Same(current, held.Current);
        Assert.True(same.IsDisposed);
        Assert.False(beat.IsCompleted);
    }

    [Fact]
    public void A_revision_that_comes_back_is_current_and_held_once()
    {
        var (first, again) = (Revision("back"), Revision("back"));
        var held = Publish(new(), first, Some(1)[0], again);
        Assert.Equal(2, held.All.Count);
        Assert.Same(again, held.Current.Revision);
        Assert.True(first.IsDisposed);
    }

    [Fact]
    public void A_revision_is_given_back_once_it_is_neither_held_nor_leased()
    {
        var revisions = Some(2);
        var held = Publish(new(keepRevisions: 1), revisions[0]);
        var leased = held.LeaseCurrent();
        var twice = held.TryLease(revisions[0].Id);
        held.Publish(revisions[1]);
        Assert.Null(held.TryLease(revisions[0].Id));
        Assert.False(revisions[0].IsDisposed);
        leased.EndLease();
        Assert.False(revisions[0].IsDisposed);
        twice!.EndLease();
        Assert.True(revisions[0].IsDisposed);
        Assert.False(leased.TryLease());
        Assert.False(revisions[1].IsDisposed);
    }

    [Fact]
    public async Task What_is_leased_is_never_given_back_meanwhile_whatever_is_published()
    {
        var held = Publish(new(keepRevisions: 1), Some(1)[0]);
        using var end = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            while (!end.IsCancellationRequested)
            {
                var leased = held.LeaseCurrent();
                Assert.False(leased.Revision.IsDisposed);
                Assert.Equal(leased.Id, leased.Revision.Id);
                Assert.False(leased.Revision.IsDisposed);
                leased.EndLease();
            }
        })).ToList();
        var revisions = Some(200);
        foreach (var revision in revisions) held.Publish(revision);
        await end.CancelAsync();
        await Task.WhenAll(readers);
        Assert.All(revisions.SkipLast(1), revision => Assert.True(revision.IsDisposed));
        Assert.False(revisions[^1].IsDisposed);
    }

    [Fact]
    public void Whoever_waits_is_woken_by_a_revision_a_beat_and_the_end()
    {
        var held = Publish(new(), Some(1)[0]);
        Action[] wake = [() => held.Publish(Some(1)[0]), held.Beat, held.Stop];
        foreach (var one in wake)
        {
            var beat = held.NextBeat;
            Assert.False(beat.IsCompleted);
            one();
            Assert.True(beat.IsCompletedSuccessfully);
        }

        Assert.True(held.IsStopping);
    }

    [Fact]
    public void Watches_have_a_checkpoint_within_thirty_seconds() =>
        Assert.InRange(WatchBeats.Interval, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(29));

    private static HeldRevisions Publish(HeldRevisions held, params Revision[] revisions)
    {
        foreach (var revision in revisions) held.Publish(revision);
        return held;
    }

    private static Revision[] Some(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => Revision($"{Interlocked.Increment(ref _made)}"))];

    private static Revision Revision(string title) => CorpusFiles.RevisionOf(Tests.Some.CorpusWith(
        "A port is closed to tankers", $"A port is closed to tankers ({title})"));
}
