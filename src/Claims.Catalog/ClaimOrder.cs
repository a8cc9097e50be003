namespace Claims.Catalog;

/// <summary>What claims can be ordered by.</summary>
internal enum ClaimOrderField
{
    /// <summary>Published date descending, article, first locator.</summary>
    Position,

    /// <summary>The date of saying.</summary>
    StatedDate,

    /// <summary>The date of what is said.</summary>
    EventDate,

    /// <summary>The resource name.</summary>
    Name,
}

/// <summary>
/// An order of claims: by each field in turn, ties broken by position, and those of one position by name: by number.
/// </summary>
internal sealed class ClaimOrder
{
    /// <summary>The order where none is asked for.</summary>
    public static readonly ClaimOrder Default = new([]);

    // Of all fields, there would be less than half as many.
    private const int MaximumLength = 200;

    // By their names in the contract and in JSON.
    private static readonly Dictionary<string, ClaimOrderField> _names = new(StringComparer.Ordinal)
    {
        ["position"] = ClaimOrderField.Position,
        ["stated_date"] = ClaimOrderField.StatedDate,
        ["statedDate"] = ClaimOrderField.StatedDate,
        ["event_date"] = ClaimOrderField.EventDate,
        ["eventDate"] = ClaimOrderField.EventDate,
        ["name"] = ClaimOrderField.Name,
    };

    private ClaimOrder(IReadOnlyList<(ClaimOrderField Field, bool Descending)> fields) => Fields = fields;

    /// <summary>What to order by, first things first; empty is by position.</summary>
    public IReadOnlyList<(ClaimOrderField Field, bool Descending)> Fields { get; }

    /// <summary>Whether it is the order in which claims are numbered.</summary>
    public bool IsByPosition => Fields.Count == 0 || Fields is [(ClaimOrderField.Position, false)];

    /// <summary>
    /// The date it orders by, with nothing behind it but the position, which is there anyway; else null.
    /// </summary>
    public (ClaimOrderField Field, bool Descending)? ByDate =>
        Fields is [(ClaimOrderField.StatedDate or ClaimOrderField.EventDate, _)]
            or [(ClaimOrderField.StatedDate or ClaimOrderField.EventDate, _), (ClaimOrderField.Position, false)]
            ? Fields[0]
            : null;

    /// <summary>
    /// Reads an <c>order_by</c> (AIP-132): fields separated by commas, each by its name in the contract or in JSON,
    /// with <c> desc</c> after it for descending; <c> asc</c>, which goes without saying, may be said.
    /// </summary>
    /// <returns>What is wrong with it, or null.</returns>
    public static string? Parse(string text, out ClaimOrder order)
    {
        order = Default;
        if (text.Length > MaximumLength) return $"'{Quote.Cut(text)}' has {text.Length} characters; the most is {MaximumLength}";
        if (string.IsNullOrWhiteSpace(text)) return null;
        var fields = new List<(ClaimOrderField, bool)>();
        foreach (var item in text.Split(','))
        {
            var words = item.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            ClaimOrderField? field = words.Length > 0 && _names.TryGetValue(words[0], out var named) ? named : null;
            if (field is null || words.Length > 2 || (words.Length == 2 && words[1] is not ("asc" or "desc")))
            {
                var near = words.Length > 0 && field is null ? Suggestion.Of(Quote.Cut(words[0]), _names.Keys) : "";
                return $"'{Quote.Cut(item.Trim())}' is no order; expected position, stated_date, event_date or name, "
                    + "each alone or with ' asc' or ' desc', and commas between them" + near;
            }

            if (fields.Any(given => given.Item1 == field)) return $"'{words[0]}' is given twice";
            fields.Add((field.Value, words is [_, "desc"]));
        }

        order = new(fields);
        return null;
    }

    /// <summary>The same for every text that means the same, in the contract's names.</summary>
    public override string ToString() => IsByPosition ? "" : string.Join(',', Fields.Select(field =>
        _names.First(name => name.Value == field.Field).Key + (field.Descending ? " desc" : "")));
}
