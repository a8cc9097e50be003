namespace Claims.Catalog.Search;

/// <summary>A part of a text.</summary>
/// <param name="Start">Where it starts, in Unicode code points.</param>
/// <param name="End">Where it ends, exclusive.</param>
internal readonly record struct TextSpan(int Start, int End);
