using Claims.Curated;
using Claims.Tests.Curated;
using Claims.V1;

namespace Claims.Tests.Live;

/// <summary>
/// What every revision that may be published must answer, found out beside the server. Thread-safe.
/// </summary>
internal sealed class LiveModel
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (int Number, List<Claim> Claims)> _revisions = [];

    /// <summary>The claims of a revision, in the order <c>position</c>.</summary>
    public List<Claim> ClaimsOf(string revision) => Of(revision).Claims;

    /// <summary>Where a revision stands among all, in the order in which the files came to hold them.</summary>
    public int NumberOf(string revision) => Of(revision).Number;

    /// <summary>Notes what some files hold, if it is a corpus; the revision, or null.</summary>
    public string? Note(IReadOnlyDictionary<string, string> texts)
    {
        using var files = new CorpusFiles([.. texts.Select(text => (text.Key, text.Value))]);
        if (CorpusLoader.Load(files.Root).Revision is not { } revision) return null;
        lock (_gate)
        {
            _revisions.TryAdd(revision.Id, (_revisions.Count, [.. revision.Claims]));
        }

        return revision.Id;
    }

    private (int Number, List<Claim> Claims) Of(string revision)
    {
        lock (_gate)
        {
            Assert.True(_revisions.TryGetValue(revision, out var found), $"no files ever held revision {revision}");
            return found;
        }
    }
}
