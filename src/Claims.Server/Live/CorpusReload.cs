using System.Diagnostics;
using System.Runtime.InteropServices;
using Claims.Curated;
using Claims.V1;
using Google.Protobuf.WellKnownTypes;

namespace Claims.Server.Live;

/// <summary>
/// Looks after the files of a corpus, and publishes what they hold once they have changed: on a thread of its own, every
/// so many seconds, and at once where the process gets SIGHUP. It asks the files themselves, since notifications do not
/// tell of bind mounts, nor of a link that leads elsewhere. What cannot be loaded changes nothing, and is told.
/// </summary>
internal sealed class CorpusReload : IDisposable
{
    /// <summary>How many mistakes of one attempt are logged; <c>check</c> tells more.</summary>
    public const int MostLogged = 20;

    // Files that change all the time while they are read are left until the next look.
    private const int Attempts = 3;

    // A load that takes so much longer than the one before is starved by other processes.
    private const int Starved = 10;

    private static readonly TimeSpan _leastPatience = TimeSpan.FromSeconds(10);

    private readonly HeldRevisions _corpus;
    private readonly CorpusCompiler _compiler;
    private readonly string _path;
    private readonly TimeSpan _poll;
    private readonly ManualResetEvent _stop = new(initialState: false);
    private readonly AutoResetEvent _forced = new(initialState: false);
    private readonly PosixSignalRegistration _hangUp;

    private ILogger? _logger;
    private TreeStatus _loaded;
    private TimeSpan _lastLoad;
    private string _told = "";

    /// <summary>Notes what the files are before they are first loaded; it looks from <see cref="Start"/> on.</summary>
    /// <param name="corpus">Where to publish.</param>
    /// <param name="compiler">What loads the corpus.</param>
    /// <param name="path">The file or directory that it loads.</param>
    /// <param name="poll">How long to wait between two looks; zero looks only when told to.</param>
    public CorpusReload(HeldRevisions corpus, CorpusCompiler compiler, string path, TimeSpan poll)
    {
        (_corpus, _compiler, _path) = (corpus, compiler, path);
        _poll = poll == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : poll;
        _loaded = TreeStatus.Of(path);

        // Unhandled, it would end the process.
        _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            Force();
        });
    }

    /// <summary>Begins to look.</summary>
    public void Start(ILogger logger)
    {
        _logger = logger;
        new Thread(Look) { IsBackground = true, Name = "corpus reload" }.Start();
    }

    /// <summary>Loads as soon as possible, whether or not anything seems changed.</summary>
    public void Force() => _forced.Set();

    /// <summary>Ends it; a load under way is dropped.</summary>
    public void Dispose()
    {
        _hangUp.Dispose();
        _stop.Set();
    }

    private void Look()
    {
        while (true)
        {
            var woken = WaitHandle.WaitAny([_stop, _forced], _poll);
            if (woken == 0) return;
            try
            {
                _corpus.Trim();
                LoadIfChanged(isForced: woken == 1);
            }
            catch (Exception e)
            {
                // Whatever it was, there is another look.
                ServerLog.ReloadFailed(_logger!, _path, e);
            }
        }
    }

    private void LoadIfChanged(bool isForced)
    {
        var status = TreeStatus.Of(_path);

        // What was read while its times could not tell is read again once they can.
        var isSame = status.Equals(_loaded) && (_loaded.IsSettled || !status.IsSettled);
        if (isSame && !isForced) return;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var start = Stopwatch.GetTimestamp();
            var patience = _lastLoad * Starved;
            var (loaded, thrown) = IdleLoading.Run(
                _compiler.Load, patience > _leastPatience ? patience : _leastPatience);
            var time = Stopwatch.GetElapsedTime(start);
            var before = status;
            status = TreeStatus.Of(_path);
            if (!status.Equals(before))
            {
                loaded?.Revision?.Dispose();
                continue;
            }

            // As it was before: whether its times could tell by now says nothing of then.
            _loaded = before;
            if (loaded?.Revision is null)
            {
                Fail(loaded, thrown);
                return;
            }

            _lastLoad = time;
            Take(loaded, time);
            return;
        }
    }

    private void Take(LoadedCorpus loaded, TimeSpan time)
    {
        _told = "";
        var revision = loaded.Revision!;
        var (claims, articles) = (revision.ClaimCount, revision.Articles.Count);
        var withheld = _corpus.All.Count(one => one.IsWithheld);
        if (_corpus.Publish(revision))
        {
            ServerLog.Reloaded(_logger!, revision.Id, _path, claims, articles, (long)time.TotalMilliseconds);
            withheld = _corpus.All.Count(one => one.IsWithheld) - withheld;
            if (withheld > 0) ServerLog.Withheld(_logger!, withheld, revision.Id);
            LoadingGarbage.GiveBack(claims);
        }
        else if (_corpus.LastFailedLoad is not null)
        {
            ServerLog.Mended(_logger!, revision.Id, _path);
        }

        _corpus.LastFailedLoad = null;
    }

    private void Fail(LoadedCorpus? loaded, Exception? thrown)
    {
        Log(loaded, thrown);

        // Whoever sees it finds it in the log too.
        _corpus.LastFailedLoad = FailedLoadOf(loaded, thrown);
    }

    // Once for the same failure, however often it is tried.
    private void Log(LoadedCorpus? loaded, Exception? thrown)
    {
        var told = thrown is not null ? thrown.ToString() : string.Join('\n', loaded!.Mistakes);
        if (told == _told) return;
        _told = told;
        if (thrown is not null)
        {
            ServerLog.ReloadFailed(_logger!, _path, thrown);
            return;
        }

        ServerLog.NotReloaded(_logger!, _path, _corpus.Current.Id, loaded!.MistakeCount);
        foreach (var mistake in loaded.Mistakes.Take(MostLogged)) ServerLog.Mistake(_logger!, mistake.ToString());
    }

    private FailedLoad FailedLoadOf(LoadedCorpus? loaded, Exception? thrown)
    {
        var failed = new FailedLoad { MistakeCount = 1, File = ".", Line = 1, Column = 1 };
        failed.AttemptTime = DateTime.UtcNow.ToTimestamp();
        if (loaded is not { Mistakes: [var first, ..] })
        {
            failed.Rule = thrown is OutOfMemoryException ? "out-of-memory" : "load-failed";
            return failed;
        }

        failed.MistakeCount = (int)Math.Min(loaded.MistakeCount, int.MaxValue);
        (failed.Line, failed.Column, failed.Rule) = (first.Line, first.Column, first.Rule);

        // Where the corpus cannot be read at all, its own path is told, which clients have no part in.
        if (first.File != _path) failed.File = first.File;
        return failed;
    }
}
