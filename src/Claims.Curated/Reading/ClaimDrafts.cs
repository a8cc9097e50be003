using Claims.V1;

namespace Claims.Curated;

/// <summary>What was given of a <see cref="Claim"/>.</summary>
/// <param name="article">Of its article, what is known already.</param>
internal sealed class ClaimDraft(ArticleDraft article) : Draft(_members)
{
    private static readonly JsonMembers _members = JsonMembers.Of(Claim.Descriptor);

    public ArticleDraft Article => article;

    public Utf8Text Name => Text(Claim.NameFieldNumber);

    /// <summary>The names it had.</summary>
    public List<string> FormerNames { get; } = [];

    /// <summary>What is known of the attribution, where there is one; so with the others.</summary>
    public AttributionDraft Attribution { get; } = new();

    public DateDraft StatedDate { get; } = new();

    public DateDraft EventDate { get; } = new();

    public DateDraft AsOf { get; } = new();

    public Draft Stance { get; } = new(JsonMembers.Of(V1.Stance.Descriptor));

    /// <summary>How many bytes it has as it is served.</summary>
    public int Size { get; set; }

    public override void Begin(int at)
    {
        base.Begin(at);
        FormerNames.Clear();
    }
}

/// <summary>What was given of an <see cref="Alternative"/>.</summary>
internal sealed class AlternativeDraft() : Draft(_members)
{
    private static readonly JsonMembers _members = JsonMembers.Of(Alternative.Descriptor);

    /// <summary>What is known of its attribution, where there is one.</summary>
    public AttributionDraft Attribution { get; } = new();
}

/// <summary>What was given of a <see cref="PlaceMention"/>, or of a <see cref="Dateline"/>.</summary>
/// <param name="members">The members.</param>
/// <param name="names">The slugs of all places.</param>
internal sealed class PlaceDraft(JsonMembers members, HeadNames names) : Draft(members)
{
    public HeadNames Names => names;

    /// <summary>The place of the slug, where there is one.</summary>
    public EncodedPlace? Place { get; set; }

    /// <summary>Of a dateline, whether there is a time zone of the name.</summary>
    public bool IsInZone { get; set; }
}
