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
    /// Reads an <c>order_by</c>, see <see cref="OrderText"/>.
    /// </summary>
    /// <returns>What is wrong with it, or null.</returns>
    public static string? Parse(string text, out ClaimOrder order)
    {
        var problem = OrderText.Parse(text, _names, "position, stated_date, event_date or name", out var fields);
        order = fields.Count == 0 ? Default : new(fields);
        return problem;
    }

    /// <summary>The same for every text that means the same, in the contract's names.</summary>
    public override string ToString() => IsByPosition ? "" : string.Join(',', Fields.Select(field =>
        OrderText.Of(field, _names)));
}
