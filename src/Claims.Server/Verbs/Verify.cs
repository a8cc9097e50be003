using Claims.Catalog;
using Claims.Curated;
using Claims.V1;

namespace Claims.Server.Verbs;

/// <summary>
/// <c>verify PATH --article FILE</c>: compares an article's text with the digests and the words of its claims, and prints
/// each claim beside its spans for a curator to read.
/// </summary>
internal static class Verify
{
    public static int Run(string path, string articleFile)
    {
        if (Check.LoadOrReport(path) is not { } revision) return ExitCode.Mistake;
        if (Directory.Exists(articleFile))
        {
            Console.Error.WriteLine($"{articleFile}: it is a directory; expected the file of the article's text");
            return ExitCode.Mistake;
        }

        ArticleText text;
        try
        {
            text = ArticleText.Canonicalize(File.ReadAllBytes(articleFile));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Console.Error.WriteLine($"{articleFile}: {FoundFile.ProblemOf(e, articleFile)}");
            return ExitCode.Mistake;
        }

        if (revision.Articles.FirstOrDefault(article => article.TextSha256 == text.Sha256) is not { } article)
        {
            ReportUnknownText(revision, articleFile, text);
            return ExitCode.Mistake;
        }

        return Compare(revision, article, text) ? ExitCode.Success : ExitCode.Mistake;
    }

    private static void ReportUnknownText(Revision revision, string articleFile, ArticleText text)
    {
        Console.Error.WriteLine($"{articleFile}: its text has SHA-256 {text.Sha256}, and no article of the corpus does:");
        foreach (var article in revision.Articles)
        {
            Console.Error.WriteLine($"  {article.TextSha256}  {article.Name}");
        }
    }

    private static bool Compare(Revision revision, Article article, ArticleText text)
    {
        Console.Out.WriteLine($"{article.Name}: the text is the one that was curated ({article.TextSha256})");
        var failures = 0;
        if (article.ParagraphCount != text.ParagraphCount)
        {
            failures++;
            Console.Out.WriteLine($"  FAILED: paragraphCount is {article.ParagraphCount}, the text has {text.ParagraphCount}");
        }

        var words = new ArticleWords(text);
        var claims = revision.ClaimsOf(revision.RunOf(article)).ToList();
        foreach (var claim in claims)
        {
            Console.Out.WriteLine();
            Console.Out.WriteLine(claim.Name);
            Console.Out.WriteLine($"  claim: {claim.Text}");
            foreach (var locator in claim.Locators) failures += CompareSpan("span", locator, text);
            foreach (var span in claim.ContentSpans) failures += CompareSpan("content", span, text);
            failures += CompareSteps(claim.Attribution, text);
            foreach (var alternative in claim.Alternatives)
            {
                Console.Out.WriteLine($"  or: {alternative.Reason}");
                failures += CompareSteps(alternative.Attribution, text);
            }

            failures += CompareWords(claim, words);
        }

        ReportBareParagraphs(claims, text);
        Console.Out.WriteLine();
        Console.Out.WriteLine(failures == 0
            ? $"verified: {Counted(claims.Count, "claim")}"
            : $"{Counted(failures, "failure")} in {Counted(claims.Count, "claim")}");
        return failures == 0;
    }

    /// <returns>How many failures there were.</returns>
    private static int CompareSteps(Attribution attribution, ArticleText text)
    {
        var failures = 0;
        foreach (var step in attribution.Steps)
        {
            if (step.Locator is not null) failures += CompareSpan("attribution", step.Locator, text);
            foreach (var span in step.SourceSpans) failures += CompareSpan("source", span, text);
            foreach (var span in step.CueSpans) failures += CompareSpan("cue", span, text);
        }

        return failures;
    }

    // No mistake: a paragraph may say nothing, or what others said before. But it may have been overlooked.
    private static void ReportBareParagraphs(List<Claim> claims, ArticleText text)
    {
        var told = claims.SelectMany(claim => claim.Locators).Where(locator => locator.HasParagraph)
            .Select(locator => locator.Paragraph).ToHashSet();
        var bare = Enumerable.Range(0, text.ParagraphCount).Where(paragraph => !told.Contains(paragraph)).ToList();
        if (bare.Count == 0) return;
        Console.Out.WriteLine();
        Console.Out.WriteLine($"no claim points to {Counted(bare.Count, "paragraph")}:");
        foreach (var paragraph in bare)
        {
            Console.Out.WriteLine($"  paragraph {paragraph}: {Quote.Cut(text.Span(new() { Paragraph = paragraph })!)}");
        }
    }

    private static string Counted(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    /// <returns>How many failures there were.</returns>
    private static int CompareWords(Claim claim, ArticleWords words)
    {
        var failures = words.ForeignExpressions(claim)
            .Select(expression => $"'{expression}' is not in the article")
            .ToList();
        if (!claim.Verbatim && words.SharedRun(claim) is { } run) failures.Add($"the text shares '{run}' with the article; say it in other words");
        foreach (var failure in failures) Console.Out.WriteLine($"  FAILED: {failure}");
        return failures.Count;
    }

    /// <returns>How many failures there were: 0 or 1.</returns>
    private static int CompareSpan(string what, Locator locator, ArticleText text)
    {
        var place = (locator.HasParagraph, locator.HasStart) switch
        {
            (false, _) => "article",
            (true, false) => $"paragraph {locator.Paragraph}",
            _ => $"paragraph {locator.Paragraph}, {locator.Start} to {locator.End}",
        };
        var span = text.Span(locator);
        var failure = span is null ? $"there is no such span; {text.ExtentOf(locator)}"
            : ArticleText.Digest(span) is var digest && digest != locator.Sha256 ? $"sha256 is {locator.Sha256}, the span's {digest}"
            : null;
        Console.Out.WriteLine($"  {what} ({place}): {span}");
        if (failure is null) return 0;
        Console.Out.WriteLine($"  FAILED: {failure}");
        return 1;
    }
}
