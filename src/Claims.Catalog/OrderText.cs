namespace Claims.Catalog;

/// <summary>
/// The text of an <c>order_by</c> (AIP-132): fields separated by commas, each by its name in the contract or in JSON, with
/// <c> desc</c> after it for descending; <c> asc</c>, which goes without saying, may be said.
/// </summary>
internal static class OrderText
{
    // Of all fields, there would be less than half as many.
    private const int MaximumLength = 200;

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text; without a field, the order is the one where none is asked for.</param>
    /// <param name="names">The fields by their names, the contract's first.</param>
    /// <param name="expected">The fields, for who wrote the text.</param>
    /// <param name="fields">What to order by, first things first; of no use where there is a problem.</param>
    /// <returns>What is wrong with it, or null.</returns>
    public static string? Parse<T>(
        string text, IReadOnlyDictionary<string, T> names, string expected, out IReadOnlyList<(T Field, bool Descending)> fields)
        where T : struct
    {
        fields = [];
        if (text.Length > MaximumLength) return $"'{Quote.Cut(text)}' has {text.Length} characters; the most is {MaximumLength}";
        if (string.IsNullOrWhiteSpace(text)) return null;
        var given = new List<(T Field, bool)>();
        foreach (var item in text.Split(','))
        {
            var words = item.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            T? field = words.Length > 0 && names.TryGetValue(words[0], out var named) ? named : null;
            if (field is null || words.Length > 2 || (words.Length == 2 && words[1] is not ("asc" or "desc")))
            {
                var near = words.Length > 0 && field is null ? Suggestion.Of(Quote.Cut(words[0]), names.Keys) : "";
                return $"'{Quote.Cut(item.Trim())}' is no order; expected {expected}, each alone or with ' asc' or ' desc', and commas "
                    + "between them" + near;
            }

            if (given.Any(one => one.Field.Equals(field.Value))) return $"'{words[0]}' is given twice";
            given.Add((field.Value, words is [_, "desc"]));
        }

        fields = given;
        return null;
    }

    /// <summary>The text of a field, by its name in the contract.</summary>
    public static string Of<T>((T Field, bool Descending) order, IReadOnlyDictionary<string, T> names)
        where T : struct =>
        names.First(name => name.Value.Equals(order.Field)).Key + (order.Descending ? " desc" : "");
}
