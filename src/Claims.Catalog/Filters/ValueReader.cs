using Claims.V1;

namespace Claims.Catalog;

/// <summary>
/// Reads out of an encoded claim the values that it has of each facet.
/// </summary>
/// <param name="facets">What numbers them.</param>
internal sealed class ValueReader(IFacetNumbers facets)
{
    /// <summary>Adds a claim's values to a list, each once.</summary>
    public void Read(ReadOnlySpan<byte> claim, Column<int> values)
    {
        var first = values.Count;
        var reader = new WireReader(claim);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case Claim.AttributionFieldNumber:
                    ReadAttribution(reader.Bytes, values, first);
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

    private void ReadAttribution(ReadOnlySpan<byte> attribution, Column<int> values, int first)
    {
        var steps = 0;
        ReadOnlySpan<byte> last = default;
        var reader = new WireReader(attribution);
        while (reader.Read())
        {
            if (reader.Field == Attribution.ScopeFieldNumber) values.Add(facets.Of(Facet.Scope, (int)reader.Number));
            if (reader.Field != Attribution.StepsFieldNumber) continue;
            if (++steps > 1) ReadSources(reader.Bytes, values, first);
            last = reader.Bytes;
        }

        if (steps == 1) ReadSources(last, values, first);
        ReadLastStep(last, values, first);
    }

    private void ReadSources(ReadOnlySpan<byte> step, Column<int> values, int first)
    {
        var reader = new WireReader(step);
        while (reader.Read())
        {
            if (reader.Field != AttributionStep.SpeakersFieldNumber) continue;
            var speaker = new WireReader(reader.Bytes);
            speaker.Read();
            AddOnce(values, first, facets.Of(Facet.Source, speaker.Bytes));
        }
    }

    private void ReadLastStep(ReadOnlySpan<byte> step, Column<int> values, int first)
    {
        var reader = new WireReader(step);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case AttributionStep.SpeakersFieldNumber:
                    ReadSpeaker(reader.Bytes, values, first);
                    break;
                case AttributionStep.KindFieldNumber:
                    values.Add(facets.Of(Facet.AttributionKind, (int)reader.Number));
                    break;
                case AttributionStep.CueFieldNumber:
                    values.Add(facets.Of(Facet.Cue, reader.Bytes));
                    break;
            }
        }
    }

    private void ReadSpeaker(ReadOnlySpan<byte> speaker, Column<int> values, int first)
    {
        var reader = new WireReader(speaker);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case Speaker.SourceFieldNumber:
                    AddOnce(values, first, facets.Of(Facet.Speaker, reader.Bytes));
                    break;
                case Speaker.IdentificationFieldNumber:
                    AddOnce(values, first, facets.Of(Facet.Identification, (int)reader.Number));
                    break;
                case Speaker.KindFieldNumber:
                    AddOnce(values, first, facets.Of(Facet.SourceKind, (int)reader.Number));
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
            if (reader.Field == PlaceMention.PlaceFieldNumber) values.Add(facets.Of(Facet.Place, reader.Bytes));
            if (reader.Field == PlaceMention.CountryCodeFieldNumber) AddOnce(values, first, facets.Of(Facet.Country, reader.Bytes));
        }
    }

    private void ReadTopic(ReadOnlySpan<byte> topic, Column<int> values)
    {
        var reader = new WireReader(topic);
        reader.Read();
        values.Add(facets.Of(Facet.Topic, reader.Bytes));
    }

    private void ReadRelation(ReadOnlySpan<byte> relation, Column<int> values, int first)
    {
        var reader = new WireReader(relation);
        while (reader.Read())
        {
            if (reader.Field == Relation.TypeFieldNumber) AddOnce(values, first, facets.Of(Facet.RelationType, (int)reader.Number));
        }
    }

}
