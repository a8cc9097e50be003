using Claims.Catalog;

namespace Claims.Curated;

/// <summary>
/// A mistake in a curated file, told as a compiler would. Lines and columns count from 1, columns in Unicode code points.
/// </summary>
/// <param name="File">The file, relative to the corpus; of a corpus that is one file, its name.</param>
/// <param name="Line">The line of the offending value, or of what lacks a member.</param>
/// <param name="Column">The column there.</param>
/// <param name="Path">The JSON path of the value, such as <c>$.articles[0].claims[3].text</c>.</param>
/// <param name="Resource">The name of the claim, article or other entry it is in; empty outside of one.</param>
/// <param name="Rule">The rule it breaks, as a stable slug.</param>
/// <param name="Message">What is wrong, the value given, what was expected and what it may have meant.</param>
internal sealed record Diagnostic(
    string File, int Line, int Column, string Path, string Resource, string Rule, string Message)
{
    /// <summary>Two lines: place, rule and message, as editors and terminals know them; then path and resource.</summary>
    public override string ToString() =>
        Quote.Printable($"{File}:{Line}:{Column}: error {Rule}: {Message}") + "\n    "
        + Quote.Printable($"at {Path}" + (Resource.Length > 0 ? $" in {Resource}" : ""));
}
