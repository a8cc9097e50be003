using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Claims.Catalog;
using Claims.V1;
using Google.Protobuf;
using NodaTime;

namespace Claims.Tests.Catalog;

/// <summary>
/// Fills in what the contract calls derived, and puts current names in the place of former ones, in messages that break no rule:
/// plainly, so that what files compile to can be compared with it.
/// </summary>
internal static class Derivation
{
    /// <summary>Changes the content's messages in place.</summary>
    /// <returns>The content.</returns>
    public static CorpusContent Apply(CorpusContent content)
    {
        var sources = FormerNames.Index(content.Sources, source => source.Name, source => source.FormerNames);
        var articles = FormerNames.Index(content.Articles, article => article.Name, article => article.FormerNames);
        var claims = FormerNames.Index(content.Claims, claim => claim.Name, claim => claim.FormerNames);
        var topics = content.Topics.ToDictionary(topic => topic.Slug);
        var places = content.Places.ToDictionary(place => place.Slug);
        foreach (var place in content.Places)
        {
            place.CountryCode = Outwards(place.Slug).Select(outer => outer.CountryCode).FirstOrDefault(code => code.Length > 0, "");
        }

        foreach (var topic in content.Topics) FillDate(topic.Date);
        foreach (var withdrawal in content.Withdrawals) FillDate(withdrawal.Date);

        foreach (var source in content.Sources.Where(source => source.Affiliation.Length > 0))
        {
            source.Affiliation = sources[source.Affiliation].Name;
        }

        foreach (var article in content.Articles)
        {
            article.Publisher = sources[article.Publisher].Name;
            FillDate(article.PublishedDate);
            FillDate(article.CuratedDate);
            foreach (var correction in article.Corrections) FillDate(correction.Date);
        }

        for (var i = 0; i < content.Claims.Count; i++)
        {
            var claim = content.Claims[i];
            var article = content.Articles[content.ArticleOfClaim[i]];
            claim.Attribution.Steps.Insert(0, OwnVoice(article));
            foreach (var speaker in claim.Attribution.Steps.SelectMany(step => step.Speakers))
            {
                FillSpeaker(speaker, sources);
            }

            foreach (var attribution in claim.Alternatives.Select(alternative => alternative.Attribution))
            {
                attribution.Steps.Insert(0, OwnVoice(article));
                foreach (var speaker in attribution.Steps.SelectMany(step => step.Speakers)) FillSpeaker(speaker, sources);
            }

            // The same objects: nothing changes them once they are served.
            claim.Speakers.AddRange(claim.Attribution.Steps[^1].Speakers);
            FillDate(claim.StatedDate);
            FillDate(claim.EventDate);
            FillDate(claim.AsOf);
            foreach (var place in claim.Places)
            {
                place.DisplayName = places[place.Place].DisplayName;
                place.CountryCode = places[place.Place].CountryCode;
            }

            // By slug, since counting changes what messages are equal to.
            foreach (var place in claim.Places.SelectMany(place => Outwards(place.Place)).DistinctBy(place => place.Slug))
            {
                place.ClaimCount++;
            }
            foreach (var topic in claim.Topics)
            {
                topic.DisplayName = topics[topic.Topic].DisplayName;
                topics[topic.Topic].ClaimCount++;
            }

            foreach (var relation in claim.Relations)
            {
                relation.Claim = claims.TryGetValue(relation.Claim, out var other)
                    ? other.Name
                    : FormerNames.ByArticle(relation.Claim, former => articles[former].Name)!;
            }

            claim.Digest = DigestOf(claim);
            article.ClaimCount++;
            foreach (var speaker in claim.Speakers)
            {
                sources[speaker.Source].ClaimCount++;
            }
        }

        return content;

        // A place, and all that it lies in.
        IEnumerable<Place> Outwards(string slug)
        {
            for (; slug.Length > 0; slug = places[slug].Within) yield return places[slug];
        }
    }

    /// <summary>The digest of a claim, as the contract says how it is made.</summary>
    public static string DigestOf(Claim claim)
    {
        var bare = claim.Clone();
        bare.Digest = "";
        var json = Canonical(JsonNode.Parse(JsonFormatter.Default.Format(bare))!);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));

        // Curated texts have no character that must be escaped but these two.
        static string Canonical(JsonNode node) => node switch
        {
            JsonObject members => $"{{{string.Join(',', members.OrderBy(member => member.Key, StringComparer.Ordinal)
                .Select(member => $"\"{member.Key}\":{Canonical(member.Value!)}"))}}}",
            JsonArray items => $"[{string.Join(',', items.Select(item => Canonical(item!)))}]",
            _ when node.GetValueKind() == JsonValueKind.String => "\"" + ((string)node!)
                .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"",
            _ => node.ToJsonString(),
        };
    }

    private static AttributionStep OwnVoice(Article article) => new()
    {
        Kind = AttributionKind.Narrative,
        Speakers = { new Speaker { Source = article.Publisher, Identification = Identification.Named } },
    };

    private static void FillSpeaker(Speaker speaker, Dictionary<string, Source> sources)
    {
        var source = sources[speaker.Source];
        speaker.Source = source.Name;
        speaker.DisplayName = source.DisplayName;
        speaker.Kind = source.Kind;
        if (speaker.OnBehalfOf.Length > 0) speaker.OnBehalfOf = sources[speaker.OnBehalfOf].Name;
    }

    private static void FillDate(EdtfDate? date)
    {
        if (date is null) return;
        var edtf = Edtf.Parse(date.Edtf);
        date.Precision = edtf.Precision;
        if ((date.EarliestTime ?? date.EndTime) is not null) return;
        (date.EarliestTime, date.EndTime) = edtf.ToTimestamps(DateTimeZoneProviders.Tzdb[date.TimeZone]);
    }
}
