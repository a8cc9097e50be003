using Claims.V1;

namespace Claims.Catalog;

/// <summary>
/// Reads out of an encoded claim the values that it has of each facet.
/// </summary>
/// <param name="facets">What numbers them.</param>
internal sealed class ValueReader(IFacetNumbers facets)
{
    // Which claims have no value of it is a value too.
    private static readonly Facet[] _mayBeWithout =
        [Facet.Scope, Facet.RelationType, Facet.Topic, Facet.Place, Facet.Country, Facet.Cue];

    // The facets of which the claim has a value so far, those of the above only.
    private uint _met;

    /// <summary>Adds a claim's values to a list, each once.</summary>
    public void Read(ReadOnlySpan<byte> claim, Column<int> values)
    {
        _met = 0;
        var first = values.Count;
        var reader = new WireReader(claim);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case Claim.AttributionFieldNumber:
                    ReadAttribution(reader.Bytes, values, first, isAlternative: false);
                    break;
                case Claim.AlternativesFieldNumber:
                    ReadAlternative(reader.Bytes, values, first);
                    break;
                case Claim.StanceFieldNumber:
                    ReadStance(reader.Bytes, values);
                    break;
                case Claim.PresupposedFieldNumber:
                    values.Add(facets.Of(Facet.Presupposed, 1));
                    break;
                case Claim.PlacesFieldNumber:
                    ReadPlace(reader.Bytes, values, first);
                    break;
                case Claim.TopicsFieldNumber:
                    ReadTopic(reader.Bytes, values);
                    break;
                case Claim.RelationsFieldNumber:
                    ReadRelation(reader.Bytes, values, first);
                    break;
            }
        }

        foreach (var facet in _mayBeWithout)
        {
            if ((_met >> (int)facet & 1) == 0) values.Add(facets.Of(Facet.Without, (int)facet));
        }
    }

    /// <summary>Adds a value to those of a claim unless it is among them.</summary>
    /// <param name="values">The values.</param>
    /// <param name="first">Where those of the claim start; they are the last.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether it was added.</returns>
    public static bool AddOnce(Column<int> values, int first, int value)
    {
        if (values.Items[first..].Contains(value)) return false;
        values.Add(value);
        return true;
    }

    private void ReadAlternative(ReadOnlySpan<byte> alternative, Column<int> values, int first)
    {
        var reader = new WireReader(alternative);
        while (reader.Read())
        {
            if (reader.Field == Alternative.AttributionFieldNumber) ReadAttribution(reader.Bytes, values, first, isAlternative: true);
        }
    }

    private void ReadAttribution(ReadOnlySpan<byte> attribution, Column<int> values, int first, bool isAlternative)
    {
        var steps = 0;
        ReadOnlySpan<byte> last = default;
        var reader = new WireReader(attribution);
        while (reader.Read())
        {
            if (reader.Field == Attribution.ScopeFieldNumber && !isAlternative) values.Add(Meet(Facet.Scope, (int)reader.Number));
            if (reader.Field != Attribution.StepsFieldNumber) continue;
            if (++steps > 1) ReadSources(reader.Bytes, values, first, isAlternative);
            last = reader.Bytes;
        }

        if (steps == 1) ReadSources(last, values, first, isAlternative);
        ReadLastStep(last, values, first, isAlternative);
    }

    private void ReadSources(ReadOnlySpan<byte> step, Column<int> values, int first, bool isAlternative)
    {
        var facet = FacetOf(Facet.Source, isAlternative);
        var reader = new WireReader(step);
        while (reader.Read())
        {
            if (reader.Field != AttributionStep.SpeakersFieldNumber) continue;
            var speaker = new WireReader(reader.Bytes);
            speaker.Read();
            AddOnce(values, first, facets.Of(facet, speaker.Bytes));
        }
    }

    private void ReadLastStep(ReadOnlySpan<byte> step, Column<int> values, int first, bool isAlternative)
    {
        var reader = new WireReader(step);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case AttributionStep.SpeakersFieldNumber:
                    ReadSpeaker(reader.Bytes, values, first, isAlternative);
                    break;
                case AttributionStep.KindFieldNumber:
                    AddOnce(values, first, facets.Of(FacetOf(Facet.AttributionKind, isAlternative), (int)reader.Number));
                    break;
                case AttributionStep.CueFieldNumber:
                    AddOnce(values, first, Meet(FacetOf(Facet.Cue, isAlternative), reader.Bytes));
                    break;
            }
        }
    }

    private void ReadSpeaker(ReadOnlySpan<byte> speaker, Column<int> values, int first, bool isAlternative)
    {
        var reader = new WireReader(speaker);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case Speaker.SourceFieldNumber:
                    AddOnce(values, first, facets.Of(FacetOf(Facet.Speaker, isAlternative), reader.Bytes));
                    break;
                case Speaker.IdentificationFieldNumber:
                    AddOnce(values, first, facets.Of(FacetOf(Facet.Identification, isAlternative), (int)reader.Number));
                    break;
                case Speaker.KindFieldNumber:
                    AddOnce(values, first, facets.Of(FacetOf(Facet.SourceKind, isAlternative), (int)reader.Number));
                    break;
            }
        }
    }

    private void ReadStance(ReadOnlySpan<byte> stance, Column<int> values)
    {
        var reader = new WireReader(stance);
        while (reader.Read())
        {
            values.Add(facets.Of(
                reader.Field switch
                {
                    Stance.PolarityFieldNumber => Facet.Polarity,
                    Stance.CertaintyFieldNumber => Facet.Certainty,
                    _ => Facet.Force,
                },
                (int)reader.Number));
        }
    }

    private void ReadPlace(ReadOnlySpan<byte> place, Column<int> values, int first)
    {
        var reader = new WireReader(place);
        while (reader.Read())
        {
            if (reader.Field == PlaceMention.PlaceFieldNumber) values.Add(Meet(Facet.Place, reader.Bytes));
            if (reader.Field == PlaceMention.CountryCodeFieldNumber) AddOnce(values, first, Meet(Facet.Country, reader.Bytes));
        }
    }

    private void ReadTopic(ReadOnlySpan<byte> topic, Column<int> values)
    {
        var reader = new WireReader(topic);
        reader.Read();
        values.Add(Meet(Facet.Topic, reader.Bytes));
    }

    private void ReadRelation(ReadOnlySpan<byte> relation, Column<int> values, int first)
    {
        var reader = new WireReader(relation);
        while (reader.Read())
        {
            if (reader.Field == Relation.TypeFieldNumber) AddOnce(values, first, Meet(Facet.RelationType, (int)reader.Number));
        }
    }

    private int Meet(Facet facet, int value)
    {
        _met |= 1u << (int)facet;
        return facets.Of(facet, value);
    }

    private int Meet(Facet facet, ReadOnlySpan<byte> text)
    {
        _met |= 1u << (int)facet;
        return facets.Of(facet, text);
    }

    private static Facet FacetOf(Facet facet, bool isAlternative) => isAlternative ? AlternativeFacets.Of(facet)!.Value : facet;
}
