using Claims.Catalog;
using Claims.V1;

namespace Claims.Tests;

/// <summary>
/// Good samples, for a test to break one thing in.
/// </summary>
internal static class Some
{
    /// <summary>A digest; of what does not matter.</summary>
    public const string Digest = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    /// <summary>
    /// A corpus in one file, without a mistake: one article with three claims, the first of which gives every member
    /// that can be given.
    /// </summary>
    public const string Corpus = $$"""
        {
          "license": "CC0-1.0",
          "topics": [
            { "slug": "harbour", "displayName": "The harbour" },
            { "slug": "tankers", "displayName": "Tankers" },
            {
              "slug": "closing",
              "displayName": "The closing of the port",
              "kind": "TOPIC_KIND_EVENT",
              "aliases": ["Black Wednesday"],
              "description": "An invented event.",
              "wikidataId": "Q62",
              "date": { "edtf": "2019-02", "basis": "DATE_BASIS_INFERRED", "timeZone": "Etc/UTC" },
              "places": ["old-port"],
              "participants": ["harbour"]
            }
          ],
          "places": [
            { "slug": "quessin", "displayName": "Quessin", "countryCode": "XV" },
            { "slug": "lumen-strait", "displayName": "Lumen Strait" },
            {
              "slug": "old-port",
              "displayName": "Old Port",
              "within": "quessin",
              "aliases": ["Port of Quessin"],
              "coordinates": { "latitude": 38.5, "longitude": -28.25 },
              "wikidataId": "Q63"
            }
          ],
          "sources": [
            { "name": "sources/corvane", "displayName": "Corvane Press", "kind": "SOURCE_KIND_NEWS_AGENCY" },
            {
              "name": "sources/velmora",
              "displayName": "Government of Velmora",
              "kind": "SOURCE_KIND_GOVERNMENT",
              "countryCode": "XV",
              "wikidataId": "Q61",
              "aliases": ["Quessin", "Velmora"],
              "description": "An imaginary government.",
              "formerNames": ["sources/velmoran-state"]
            },
            {
              "name": "sources/brask",
              "displayName": "Teodor Brask",
              "kind": "SOURCE_KIND_MINISTER",
              "affiliation": "sources/velmora"
            }
          ],
          "synonyms": [["closed", "shut"]], "withdrawn": [{ "name": "articles/port/claims/withdrawn", "date": { "edtf": "2019-04-06", "basis": "DATE_BASIS_EXTERNAL", "timeZone": "Etc/UTC" }, "reason": "It was never said." }], "articles": [
            {
              "name": "articles/port",
              "title": "A port is closed to tankers",
              "publisher": "sources/corvane",
              "publishedDate": { "edtf": "2019-03-29", "basis": "DATE_BASIS_STATED", "timeZone": "Etc/GMT+1" },
              "datelines": [{ "place": "quessin", "timeZone": "Atlantic/Azores" }],
              "uri": "https://corvane.example/port",
              "language": "en",
              "textSha256": "{{Digest}}",
              "paragraphCount": 4,
              "curator": "The makers of the sample",
              "curatedDate": { "edtf": "2019-04-05", "basis": "DATE_BASIS_EXTERNAL", "timeZone": "Etc/UTC" },
              "formerNames": ["articles/harbour"],
              "appearances": [{ "uri": "https://mirror.example/port", "publisher": "Example Mirror" }], "corrections": [{ "date": { "edtf": "2019-04-01", "basis": "DATE_BASIS_STATED", "timeZone": "Etc/UTC" }, "text": "The press has since named the port." }],
              "claims": [
                {
                  "name": "articles/port/claims/closed",
                  "text": "The port of Quessin is closed to tankers.",
                  "attribution": {
                    "phrase": "the interior minister",
                    "steps": [
                      {
                        "speakers": [
                          {
                            "source": "sources/brask",
                            "identification": "IDENTIFICATION_NAMED",
                            "asPublished": "the interior minister, Teodor Brask",
                            "onBehalfOf": "sources/velmora"
                          }
                        ],
                        "kind": "ATTRIBUTION_KIND_INDIRECT",
                        "cue": "say",
                        "locator": { "paragraph": 1, "start": 41, "end": 60, "sha256": "{{Digest}}" },
                        "sourceSpans": [
                          { "paragraph": 1, "start": 42, "end": 50, "sha256": "{{Digest}}" },
                          { "paragraph": 1, "start": 55, "end": 58, "sha256": "{{Digest}}" }
                        ],
                        "cueSpans": [{ "paragraph": 1, "start": 50, "end": 54, "sha256": "{{Digest}}" }]
                      }
                    ],
                    "scope": "ATTRIBUTION_SCOPE_AMBIGUOUS"
                  },
                  "statedDate": { "edtf": "2019-03-28", "basis": "DATE_BASIS_RESOLVED", "expression": "on Thursday", "timeZone": "Etc/GMT" },
                  "eventDate": {
                    "edtf": "2019-03-27",
                    "earliestTime": "2019-03-27T06:00:00Z",
                    "endTime": "2019-03-27T07:00:00Z",
                    "throughout": true,
                    "basis": "DATE_BASIS_RESOLVED",
                    "expression": "early on Wednesday",
                    "timeZone": "Atlantic/Azores"
                  },
                  "stance": { "polarity": "POLARITY_NEGATIVE", "certainty": "CERTAINTY_PROBABLE", "force": "FORCE_DENY" },
                  "asOf": { "edtf": "2019-03", "basis": "DATE_BASIS_INFERRED", "timeZone": "Europe/Lisbon" },
                  "presupposed": true,
                  "figures": [{ "expression": "some ten", "lower": 10, "upper": 12.5, "unit": "ship", "approximate": true, "lowerExclusive": true, "upperExclusive": true }],
                  "places": [{ "place": "quessin" }, { "place": "lumen-strait" }],
                  "topics": ["harbour", "tankers"],
                  "locators": [
                    { "paragraph": 0, "sha256": "{{Digest}}" },
                    { "paragraph": 1, "start": 0, "end": 40, "sha256": "{{Digest}}" }
                  ],
                  "relations": [
                    { "type": "RELATION_TYPE_QUALIFIES", "claim": "articles/port/claims/open", "note": "It says when." }
                  ],
                  "formerNames": ["articles/port/claims/shut"],
                  "notes": ["An invented claim."],
                  "verbatim": true,
                  "alternatives": [{ "attribution": {}, "reason": "The agency may know it by itself." }],
                  "contentSpans": [{ "paragraph": 1, "start": 4, "end": 39, "sha256": "{{Digest}}" }],
                  "reviews": [{ "uri": "https://checks.example/closed", "publisher": "Example Checks" }]
                },
                {
                  "name": "articles/port/claims/open",
                  "text": "Earlier the port of Quessin was open.",
                  "attribution": {},
                  "statedDate": { "edtf": "2019-03-29T10:00:00Z", "basis": "DATE_BASIS_STATED", "timeZone": "Etc/UTC" },
                  "stance": { "polarity": "POLARITY_POSITIVE", "certainty": "CERTAINTY_CERTAIN", "force": "FORCE_ASSERT" },
                  "locators": [{ "paragraph": 2, "sha256": "{{Digest}}" }]
                },
                {
                  "name": "articles/port/claims/reopened",
                  "text": "The port of Quessin is open again.",
                  "attribution": {},
                  "statedDate": { "edtf": "2019-03-29", "basis": "DATE_BASIS_STATED", "timeZone": "Etc/UTC" },
                  "eventDate": { "edtf": "2019-03-29/..", "basis": "DATE_BASIS_INFERRED", "timeZone": "Etc/UTC" },
                  "stance": { "polarity": "POLARITY_POSITIVE", "certainty": "CERTAINTY_POSSIBLE", "force": "FORCE_ASSERT" },
                  "topics": [{ "topic": "tankers" }],
                  "locators": [{ "sha256": "{{Digest}}" }],
                  "relations": [{ "type": "RELATION_TYPE_SUPERSEDES", "claim": "articles/port/claims/open" }]
                }
              ]
            }
          ]
        }
        """;

    /// <summary>The corpus with one thing broken. What is broken must be there once.</summary>
    public static string CorpusWith(string good, string broken)
    {
        var at = Corpus.IndexOf(good, StringComparison.Ordinal);
        Assert.True(at >= 0 && Corpus.IndexOf(good, at + 1, StringComparison.Ordinal) < 0, $"not there once: {good}");
        return string.Concat(Corpus.AsSpan(0, at), broken, Corpus.AsSpan(at + good.Length));
    }

    /// <summary>The claim that has or had a name, or null.</summary>
    internal static Claim? ClaimOf(Revision revision, string name) =>
        revision.FindClaim(name) is >= 0 and var claim ? revision.Encodings.Decode(claim) : null;

    /// <summary>The path of a sample among the files of the test.</summary>
    public static string Sample(string name) => Path.Combine(AppContext.BaseDirectory, "Samples", name);
}
