using Claims.Catalog;
using Claims.V1;

namespace Claims.Server.Web.Exports;

/// <summary>
/// Makes the rows of claims of a revision. Not thread-safe.
/// </summary>
internal sealed class ClaimRows(Revision revision)
{
    // Claims of one article come one after the other.
    private Article? _article;

    /// <summary>The row of a claim.</summary>
    public ClaimRow Of(int number)
    {
        var claim = revision.Encodings.Decode(number);
        var article = claim.Name.AsSpan(0, claim.Name.IndexOf("/claims/", StringComparison.Ordinal));
        if (_article is null || !article.SequenceEqual(_article.Name)) _article = revision.FindArticle(article.ToString())!;
        return new(claim, _article, revision.Id);
    }
}
