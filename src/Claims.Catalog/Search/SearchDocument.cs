namespace Claims.Catalog.Search;

/// <summary>Where a claim's words were put.</summary>
/// <param name="Part">The place of its <see cref="SearchDocuments"/> in the list given to the index.</param>
/// <param name="Document">Its number there.</param>
internal readonly record struct SearchDocument(int Part, int Document);
