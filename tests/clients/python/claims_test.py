"""The cases of cases.txt from Python. Asks the server at the address given, HOST:PORT."""

import json
import re
import sys

import grpc
from google.protobuf import json_format, timestamp_pb2

from cases import case, equal, run_all
from client import Client
from digest import digest
from stubs import attribution_pb2, claim_pb2, claims_service_pb2 as messages, health_pb2, source_pb2
from stubs import claim_filter_pb2, topic_pb2

CLAIM = "articles/ferry-claim/claims/front-set-fire"
LICENSE = "Invented for tests, and free for any use. CC0-1.0."
ABSENT = "articles/ferry-claim/claims/nobody-said-this"
WITHDRAWN = "articles/ferry-fire/claims/captain-left-first"


@case("get-corpus")
def get_corpus(client):
    answer = client.answer(client.claims.GetCorpus, messages.GetCorpusRequest())
    equal(answer.revision, client.revision)
    equal(len(answer.revision), 32)
    equal(min(answer.claim_count, answer.article_count, answer.source_count) > 0, True)
    equal((answer.topic_count, answer.place_count), (10, 8))
    equal(list(answer.licenses), [LICENSE])
    equal(re.match(r"\d+\.\d+\.\d+", answer.server_version) is not None, True)
    equal(answer.HasField("load_time"), True)
    equal(answer.HasField("last_failed_load"), False)


@case("list-claims-pages")
def list_claims_pages(client):
    corpus = client.answer(client.claims.GetCorpus, messages.GetCorpusRequest())
    names, token = [], ""
    while True:
        request = messages.ListClaimsRequest(parent="articles/-", page_size=10, page_token=token)
        page = client.answer(client.claims.ListClaims, request)
        equal((page.total_size, page.revision), (corpus.claim_count, client.revision))
        names += [claim.name for claim in page.claims]
        token = page.next_page_token
        if not token:
            break
        equal(len(page.claims), 10)
    equal(len(names), corpus.claim_count)
    equal(len(set(names)), corpus.claim_count)


@case("get-claim-whole")
def get_claim_whole(client):
    claim = client.answer(client.claims.GetClaim, messages.GetClaimRequest(name=CLAIM))
    speaker, = claim.speakers
    equal((speaker.source, speaker.display_name), ("sources/tidal-front", "Tidal Front"))
    equal(speaker.kind, source_pb2.SOURCE_KIND_ARMED_GROUP)
    steps = claim.attribution.steps
    equal(len(steps) > 1, True)
    equal(steps[0].kind, attribution_pb2.ATTRIBUTION_KIND_NARRATIVE)
    equal(steps[0].speakers[0].source, "sources/corvane-press-agency")
    equal(list(steps[-1].speakers), [speaker])
    equal(claim.stated_date.edtf, "2019-04-01T06:30:00Z")
    equal(claim.stated_date.earliest_time.ToJsonString(), "2019-04-01T06:30:00Z")
    equal(claim.stated_date.end_time.ToJsonString(), "2019-04-01T06:30:01Z")
    equal([(mention.topic, mention.display_name) for mention in claim.topics], [
        ("aldine-fire", "Fire on the Aldine"), ("tidal-front", "Tidal Front")])


@case("claim-digests")
def claim_digests(client):
    claims = client.answer(client.claims.ListClaims, messages.ListClaimsRequest(parent="articles/-", page_size=1000)).claims
    equal(len({claim.digest for claim in claims}), len(claims))
    for claim in claims:
        equal(re.fullmatch("[0-9a-f]{64}", claim.digest) is not None, True)
        equal(digest(json.loads(json_format.MessageToJson(claim))), claim.digest)


@case("get-claim-masked")
def get_claim_masked(client):
    request = messages.GetClaimRequest(name=CLAIM, read_mask={"paths": ["text", "stated_date.edtf"]})
    claim = client.answer(client.claims.GetClaim, request)
    equal({field.name for field, _ in claim.ListFields()}, {"name", "text", "stated_date"})
    equal([field.name for field, _ in claim.stated_date.ListFields()], ["edtf"])


@case("get-claim-former-name")
def get_claim_former_name(client):
    for former in "articles/ferry-claim/claims/front-did-it", "articles/ferry-arson/claims/front-did-it":
        equal(client.answer(client.claims.GetClaim, messages.GetClaimRequest(name=former)).name, CLAIM)


@case("get-claim-malformed")
def get_claim_malformed(client):
    for name in "", "front-set-fire", "articles/ferry-claim", "articles/Ferry-Claim/claims/x", CLAIM + "/", CLAIM + "\n":
        bad_request, = client.claims_refusal(
            client.claims.GetClaim, messages.GetClaimRequest(name=name),
            grpc.StatusCode.INVALID_ARGUMENT, "INVALID_REQUEST")
        equal([violation.field for violation in bad_request.field_violations], ["name"])


@case("get-claim-absent")
def get_claim_absent(client):
    missing, = client.claims_refusal(
        client.claims.GetClaim, messages.GetClaimRequest(name=ABSENT), grpc.StatusCode.NOT_FOUND, "NOT_FOUND")
    equal((missing.resource_type, missing.resource_name), ("claims.v1.Claim", ABSENT))


@case("get-claim-withdrawn")
def get_claim_withdrawn(client):
    missing, withdrawal = client.claims_refusal(
        client.claims.GetClaim, messages.GetClaimRequest(name=WITHDRAWN), grpc.StatusCode.NOT_FOUND, "WITHDRAWN")
    equal((missing.resource_name, withdrawal.name), (WITHDRAWN, WITHDRAWN))
    equal((withdrawal.date.edtf, withdrawal.reason), ("2019-04-20", "The agency took it back, and nobody else had said it."))


@case("batch-get-in-order")
def batch_get_in_order(client):
    other = "articles/ferry-fire/claims/headline-toll"
    batch = client.answer(client.claims.BatchGetClaims, messages.BatchGetClaimsRequest(names=[CLAIM, other, CLAIM]))
    equal([claim.name for claim in batch.claims], [CLAIM, other, CLAIM])
    equal(batch.revision, client.revision)


@case("batch-get-missing")
def batch_get_missing(client):
    absent = [ABSENT, "articles/no-such-article/claims/x"]
    missing = client.claims_refusal(
        client.claims.BatchGetClaims, messages.BatchGetClaimsRequest(names=[absent[0], CLAIM, absent[1]]),
        grpc.StatusCode.NOT_FOUND, "NOT_FOUND")
    equal([(info.resource_type, info.resource_name) for info in missing], [("claims.v1.Claim", name) for name in absent])


@case("list-claims-every-violation")
def list_claims_every_violation(client):
    request = messages.ListClaimsRequest(
        parent="ferry-claim", page_size=-1, order_by="truth",
        filter={"speakers": ["sources/tidal-front", "Tidal Front"], "source_kinds": [0, 99], "stated_during": "29 March 2019"})
    bad_request, = client.claims_refusal(
        client.claims.ListClaims, request, grpc.StatusCode.INVALID_ARGUMENT, "INVALID_REQUEST")
    equal({violation.field for violation in bad_request.field_violations}, {
        "parent", "page_size", "order_by", "filter.speakers[1]", "filter.source_kinds[0]", "filter.source_kinds[1]",
        "filter.stated_during"})


@case("list-claims-of-absent")
def list_claims_of_absent(client):
    missing, = client.claims_refusal(
        client.claims.ListClaims, messages.ListClaimsRequest(parent="articles/no-such-article"),
        grpc.StatusCode.NOT_FOUND, "NOT_FOUND")
    equal((missing.resource_type, missing.resource_name), ("claims.v1.Article", "articles/no-such-article"))


def claims_that_match(client, **criteria):
    """The ids of the claims that match a filter, each with its article's."""
    request = messages.ListClaimsRequest(parent="articles/-", filter=claim_filter_pb2.ClaimFilter(**criteria))
    page = client.answer(client.claims.ListClaims, request)
    equal((page.total_size, page.next_page_token), (len(page.claims), ""))
    return {claim.name.removeprefix("articles/").replace("/claims/", "/") for claim in page.claims}


@case("list-claims-by-speaker")
def list_claims_by_speaker(client):
    equal(claims_that_match(client, speakers=["sources/tidal-front", "sources/oskar-lindt", "sources/no-such-source"]), {
        "ferry-claim/front-set-fire", "ferry-claim/front-wants-prisoners-freed", "ferry-fire/drum-carried-aboard"})


@case("list-claims-by-source-kind")
def list_claims_by_source_kind(client):
    equal(claims_that_match(client, source_kinds=[source_pb2.SOURCE_KIND_STATE_MEDIA]), {
        "ferry-fire/at-least-nine-dead", "ferry-claim/toll-fourteen"})


@case("list-claims-stated-during")
def list_claims_stated_during(client):
    equal(claims_that_match(client, stated_during="2019-03-31"), {
        "ferry-claim/harbour-to-be-rebuilt", "ferry-claim/lower-doors-locked", "salt-talks/quarrel-began"})


@case("list-claims-event-during")
def list_claims_event_during(client):
    equal(claims_that_match(client, event_during="2014"), {
        "ferry-claim/front-formed-2014", "ferry-fire/drunland-denies-shelter", "ferry-fire/drunland-shelters-front",
        "salt-talks/talks-under-way"})


@case("list-claims-by-topic")
def list_claims_by_topic(client):
    equal(claims_that_match(client, topics=["aldine-fire", "salt-treaty"], polarities=[attribution_pb2.POLARITY_NEGATIVE]), {
        "ferry-fire/nobody-claims", "salt-talks/approval-unsaid", "salt-talks/reopening-needed"})


@case("list-claims-by-place-within")
def list_claims_by_place_within(client):
    velmora, = client.answer(client.claims.ListPlaces, messages.ListPlacesRequest(query="velmora")).places
    page = client.answer(client.claims.ListClaims, messages.ListClaimsRequest(
        parent="articles/-", filter={"places": [velmora.slug]}))
    naming = [claim for claim in page.claims if velmora.slug in [mention.place for mention in claim.places]]
    equal((velmora.claim_count, page.total_size, len(page.claims), len(naming)), (5, 5, 5, 2))


@case("list-claims-any-of")
def list_claims_any_of(client):
    equal(claims_that_match(client, any_of=[{"forces": [attribution_pb2.FORCE_THREATEN]}, {"places": ["velmora"]}]), {
        "ferry-claim/front-wants-prisoners-freed", "ferry-claim/harbour-to-be-rebuilt", "ferry-fire/front-fights-since-2016",
        "ferry-fire/strait-closure-threat", "salt-talks/approval-unsaid", "salt-talks/velmora-gets-sixty-percent"})


@case("list-claims-standing-at")
def list_claims_standing_at(client):
    for moment, standing in ("2019-04-01T23:59:59Z", {"ferry-fire/nobody-claims"}), ("2019-04-02T00:00:00Z", set()):
        standing_at = timestamp_pb2.Timestamp()
        standing_at.FromJsonString(moment)
        equal(claims_that_match(
            client, standing_at=standing_at, topics=["aldine-fire"], polarities=[attribution_pb2.POLARITY_NEGATIVE]), standing)


@case("list-claims-bad-page-token")
def list_claims_bad_page_token(client):
    first = client.answer(client.claims.ListClaims, messages.ListClaimsRequest(parent="articles/-", page_size=1))
    token = first.next_page_token
    altered = ("B" if token[0] == "A" else "A") + token[1:]
    for parent, page_token in ("articles/-", altered), ("articles/ferry-fire", token):
        bad_request, = client.claims_refusal(
            client.claims.ListClaims, messages.ListClaimsRequest(parent=parent, page_token=page_token),
            grpc.StatusCode.INVALID_ARGUMENT, "INVALID_PAGE_TOKEN")
        equal([violation.field for violation in bad_request.field_violations], ["page_token"])


@case("get-article-and-source")
def get_article_and_source(client):
    article = client.answer(client.claims.GetArticle, messages.GetArticleRequest(name="articles/ferry-fire"))
    page = client.answer(client.claims.ListClaims, messages.ListClaimsRequest(parent=article.name, page_size=1))
    equal((article.claim_count, article.license), (page.total_size, LICENSE))
    publisher = client.answer(client.claims.GetSource, messages.GetSourceRequest(name=article.publisher))
    equal((publisher.name, publisher.display_name), ("sources/corvane-press-agency", "Corvane Press Agency"))
    equal(publisher.kind, source_pb2.SOURCE_KIND_NEWS_AGENCY)


@case("list-sources-by-affiliation")
def list_sources_by_affiliation(client):
    page = client.answer(
        client.claims.ListSources, messages.ListSourcesRequest(affiliations=["sources/government-of-velmora"]))
    equal([source.name.removeprefix("sources/") for source in page.sources], [
        "ferry-fire-navy-spokeswoman", "ferry-fire-senior-official", "government-of-velmora",
        "interior-ministry-of-velmora", "isaura-kentel", "ministry-of-defence-of-velmora", "radio-velmora",
        "teodor-brask", "velmoran-navy"])
    equal((page.total_size, page.revision), (len(page.sources), client.revision))


@case("list-sources-by-name")
def list_sources_by_name(client):
    page = client.answer(client.claims.ListSources, messages.ListSourcesRequest(query="velmoran navy"))
    equal([source.name for source in page.sources], ["sources/velmoran-navy", "sources/ferry-fire-navy-spokeswoman"])
    equal((page.total_size, page.revision), (len(page.sources), client.revision))


@case("list-topics-by-name")
def list_topics_by_name(client):
    page = client.answer(client.claims.ListTopics, messages.ListTopicsRequest(query="la presidente"))
    equal([(topic.slug, list(topic.aliases), topic.kind, topic.claim_count) for topic in page.topics], [
        ("isaura-kentel", ["La Présidente"], topic_pb2.TOPIC_KIND_PERSON, 2)])
    equal((page.total_size, page.revision), (len(page.topics), client.revision))


@case("list-places-within")
def list_places_within(client):
    page = client.answer(client.claims.ListPlaces, messages.ListPlacesRequest(within=["velmora"]))
    equal([(place.slug, place.within) for place in page.places], [
        ("port-sorrel", "sorrel-island"), ("quessin", "velmora"), ("sorrel-island", "velmora"), ("velmora", "")])
    equal((page.total_size, page.revision), (len(page.places), client.revision))


@case("reconcile-sources")
def reconcile_sources(client):
    def request(*names):
        return messages.ReconcileSourcesRequest(queries=[{"name": name} for name in names])
    answer = client.answer(client.claims.ReconcileSources, request("the front", "nobody", "front"))
    equal([[(candidate.source, candidate.score, candidate.matched_name, candidate.match) for candidate in result.candidates]
           for result in answer.results], [
        [("sources/tidal-front", 100, "the Front", True)], [], [("sources/tidal-front", 75, "Tidal Front", False)]])
    equal(answer.revision, client.revision)
    for count in 0, 1001:
        bad_request, = client.claims_refusal(
            client.claims.ReconcileSources, request(*["front"] * count), grpc.StatusCode.INVALID_ARGUMENT, "INVALID_REQUEST")
        equal([violation.field for violation in bad_request.field_violations], ["queries"])


@case("health")
def health(client):
    serving = health_pb2.HealthCheckResponse.SERVING
    for service in "", "claims.v1.ClaimsService":
        equal(client.answer(client.health.Check, health_pb2.HealthCheckRequest(service=service)).status, serving)
    statuses = client.answer(client.health.List, health_pb2.HealthListRequest()).statuses
    equal({service: each.status for service, each in statuses.items()}, {"": serving, "claims.v1.ClaimsService": serving})
    client.refusal(client.health.Check, health_pb2.HealthCheckRequest(service="no.such.Service"), grpc.StatusCode.NOT_FOUND)


@case("search-claims")
def search_claims(client):
    page = client.answer(client.claims.SearchClaims, messages.SearchClaimsRequest(query="fire", parent="articles/-"))
    equal(page.total_size > 0, True)
    equal((len(page.results), page.revision), (page.total_size, client.revision))
    for result in page.results:
        equal((result.claim.name != "", result.score > 0), (True, True))


@case("search-matched-names")
def search_matched_names(client):
    page = client.answer(client.claims.SearchClaims, messages.SearchClaimsRequest(query="blaze", parent="articles/-"))
    equal((page.total_size, len(page.results)), (18, len(claims_that_match(client, topics=["aldine-fire"]))))
    for result in page.results:
        equal([(matched.name, matched.topic) for matched in result.matched_names], [("Blaze on the ferry", "aldine-fire")])


@case("summarize-by-speaker")
def summarize_by_speaker(client):
    answer = client.answer(client.claims.SummarizeClaims, messages.SummarizeClaimsRequest(
        parent="articles/-", dimensions=[messages.DIMENSION_SPEAKER], top=3))
    summary, = answer.summaries
    equal([(group.value, group.display_name, group.count) for group in summary.groups], [
        ("sources/corvane-press-agency", "Corvane Press Agency", 13),
        ("sources/dockers-union", "Dockers' Union of Port Sorrel", 3),
        ("sources/ferry-fire-senior-official", "A senior official of Velmora", 3)])
    equal((summary.dimension, summary.more_groups), (messages.DIMENSION_SPEAKER, 18))
    equal((answer.total_size, answer.revision), (40, client.revision))


@case("revision-not-held")
def revision_not_held(client):
    details = client.claims_refusal(
        client.claims.GetClaim, messages.GetClaimRequest(name=CLAIM, revision="0" * 32),
        grpc.StatusCode.FAILED_PRECONDITION, "REVISION_NOT_HELD")
    equal(details, [])


@case("watch-claims")
def watch_claims(client):
    request = messages.WatchClaimsRequest(
        parent="articles/-", filter={"speakers": ["sources/tidal-front", "sources/oskar-lindt"]})
    *added, checkpoint = client.watch(request)
    equal({message.revision for message in [*added, checkpoint]}, {client.revision})
    equal(sorted(message.added.name for message in added), [
        CLAIM, "articles/ferry-claim/claims/front-wants-prisoners-freed", "articles/ferry-fire/claims/drum-carried-aboard"])
    request.revision = client.revision
    equal(client.watch(request), [checkpoint])


@case("trace-to-origins")
def trace_to_origins(client):
    accusation = "articles/ferry-fire/claims/brask-accuses-front"
    trace = client.answer(client.claims.TraceClaim, messages.TraceClaimRequest(
        name=CLAIM, types=[claim_pb2.RELATION_TYPE_CORROBORATES]))
    equal([claim.name for claim in trace.claims], [CLAIM, accusation])
    equal([(edge.claim, edge.type, edge.related_claim) for edge in trace.edges], [
        (CLAIM, claim_pb2.RELATION_TYPE_CORROBORATES, accusation)])
    equal([(list(origin.sources), list(origin.claims)) for origin in trace.independent_origins], [
        (["sources/tidal-front"], [CLAIM]), (["sources/government-of-velmora"], [accusation])])
    equal((trace.truncated, trace.revision), (False, client.revision))


run_all(Client(sys.argv[1]))
