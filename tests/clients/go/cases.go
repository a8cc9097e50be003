package main

import (
	"fmt"
	"regexp"
	"sort"
	"strings"
	"time"

	claimsv1 "claims.example/claims/v1"
	healthv1 "claims.example/grpc/health/v1"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/fieldmaskpb"
	"google.golang.org/protobuf/types/known/timestamppb"
)

const (
	claim  = "articles/ferry-claim/claims/front-set-fire"
	absent = "articles/ferry-claim/claims/nobody-said-this"

	withdrawn = "articles/ferry-fire/claims/captain-left-first"
)

var cases = []test{
	{"get-corpus", func(c *client) {
		corpus := answer(c, c.claims.GetCorpus, &claimsv1.GetCorpusRequest{})
		equal(corpus.Revision, c.revision)
		equal(len(corpus.Revision), 32)
		equal(corpus.ClaimCount > 0 && corpus.ArticleCount > 0 && corpus.SourceCount > 0, true)
		equal([]int32{corpus.TopicCount, corpus.PlaceCount}, []int32{10, 8})
		equal(len(corpus.Licenses), 1)
		equal(corpus.ServerVersion != "", true)
		equal(corpus.LoadTime != nil, true)
		equal(corpus.LastFailedLoad == nil, true)
	}},

	{"list-claims-pages", func(c *client) {
		corpus := answer(c, c.claims.GetCorpus, &claimsv1.GetCorpusRequest{})
		names := map[string]bool{}
		listed := 0
		for token, more := "", true; more; more = token != "" {
			page := answer(c, c.claims.ListClaims, &claimsv1.ListClaimsRequest{
				Parent: "articles/-", PageSize: 10, PageToken: token,
			})
			equal(page.TotalSize, corpus.ClaimCount)
			equal(page.Revision, c.revision)
			for _, claim := range page.Claims {
				names[claim.Name] = true
			}
			listed += len(page.Claims)
			token = page.NextPageToken
			equal(token == "" || len(page.Claims) == 10, true)
		}
		equal([]int{listed, len(names)}, []int{int(corpus.ClaimCount), int(corpus.ClaimCount)})
	}},

	{"get-claim-whole", func(c *client) {
		claim := answer(c, c.claims.GetClaim, &claimsv1.GetClaimRequest{Name: claim})
		equal(len(claim.Speakers), 1)
		speaker := claim.Speakers[0]
		equal([]string{speaker.Source, speaker.DisplayName}, []string{"sources/tidal-front", "Tidal Front"})
		equal(speaker.Kind, claimsv1.SourceKind_SOURCE_KIND_ARMED_GROUP)
		steps := claim.Attribution.Steps
		equal(len(steps) > 1, true)
		equal(steps[0].Kind, claimsv1.AttributionKind_ATTRIBUTION_KIND_NARRATIVE)
		equal(steps[0].Speakers[0].Source, "sources/corvane-press-agency")
		last := steps[len(steps)-1].Speakers
		equal(len(last) == 1 && proto.Equal(last[0], speaker), true)
		equal(claim.StatedDate.Edtf, "2019-04-01T06:30:00Z")
		equal(claim.StatedDate.EarliestTime.AsTime(), moment("2019-04-01T06:30:00Z").AsTime())
		equal(claim.StatedDate.EndTime.AsTime(), moment("2019-04-01T06:30:01Z").AsTime())
		equal(each(claim.Topics, func(mention *claimsv1.TopicMention) [2]string {
			return [2]string{mention.Topic, mention.DisplayName}
		}), [][2]string{{"aldine-fire", "Fire on the Aldine"}, {"tidal-front", "Tidal Front"}})
	}},

	{"claim-digests", func(c *client) {
		claims := answer(c, c.claims.ListClaims, &claimsv1.ListClaimsRequest{Parent: "articles/-", PageSize: 1000}).Claims
		digests := map[string]bool{}
		for _, claim := range claims {
			equal(regexp.MustCompile("^[0-9a-f]{64}$").MatchString(claim.Digest), true)
			digests[claim.Digest] = true
		}
		equal(len(digests), len(claims))
	}},

	{"get-claim-masked", func(c *client) {
		claim := answer(c, c.claims.GetClaim, &claimsv1.GetClaimRequest{
			Name: claim, ReadMask: &fieldmaskpb.FieldMask{Paths: []string{"text", "stated_date.edtf"}},
		})
		equal(fields(claim), []string{"name", "stated_date", "text"})
		equal(fields(claim.StatedDate), []string{"edtf"})
	}},

	{"get-claim-former-name", func(c *client) {
		for _, former := range []string{
			"articles/ferry-claim/claims/front-did-it", "articles/ferry-arson/claims/front-did-it",
		} {
			equal(answer(c, c.claims.GetClaim, &claimsv1.GetClaimRequest{Name: former}).Name, claim)
		}
	}},

	{"get-claim-malformed", func(c *client) {
		for _, name := range []string{
			"", "front-set-fire", "articles/ferry-claim", "articles/Ferry-Claim/claims/x", claim + "/", claim + "\n",
		} {
			request := &claimsv1.GetClaimRequest{Name: name}
			equal(violations(c, c.claims.GetClaim, request, "INVALID_REQUEST"), []string{"name"})
		}
	}},

	{"get-claim-absent", func(c *client) {
		equal(missing(c, c.claims.GetClaim, &claimsv1.GetClaimRequest{Name: absent}), []string{
			"claims.v1.Claim " + absent,
		})
	}},

	{"get-claim-withdrawn", func(c *client) {
		request := &claimsv1.GetClaimRequest{Name: withdrawn}
		details := claimsRefusal[any](c, c.claims.GetClaim, request, codes.NotFound, "WITHDRAWN")
		equal(len(details), 2)
		info, withdrawal := details[0].(*errdetails.ResourceInfo), details[1].(*claimsv1.Withdrawal)
		equal([]string{info.ResourceName, withdrawal.Name, withdrawal.Date.Edtf, withdrawal.Reason}, []string{
			withdrawn, withdrawn, "2019-04-20", "The agency took it back, and nobody else had said it.",
		})
	}},

	{"batch-get-in-order", func(c *client) {
		names := []string{claim, "articles/ferry-fire/claims/headline-toll", claim}
		batch := answer(c, c.claims.BatchGetClaims, &claimsv1.BatchGetClaimsRequest{Names: names})
		equal(each(batch.Claims, (*claimsv1.Claim).GetName), names)
		equal(batch.Revision, c.revision)
	}},

	{"batch-get-missing", func(c *client) {
		names := []string{absent, claim, "articles/no-such-article/claims/x"}
		equal(missing(c, c.claims.BatchGetClaims, &claimsv1.BatchGetClaimsRequest{Names: names}), []string{
			"claims.v1.Claim " + names[0], "claims.v1.Claim " + names[2],
		})
	}},

	{"list-claims-every-violation", func(c *client) {
		request := &claimsv1.ListClaimsRequest{
			Parent: "ferry-claim", PageSize: -1, OrderBy: "truth",
			Filter: &claimsv1.ClaimFilter{
				Speakers:     []string{"sources/tidal-front", "Tidal Front"},
				SourceKinds:  []claimsv1.SourceKind{0, 99},
				StatedDuring: "29 March 2019",
			},
		}
		equal(sorted(violations(c, c.claims.ListClaims, request, "INVALID_REQUEST")), []string{
			"filter.source_kinds[0]", "filter.source_kinds[1]", "filter.speakers[1]", "filter.stated_during",
			"order_by", "page_size", "parent",
		})
	}},

	{"list-claims-of-absent", func(c *client) {
		request := &claimsv1.ListClaimsRequest{Parent: "articles/no-such-article"}
		equal(missing(c, c.claims.ListClaims, request), []string{"claims.v1.Article articles/no-such-article"})
	}},

	{"list-claims-by-speaker", func(c *client) {
		speakers := []string{"sources/tidal-front", "sources/oskar-lindt", "sources/no-such-source"}
		equal(matching(c, &claimsv1.ClaimFilter{Speakers: speakers}), []string{
			"ferry-claim/front-set-fire", "ferry-claim/front-wants-prisoners-freed", "ferry-fire/drum-carried-aboard",
		})
	}},

	{"list-claims-by-source-kind", func(c *client) {
		kinds := []claimsv1.SourceKind{claimsv1.SourceKind_SOURCE_KIND_STATE_MEDIA}
		equal(matching(c, &claimsv1.ClaimFilter{SourceKinds: kinds}), []string{
			"ferry-claim/toll-fourteen", "ferry-fire/at-least-nine-dead",
		})
	}},

	{"list-claims-stated-during", func(c *client) {
		equal(matching(c, &claimsv1.ClaimFilter{StatedDuring: "2019-03-31"}), []string{
			"ferry-claim/harbour-to-be-rebuilt", "ferry-claim/lower-doors-locked", "salt-talks/quarrel-began",
		})
	}},

	{"list-claims-event-during", func(c *client) {
		equal(matching(c, &claimsv1.ClaimFilter{EventDuring: "2014"}), []string{
			"ferry-claim/front-formed-2014", "ferry-fire/drunland-denies-shelter", "ferry-fire/drunland-shelters-front",
			"salt-talks/talks-under-way",
		})
	}},

	{"list-claims-by-topic", func(c *client) {
		equal(matching(c, &claimsv1.ClaimFilter{
			Topics:     []string{"aldine-fire", "salt-treaty"},
			Polarities: []claimsv1.Polarity{claimsv1.Polarity_POLARITY_NEGATIVE},
		}), []string{"ferry-fire/nobody-claims", "salt-talks/approval-unsaid", "salt-talks/reopening-needed"})
	}},

	{"list-claims-by-place-within", func(c *client) {
		places := answer(c, c.claims.ListPlaces, &claimsv1.ListPlacesRequest{Query: "velmora"}).Places
		equal(len(places), 1)
		velmora := places[0]
		page := answer(c, c.claims.ListClaims, &claimsv1.ListClaimsRequest{
			Parent: "articles/-", Filter: &claimsv1.ClaimFilter{Places: []string{velmora.Slug}},
		})
		naming := 0
		for _, claim := range page.Claims {
			for _, mention := range claim.Places {
				if mention.Place == velmora.Slug {
					naming++
				}
			}
		}
		equal([]int{int(velmora.ClaimCount), int(page.TotalSize), len(page.Claims), naming}, []int{5, 5, 5, 2})
	}},

	{"list-claims-any-of", func(c *client) {
		equal(matching(c, &claimsv1.ClaimFilter{AnyOf: []*claimsv1.ClaimFilter{
			{Forces: []claimsv1.Force{claimsv1.Force_FORCE_THREATEN}},
			{Places: []string{"velmora"}},
		}}), []string{
			"ferry-claim/front-wants-prisoners-freed", "ferry-claim/harbour-to-be-rebuilt",
			"ferry-fire/front-fights-since-2016", "ferry-fire/strait-closure-threat", "salt-talks/approval-unsaid",
			"salt-talks/velmora-gets-sixty-percent",
		})
	}},

	{"list-claims-standing-at", func(c *client) {
		standing := func(at string) []string {
			return matching(c, &claimsv1.ClaimFilter{
				StandingAt: moment(at),
				Topics:     []string{"aldine-fire"},
				Polarities: []claimsv1.Polarity{claimsv1.Polarity_POLARITY_NEGATIVE},
			})
		}
		equal(standing("2019-04-01T23:59:59Z"), []string{"ferry-fire/nobody-claims"})
		equal(standing("2019-04-02T00:00:00Z"), []string{})
	}},

	{"list-claims-bad-page-token", func(c *client) {
		first := &claimsv1.ListClaimsRequest{Parent: "articles/-", PageSize: 1}
		token := answer(c, c.claims.ListClaims, first).NextPageToken
		altered := "A" + token[1:]
		if altered == token {
			altered = "B" + token[1:]
		}
		for _, request := range []*claimsv1.ListClaimsRequest{
			{Parent: "articles/-", PageToken: altered}, {Parent: "articles/ferry-fire", PageToken: token},
		} {
			equal(violations(c, c.claims.ListClaims, request, "INVALID_PAGE_TOKEN"), []string{"page_token"})
		}
	}},

	{"get-article-and-source", func(c *client) {
		article := answer(c, c.claims.GetArticle, &claimsv1.GetArticleRequest{Name: "articles/ferry-fire"})
		page := answer(c, c.claims.ListClaims, &claimsv1.ListClaimsRequest{Parent: article.Name, PageSize: 1})
		equal(article.ClaimCount, page.TotalSize)
		publisher := answer(c, c.claims.GetSource, &claimsv1.GetSourceRequest{Name: article.Publisher})
		equal([]string{publisher.Name, publisher.DisplayName}, []string{
			"sources/corvane-press-agency", "Corvane Press Agency",
		})
		equal(publisher.Kind, claimsv1.SourceKind_SOURCE_KIND_NEWS_AGENCY)
	}},

	{"list-sources-by-affiliation", func(c *client) {
		page := answer(c, c.claims.ListSources, &claimsv1.ListSourcesRequest{
			Affiliations: []string{"sources/government-of-velmora"},
		})
		equal(each(page.Sources, func(source *claimsv1.Source) string {
			return strings.TrimPrefix(source.Name, "sources/")
		}), []string{
			"ferry-fire-navy-spokeswoman", "ferry-fire-senior-official", "government-of-velmora",
			"interior-ministry-of-velmora", "isaura-kentel", "ministry-of-defence-of-velmora", "radio-velmora",
			"teodor-brask", "velmoran-navy",
		})
		equal(int(page.TotalSize), len(page.Sources))
		equal(page.Revision, c.revision)
	}},

	{"list-sources-by-name", func(c *client) {
		page := answer(c, c.claims.ListSources, &claimsv1.ListSourcesRequest{Query: "velmoran navy"})
		equal(each(page.Sources, (*claimsv1.Source).GetName), []string{
			"sources/velmoran-navy", "sources/ferry-fire-navy-spokeswoman",
		})
		equal(int(page.TotalSize), len(page.Sources))
		equal(page.Revision, c.revision)
	}},

	{"list-topics-by-name", func(c *client) {
		page := answer(c, c.claims.ListTopics, &claimsv1.ListTopicsRequest{Query: "la presidente"})
		equal(each(page.Topics, func(topic *claimsv1.Topic) string {
			return fmt.Sprint(topic.Slug, ", ", topic.Aliases, ", ", topic.Kind, ", ", topic.ClaimCount)
		}), []string{"isaura-kentel, [La Présidente], TOPIC_KIND_PERSON, 2"})
		equal(int(page.TotalSize), len(page.Topics))
		equal(page.Revision, c.revision)
	}},

	{"list-places-within", func(c *client) {
		page := answer(c, c.claims.ListPlaces, &claimsv1.ListPlacesRequest{Within: []string{"velmora"}})
		equal(each(page.Places, func(place *claimsv1.Place) [2]string {
			return [2]string{place.Slug, place.Within}
		}), [][2]string{
			{"port-sorrel", "sorrel-island"}, {"quessin", "velmora"}, {"sorrel-island", "velmora"}, {"velmora", ""},
		})
		equal(int(page.TotalSize), len(page.Places))
		equal(page.Revision, c.revision)
	}},

	{"reconcile-sources", func(c *client) {
		request := func(names ...string) *claimsv1.ReconcileSourcesRequest {
			return &claimsv1.ReconcileSourcesRequest{Queries: each(names, func(name string) *claimsv1.SourceQuery {
				return &claimsv1.SourceQuery{Name: name}
			})}
		}
		answer := answer(c, c.claims.ReconcileSources, request("the front", "nobody", "front"))
		equal(each(answer.Results, func(result *claimsv1.SourceCandidates) []string {
			return each(result.Candidates, func(candidate *claimsv1.SourceCandidate) string {
				return fmt.Sprint(
					candidate.Source, ", ", candidate.Score, ", ", candidate.MatchedName, ", ", candidate.Match)
			})
		}), [][]string{
			{"sources/tidal-front, 100, the Front, true"}, {}, {"sources/tidal-front, 75, Tidal Front, false"},
		})
		equal(answer.Revision, c.revision)
		for _, count := range []int{0, 1001} {
			names := strings.Fields(strings.Repeat("front ", count))
			equal(violations(c, c.claims.ReconcileSources, request(names...), "INVALID_REQUEST"), []string{"queries"})
		}
	}},

	{"health", func(c *client) {
		const serving = healthv1.HealthCheckResponse_SERVING
		for _, service := range []string{"", "claims.v1.ClaimsService"} {
			equal(answer(c, c.health.Check, &healthv1.HealthCheckRequest{Service: service}).Status, serving)
		}
		statuses := map[string]healthv1.HealthCheckResponse_ServingStatus{}
		for service, each := range answer(c, c.health.List, &healthv1.HealthListRequest{}).Statuses {
			statuses[service] = each.Status
		}
		equal(statuses, map[string]healthv1.HealthCheckResponse_ServingStatus{
			"": serving, "claims.v1.ClaimsService": serving,
		})
		refusal(c, c.health.Check, &healthv1.HealthCheckRequest{Service: "no.such.Service"}, codes.NotFound)
	}},

	{"search-claims", func(c *client) {
		page := answer(c, c.claims.SearchClaims, &claimsv1.SearchClaimsRequest{Query: "fire", Parent: "articles/-"})
		equal(page.TotalSize > 0, true)
		equal(len(page.Results), int(page.TotalSize))
		equal(page.Revision, c.revision)
		for _, result := range page.Results {
			equal(result.Claim.Name != "" && result.Score > 0, true)
		}
	}},

	{"search-matched-names", func(c *client) {
		page := answer(c, c.claims.SearchClaims, &claimsv1.SearchClaimsRequest{Query: "blaze", Parent: "articles/-"})
		about := matching(c, &claimsv1.ClaimFilter{Topics: []string{"aldine-fire"}})
		equal([]int{int(page.TotalSize), len(page.Results)}, []int{18, len(about)})
		for _, result := range page.Results {
			equal(each(result.MatchedNames, func(matched *claimsv1.MatchedName) [2]string {
				return [2]string{matched.Name, matched.GetTopic()}
			}), [][2]string{{"Blaze on the ferry", "aldine-fire"}})
		}
	}},

	{"summarize-by-speaker", func(c *client) {
		answer := answer(c, c.claims.SummarizeClaims, &claimsv1.SummarizeClaimsRequest{
			Parent: "articles/-", Dimensions: []claimsv1.Dimension{claimsv1.Dimension_DIMENSION_SPEAKER}, Top: 3,
		})
		equal(len(answer.Summaries), 1)
		summary := answer.Summaries[0]
		equal(each(summary.Groups, func(group *claimsv1.SummaryGroup) string {
			return fmt.Sprint(group.Value, ", ", group.DisplayName, ", ", group.Count)
		}), []string{
			"sources/corvane-press-agency, Corvane Press Agency, 13",
			"sources/dockers-union, Dockers' Union of Port Sorrel, 3",
			"sources/ferry-fire-senior-official, A senior official of Velmora, 3",
		})
		equal(summary.Dimension, claimsv1.Dimension_DIMENSION_SPEAKER)
		equal([]int32{summary.MoreGroups, answer.TotalSize}, []int32{18, 40})
		equal(answer.Revision, c.revision)
	}},

	{"revision-not-held", func(c *client) {
		request := &claimsv1.GetClaimRequest{Name: claim, Revision: strings.Repeat("0", 32)}
		equal(len(claimsRefusal[any](c, c.claims.GetClaim, request, codes.FailedPrecondition, "REVISION_NOT_HELD")), 0)
	}},

	{"watch-claims", func(c *client) {
		request := &claimsv1.WatchClaimsRequest{Parent: "articles/-", Filter: &claimsv1.ClaimFilter{
			Speakers: []string{"sources/tidal-front", "sources/oskar-lindt"},
		}}
		messages := watch(c, request)
		for _, message := range messages {
			equal(message.Revision, c.revision)
		}
		last := len(messages) - 1
		equal(sorted(each(messages[:last], func(message *claimsv1.WatchClaimsResponse) string {
			return message.GetAdded().GetName()
		})), []string{
			claim, "articles/ferry-claim/claims/front-wants-prisoners-freed", "articles/ferry-fire/claims/drum-carried-aboard",
		})
		request.Revision = c.revision
		resumed := watch(c, request)
		equal(len(resumed), 1)
		equal(resumed[0].Revision, c.revision)
	}},

	{"trace-to-origins", func(c *client) {
		accusation := "articles/ferry-fire/claims/brask-accuses-front"
		const corroborates = claimsv1.RelationType_RELATION_TYPE_CORROBORATES
		trace := answer(c, c.claims.TraceClaim, &claimsv1.TraceClaimRequest{
			Name: claim, Types: []claimsv1.RelationType{corroborates},
		})
		equal(each(trace.Claims, (*claimsv1.Claim).GetName), []string{claim, accusation})
		equal(len(trace.Edges), 1)
		edge := trace.Edges[0]
		equal([]string{edge.Claim, edge.RelatedClaim}, []string{claim, accusation})
		equal(edge.Type, corroborates)
		equal(each(trace.IndependentOrigins, func(origin *claimsv1.Origin) [2][]string {
			return [2][]string{origin.Sources, origin.Claims}
		}), [][2][]string{
			{{"sources/tidal-front"}, {claim}}, {{"sources/government-of-velmora"}, {accusation}},
		})
		equal(trace.Truncated, false)
		equal(trace.Revision, c.revision)
	}},
}

// matching is the ids of the claims that match a filter, each with its article's, sorted.
func matching(c *client, filter *claimsv1.ClaimFilter) []string {
	page := answer(c, c.claims.ListClaims, &claimsv1.ListClaimsRequest{Parent: "articles/-", Filter: filter})
	equal(int(page.TotalSize), len(page.Claims))
	equal(page.NextPageToken, "")
	return sorted(each(page.Claims, func(claim *claimsv1.Claim) string {
		return strings.Replace(strings.TrimPrefix(claim.Name, "articles/"), "/claims/", "/", 1)
	}))
}

// violations is the fields of the BadRequest that a call must be refused with.
func violations[Q, A proto.Message](c *client, method method[Q, A], request Q, reason string) []string {
	details := claimsRefusal[*errdetails.BadRequest](c, method, request, codes.InvalidArgument, reason)
	equal(len(details), 1)
	return each(details[0].FieldViolations, (*errdetails.BadRequest_FieldViolation).GetField)
}

// missing is the types and names of the resources that a call must be refused for.
func missing[Q, A proto.Message](c *client, method method[Q, A], request Q) []string {
	details := claimsRefusal[*errdetails.ResourceInfo](c, method, request, codes.NotFound, "NOT_FOUND")
	return each(details, func(info *errdetails.ResourceInfo) string {
		return info.ResourceType + " " + info.ResourceName
	})
}

// fields is the names of the fields that are set, sorted.
func fields(message proto.Message) []string {
	names := []string{}
	message.ProtoReflect().Range(func(field protoreflect.FieldDescriptor, _ protoreflect.Value) bool {
		names = append(names, string(field.Name()))
		return true
	})
	return sorted(names)
}

func sorted(values []string) []string {
	sort.Strings(values)
	return values
}

func moment(text string) *timestamppb.Timestamp {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return timestamppb.New(at)
}
