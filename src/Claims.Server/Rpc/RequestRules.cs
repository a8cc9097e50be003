using Claims.Server.Catalog;
using Claims.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Claims.Server.Rpc;

/// <summary>
/// Checks one request: collects every violation, and raises them together. Every rule on requests is here.
/// </summary>
internal sealed class RequestRules
{
    /// <summary>The most names a batch may ask for.</summary>
    public const int MaximumBatchSize = 100;

    /// <summary>The most values that a filter, or a list of a request, may hold.</summary>
    private const int MaximumValues = 1000;

    private const int MaximumMaskPaths = 100;

    // What ClaimPredicate does not answer yet must not be ignored.
    private static readonly HashSet<int> _servedFilterFields =
    [
        ClaimFilter.SpeakersFieldNumber,
        ClaimFilter.SourceKindsFieldNumber,
        ClaimFilter.AttributionKindsFieldNumber,
        ClaimFilter.StatedDuringFieldNumber,
        ClaimFilter.EventDuringFieldNumber,
    ];

    // Made for the first of them: most requests have none.
    private List<FieldViolation>? _violations;
    private List<string>? _unserved;

    /// <summary>Raises what was found wrong, if anything was.</summary>
    public void ThrowIfBroken()
    {
        if (_violations is not null) throw Failures.InvalidRequest(_violations);
        if (_unserved is not null) throw Failures.FieldsNotImplemented(_unserved);
    }

    public RequestRules ClaimName(string field, string name) =>
        Name(field, name, ResourceName.IsClaim(name), ResourceName.ClaimForm);

    public RequestRules ArticleName(string field, string name) =>
        Name(field, name, ResourceName.IsArticle(name), ResourceName.ArticleForm);

    public RequestRules SourceName(string field, string name) =>
        Name(field, name, ResourceName.IsSource(name), ResourceName.SourceForm);

    public RequestRules Parent(string name) => Name("parent", name,
        name == ResourceName.EveryArticle || ResourceName.IsArticle(name),
        $"{ResourceName.ArticleForm}, or {ResourceName.EveryArticle} for all");

    public RequestRules BatchNames(IReadOnlyList<string> names)
    {
        if (names.Count is > 0 and <= MaximumBatchSize) return Names("names", names, ResourceName.IsClaim, ResourceName.ClaimForm);
        Add("names", $"{names.Count} names given; expected 1 to {MaximumBatchSize}");
        return this;
    }

    public RequestRules PageSize(int size)
    {
        if (size < 0) Add("page_size", $"{size} is negative; expected 0 for the default, or 1 to {Paging.MaximumSize}");
        return this;
    }

    public RequestRules OrderBy(string text, out ClaimOrder order)
    {
        if (ClaimOrder.Parse(text, out order) is { } problem) Add("order_by", problem);
        return this;
    }

    public RequestRules ReadMask(FieldMask? mask, MessageDescriptor resource)
    {
        if (mask is null || IsTooLong("read_mask.paths", mask.Paths.Count, MaximumMaskPaths)) return this;
        for (var i = 0; i < mask.Paths.Count; i++)
        {
            if (FieldMask.IsValid(resource, mask.Paths[i])) continue;
            var fields = resource.Fields.InDeclarationOrder().Select(field => field.Name);
            Add($"read_mask.paths[{i}]", $"'{Quote.Cut(mask.Paths[i])}' is no path in {resource.FullName}"
                + Suggestion.Of(Quote.Cut(mask.Paths[i]), fields) + "; expected names of fields joined by '.', a repeated one "
                + "only last");
        }

        return this;
    }

    public RequestRules Names(string field, IReadOnlyList<string> names, Func<ReadOnlySpan<char>, bool> isWellFormed, string form)
    {
        if (IsTooLong(field, names.Count, MaximumValues)) return this;
        for (var i = 0; i < names.Count; i++) Name($"{field}[{i}]", names[i], isWellFormed(names[i]), form);
        return this;
    }

    /// <summary>Every value of a repeated enum field must be one the contract defines, and not its zero.</summary>
    public RequestRules Enums<T>(string field, IReadOnlyList<T> values)
        where T : struct, System.Enum
    {
        if (IsTooLong(field, values.Count, MaximumValues)) return this;
        for (var i = 0; i < values.Count; i++)
        {
            if (System.Enum.IsDefined(values[i]) && !values[i].Equals(default(T))) continue;
            Add($"{field}[{i}]", $"{EnumNames.Of(values[i])} is no value to ask for; expected one of {typeof(T).Name} but its "
                + "zero");
        }

        return this;
    }

    public RequestRules Filter(ClaimFilter? filter, out ClaimCriteria criteria)
    {
        criteria = ClaimCriteria.None;
        if (filter is null) return this;
        var count = filter.Speakers.Count + filter.SourceKinds.Count + filter.AttributionKinds.Count;
        if (IsTooLong("filter", count, MaximumValues)) return this;
        Names("filter.speakers", filter.Speakers, ResourceName.IsSource, ResourceName.SourceForm);
        Enums("filter.source_kinds", filter.SourceKinds);
        Enums("filter.attribution_kinds", filter.AttributionKinds);
        criteria = new(
            filter.Speakers,
            filter.SourceKinds,
            filter.AttributionKinds,
            Date("filter.stated_during", filter.StatedDuring),
            Date("filter.event_during", filter.EventDuring));

        foreach (var field in ClaimFilter.Descriptor.Fields.InFieldNumberOrder())
        {
            if (!_servedFilterFields.Contains(field.FieldNumber) && IsSet(filter, field)) (_unserved ??= []).Add($"filter.{field.Name}");
        }

        return this;
    }

    private static bool IsSet(IMessage message, FieldDescriptor field) => field.IsRepeated
        ? ((System.Collections.IList)field.Accessor.GetValue(message)).Count > 0
        : field.HasPresence ? field.Accessor.HasValue(message) : field.Accessor.GetValue(message) is not "";

    /// <returns>The date, or null where none is given or it is malformed.</returns>
    private Edtf? Date(string field, string text)
    {
        if (text.Length == 0) return null;
        if (Edtf.TryParse(text, out var date, out var problem)) return date;
        Add(field, $"'{Quote.Cut(text)}': {problem}");
        return null;
    }

    private RequestRules Name(string field, string name, bool isWellFormed, string form)
    {
        if (isWellFormed) return this;
        Add(field, name.Length == 0
            ? $"required; expected {form}"
            : $"'{Quote.Cut(name)}' is malformed; expected {form}, each part {ResourceName.SlugForm}");
        return this;
    }

    // Told once: what is in too long a list is not looked at.
    private bool IsTooLong(string field, int count, int maximum)
    {
        if (count <= maximum) return false;
        Add(field, $"{count} values given; the most is {maximum}");
        return true;
    }

    private void Add(string field, string description) => (_violations ??= []).Add(new(field, description));
}
