using Claims.Curated;

namespace Claims.Tests.Curated;

/// <summary>
/// One thing broken in <see cref="Some.Corpus"/>, and what is to be told of it.
/// </summary>
/// <param name="What">What is wrong, in words.</param>
/// <param name="Rule">The rule it breaks.</param>
/// <param name="Good">What stands in the good sample; <c>'</c> is written for <c>"</c>.</param>
/// <param name="Broken">What is put there, likewise, with <c>¦</c> before the value that is to be told of.</param>
/// <param name="Path">The path of that value.</param>
/// <param name="Resource">The entry it is in.</param>
/// <param name="Message">All of the message.</param>
internal sealed record Mistake(
    string What, string Rule, string Good, string Broken, string Path, string Resource, string Message)
{
    /// <summary>The broken file.</summary>
    public string Text => Marked.Replace("¦", "", StringComparison.Ordinal);

    private string Marked => Some.CorpusWith(Good.Replace('\'', '"'), Broken.Replace('\'', '"'));

    /// <summary>What is to be told, if the file has this name.</summary>
    public Diagnostic Diagnostic(string file)
    {
        var before = Marked.Split('¦')[0];
        var column = before[(before.LastIndexOf('\n') + 1)..].EnumerateRunes().Count() + 1;
        return new(file, before.Count(c => c == '\n') + 1, column, Path, Resource, Rule, Message);
    }
}
