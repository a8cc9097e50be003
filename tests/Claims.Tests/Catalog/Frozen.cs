using Claims.Catalog;
using Claims.Catalog.Building;
using Claims.Catalog.Stored;
using Google.Protobuf;

namespace Claims.Tests.Catalog;

/// <summary>
/// Revisions of content that no file is of. They stay until the process ends.
/// </summary>
internal static class Frozen
{
    /// <summary>Indexes content that breaks no rule, its computed fields filled in.</summary>
    /// <param name="content">The content.</param>
    /// <param name="storage">Where it is stored.</param>
    /// <param name="parts">Among how many parts its articles are dealt out.</param>
    public static Revision Of(CorpusContent content, Storage? storage = null, int parts = 1)
    {
        storage ??= Storage.Memory;
        var claims = Enumerable.Range(0, content.Claims.Count).ToLookup(claim => content.ArticleOfClaim[claim]);
        var name = "";
        var file = storage.Create(StoredKind.Parts, sections =>
        {
            var builder = new PartBuilder();
            for (var part = 0; part < parts; part++)
            {
                for (var article = part; article < content.Articles.Count; article += parts)
                {
                    builder.BeginArticle(content.Articles[article]);
                    foreach (var claim in claims[article]) builder.AddClaim(content.Claims[claim].ToByteArray());
                    builder.EndArticle();
                }

                builder.Write(sections, [], []);
            }

            return name = PartFile.Finish(sections, [.. Enumerable.Range(0, parts).Select(part => $"{Guid.NewGuid()}")]);
        })!;
        var partFile = new PartFile(name, file);
        var heads = new CorpusHeads(content.Topics, content.Places, content.Sources, content.Synonyms, content.Withdrawals);
        StoredPart[] stored = [.. Enumerable.Range(0, parts).Select(part => new StoredPart(partFile, part))];
        var revision = Revision.Merge(storage, $"{Guid.NewGuid():N}.revision", heads, stored, out _);
        partFile.RemoveUser();
        return revision ?? throw new InvalidOperationException("The content breaks a rule on names or relations.");
    }
}
