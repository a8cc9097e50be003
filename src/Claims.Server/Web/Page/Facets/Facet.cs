using Claims.Catalog;
using Claims.V1;

namespace Claims.Server.Web.Page.Facets;

/// <summary>
/// Something by which claims are narrowed down: a list of a filter, and the dimension that counts its values.
/// </summary>
/// <param name="Title">What the page calls it.</param>
/// <param name="Parameter">The parameter of an address that has its values.</param>
/// <param name="Dimension">What counts them.</param>
/// <param name="Clear">Takes it out of a filter.</param>
/// <param name="WordsOf">What to call a value; null where the service knows.</param>
public sealed record Facet(
    string Title, string Parameter, Dimension Dimension, Action<ClaimFilter> Clear, Func<string, string>? WordsOf = null)
{
    /// <summary>How many values of a facet are shown before one asks for more.</summary>
    public const int Shown = 6;

    public static readonly IReadOnlyList<Facet> All =
    [
        new("Speaker", "filter.speakers", Dimension.Speaker, filter => filter.Speakers.Clear()),
        new("Kind of source", "filter.sourceKinds", Dimension.SourceKind, filter => filter.SourceKinds.Clear(),
            value => ClaimWords.Capital(ClaimWords.Of(ValueOf<SourceKind>(value)))),
        new("How far named", "filter.identifications", Dimension.Identification, filter => filter.Identifications.Clear(),
            value => ClaimWords.Capital(ClaimWords.Of(ValueOf<Identification>(value)))),
        new("Form", "filter.attributionKinds", Dimension.AttributionKind, filter => filter.AttributionKinds.Clear(),
            value => ClaimWords.Capital(ClaimWords.Of(ValueOf<AttributionKind>(value)))),
        new("What is done by saying it", "filter.forces", Dimension.Force, filter => filter.Forces.Clear(),
            value => ClaimWords.Capital(ClaimWords.Of(ValueOf<Force>(value)))),
        new("How sure", "filter.certainties", Dimension.Certainty, filter => filter.Certainties.Clear(),
            value => ClaimWords.Capital(ClaimWords.Of(ValueOf<Certainty>(value)))),
        new("Whether it is so", "filter.polarities", Dimension.Polarity, filter => filter.Polarities.Clear(),
            value => ClaimWords.Capital(ClaimWords.Of(ValueOf<Polarity>(value)))),
        new("Status in the article", "filter.presupposed", Dimension.Presupposed, filter => filter.ClearPresupposed(),
            value => value == "true" ? "Taken for granted" : "Asserted"),
        new("Reach of the attribution", "filter.scopes", Dimension.Scope, filter => filter.Scopes.Clear(),
            value => ValueOf<AttributionScope>(value) == AttributionScope.Ambiguous ? "The wording allows another voice" : "Clear"),
        new("Place", "filter.places", Dimension.Place, filter => filter.Places.Clear()),
        new("Topic", "filter.topics", Dimension.Topic, filter => filter.Topics.Clear()),
    ];

    private static T ValueOf<T>(string name)
        where T : struct, Enum => Enum.GetValues<T>().First(value => EnumNames.Of(value) == name);
}
