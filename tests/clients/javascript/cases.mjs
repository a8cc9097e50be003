// The cases of cases.txt, for whatever client makes the calls.
import { equal } from './runner.mjs';

const claim = 'articles/ferry-claim/claims/front-set-fire';
const license = 'Invented for tests, and free for any use. CC0-1.0.';
const absent = 'articles/ferry-claim/claims/nobody-said-this';
const withdrawn = 'articles/ferry-fire/claims/captain-left-first';

export const all = {
  'get-corpus': async (client) => {
    const corpus = await client.claims('GetCorpus', {});
    equal(corpus.revision, client.revision);
    equal(corpus.revision.length, 32);
    equal(Math.min(corpus.claimCount, corpus.articleCount, corpus.sourceCount) > 0, true);
    equal([corpus.topicCount, corpus.placeCount], [10, 8]);
    equal(corpus.licenses, [license]);
    equal(/^\d+\.\d+\.\d+/.test(corpus.serverVersion), true);
    equal(corpus.loadTime !== undefined, true);
    equal(corpus.lastFailedLoad ?? null, null);
  },

  'list-claims-pages': async (client) => {
    const { claimCount } = await client.claims('GetCorpus', {});
    const names = [];
    for (let pageToken; pageToken !== '';) {
      const page = await client.claims('ListClaims', { parent: 'articles/-', pageSize: 10, pageToken });
      equal([page.totalSize, page.revision], [claimCount, client.revision]);
      names.push(...page.claims.map(({ name }) => name));
      pageToken = page.nextPageToken ?? '';
      if (pageToken !== '') equal(page.claims.length, 10);
    }
    equal([names.length, new Set(names).size], [claimCount, claimCount]);
  },

  'get-claim-whole': async (client) => {
    const { speakers, attribution: { steps }, statedDate, topics } = await client.claims('GetClaim', { name: claim });
    equal(speakers.map(({ source, displayName, kind }) => [source, displayName, kind]), [
      ['sources/tidal-front', 'Tidal Front', 'SOURCE_KIND_ARMED_GROUP'],
    ]);
    equal(steps.length > 1, true);
    equal([steps[0].kind, steps[0].speakers[0].source], ['ATTRIBUTION_KIND_NARRATIVE', 'sources/corvane-press-agency']);
    equal(steps.at(-1).speakers, speakers);
    equal(statedDate.edtf, '2019-04-01T06:30:00Z');
    equal(statedDate.earliestTime, client.timestamp('2019-04-01T06:30:00Z'));
    equal(statedDate.endTime, client.timestamp('2019-04-01T06:30:01Z'));
    equal(topics.map(({ topic, displayName }) => [topic, displayName]), [
      ['aldine-fire', 'Fire on the Aldine'], ['tidal-front', 'Tidal Front'],
    ]);
  },

  'claim-digests': async (client) => {
    const { claims } = await client.claims('ListClaims', { parent: 'articles/-', pageSize: 1000 });
    equal(new Set(claims.map(({ digest }) => digest)).size, claims.length);
    equal(claims.filter(({ digest }) => !/^[0-9a-f]{64}$/.test(digest)), []);
  },

  'get-claim-masked': async (client) => {
    const readMask = client.fieldMask('text', 'stated_date.edtf');
    const masked = await client.claims('GetClaim', { name: claim, readMask });
    equal(Object.keys(masked).sort(), ['name', 'statedDate', 'text']);
    equal(Object.keys(masked.statedDate), ['edtf']);
  },

  'get-claim-former-name': async (client) => {
    for (const former of [
      'articles/ferry-claim/claims/front-did-it', 'articles/ferry-arson/claims/front-did-it',
    ]) {
      equal((await client.claims('GetClaim', { name: former })).name, claim);
    }
  },

  'get-claim-malformed': async (client) => {
    for (const name of [
      '', 'front-set-fire', 'articles/ferry-claim', 'articles/Ferry-Claim/claims/x', `${claim}/`, `${claim}\n`,
    ]) {
      const details = await client.claimsRefusal('GetClaim', { name }, 'INVALID_ARGUMENT', 'INVALID_REQUEST');
      equal(violatedFields(details), ['name']);
    }
  },

  'get-claim-absent': async (client) => {
    const details = await client.claimsRefusal('GetClaim', { name: absent }, 'NOT_FOUND', 'NOT_FOUND');
    equal(missing(details), [['claims.v1.Claim', absent]]);
  },

  'get-claim-withdrawn': async (client) => {
    const [info, withdrawal, ...others] = await client.claimsRefusal('GetClaim', { name: withdrawn }, 'NOT_FOUND', 'WITHDRAWN');
    equal(others, []);
    equal([info.resourceName, withdrawal.type, withdrawal.name], [withdrawn, 'claims.v1.Withdrawal', withdrawn]);
    equal(
      [withdrawal.date.edtf, withdrawal.reason], ['2019-04-20', 'The agency took it back, and nobody else had said it.']);
  },

  'batch-get-in-order': async (client) => {
    const names = [claim, 'articles/ferry-fire/claims/headline-toll', claim];
    const batch = await client.claims('BatchGetClaims', { names });
    equal(batch.claims.map(({ name }) => name), names);
    equal(batch.revision, client.revision);
  },

  'batch-get-missing': async (client) => {
    const other = 'articles/no-such-article/claims/x';
    const details = await client.claimsRefusal('BatchGetClaims', { names: [absent, claim, other] }, 'NOT_FOUND', 'NOT_FOUND');
    equal(missing(details), [['claims.v1.Claim', absent], ['claims.v1.Claim', other]]);
  },

  'list-claims-every-violation': async (client) => {
    const filter = {
      speakers: ['sources/tidal-front', 'Tidal Front'], sourceKinds: [0, 99], statedDuring: '29 March 2019',
    };
    const request = { parent: 'ferry-claim', pageSize: -1, orderBy: 'truth', filter };
    const details = await client.claimsRefusal('ListClaims', request, 'INVALID_ARGUMENT', 'INVALID_REQUEST');
    equal(violatedFields(details).sort(), [
      'filter.source_kinds[0]', 'filter.source_kinds[1]', 'filter.speakers[1]', 'filter.stated_during', 'order_by',
      'page_size', 'parent',
    ]);
  },

  'list-claims-of-absent': async (client) => {
    const parent = 'articles/no-such-article';
    const details = await client.claimsRefusal('ListClaims', { parent }, 'NOT_FOUND', 'NOT_FOUND');
    equal(missing(details), [['claims.v1.Article', parent]]);
  },

  'list-claims-by-speaker': async (client) => {
    const speakers = ['sources/tidal-front', 'sources/oskar-lindt', 'sources/no-such-source'];
    equal(await matching(client, { speakers }), [
      'ferry-claim/front-set-fire', 'ferry-claim/front-wants-prisoners-freed', 'ferry-fire/drum-carried-aboard',
    ]);
  },

  'list-claims-by-source-kind': async (client) => {
    equal(await matching(client, { sourceKinds: ['SOURCE_KIND_STATE_MEDIA'] }), [
      'ferry-claim/toll-fourteen', 'ferry-fire/at-least-nine-dead',
    ]);
  },

  'list-claims-stated-during': async (client) => {
    equal(await matching(client, { statedDuring: '2019-03-31' }), [
      'ferry-claim/harbour-to-be-rebuilt', 'ferry-claim/lower-doors-locked', 'salt-talks/quarrel-began',
    ]);
  },

  'list-claims-event-during': async (client) => {
    equal(await matching(client, { eventDuring: '2014' }), [
      'ferry-claim/front-formed-2014', 'ferry-fire/drunland-denies-shelter', 'ferry-fire/drunland-shelters-front',
      'salt-talks/talks-under-way',
    ]);
  },

  'list-claims-by-topic': async (client) => {
    equal(await matching(client, { topics: ['aldine-fire', 'salt-treaty'], polarities: ['POLARITY_NEGATIVE'] }), [
      'ferry-fire/nobody-claims', 'salt-talks/approval-unsaid', 'salt-talks/reopening-needed',
    ]);
  },

  'list-claims-by-place-within': async (client) => {
    const { places: [velmora, ...others] } = await client.claims('ListPlaces', { query: 'velmora' });
    equal(others, []);
    const page = await client.claims('ListClaims', { parent: 'articles/-', filter: { places: [velmora.slug] } });
    const naming = page.claims.filter(({ places }) => places?.some(({ place }) => place === velmora.slug));
    equal([velmora.claimCount, page.totalSize, page.claims.length, naming.length], [5, 5, 5, 2]);
  },

  'list-claims-any-of': async (client) => {
    equal(await matching(client, { anyOf: [{ forces: ['FORCE_THREATEN'] }, { places: ['velmora'] }] }), [
      'ferry-claim/front-wants-prisoners-freed', 'ferry-claim/harbour-to-be-rebuilt', 'ferry-fire/front-fights-since-2016',
      'ferry-fire/strait-closure-threat', 'salt-talks/approval-unsaid', 'salt-talks/velmora-gets-sixty-percent',
    ]);
  },

  'list-claims-standing-at': async (client) => {
    for (const [moment, standing] of [
      ['2019-04-01T23:59:59Z', ['ferry-fire/nobody-claims']], ['2019-04-02T00:00:00Z', []],
    ]) {
      const standingAt = client.timestamp(moment);
      equal(await matching(client, { standingAt, topics: ['aldine-fire'], polarities: ['POLARITY_NEGATIVE'] }), standing);
    }
  },

  'list-claims-bad-page-token': async (client) => {
    const { nextPageToken } = await client.claims('ListClaims', { parent: 'articles/-', pageSize: 1 });
    const altered = (nextPageToken.startsWith('A') ? 'B' : 'A') + nextPageToken.slice(1);
    for (const [parent, pageToken] of [['articles/-', altered], ['articles/ferry-fire', nextPageToken]]) {
      const request = { parent, pageToken };
      const details = await client.claimsRefusal('ListClaims', request, 'INVALID_ARGUMENT', 'INVALID_PAGE_TOKEN');
      equal(violatedFields(details), ['page_token']);
    }
  },

  'get-article-and-source': async (client) => {
    const article = await client.claims('GetArticle', { name: 'articles/ferry-fire' });
    const page = await client.claims('ListClaims', { parent: article.name, pageSize: 1 });
    equal([article.claimCount, article.license], [page.totalSize, license]);
    const { name, displayName, kind } = await client.claims('GetSource', { name: article.publisher });
    equal([name, displayName, kind], ['sources/corvane-press-agency', 'Corvane Press Agency', 'SOURCE_KIND_NEWS_AGENCY']);
  },

  'list-sources-by-affiliation': async (client) => {
    const page = await client.claims('ListSources', { affiliations: ['sources/government-of-velmora'] });
    equal(page.sources?.map(({ name }) => name.replace('sources/', '')), [
      'ferry-fire-navy-spokeswoman', 'ferry-fire-senior-official', 'government-of-velmora',
      'interior-ministry-of-velmora', 'isaura-kentel', 'ministry-of-defence-of-velmora', 'radio-velmora',
      'teodor-brask', 'velmoran-navy',
    ]);
    equal([page.totalSize, page.revision], [page.sources.length, client.revision]);
  },

  'list-sources-by-name': async (client) => {
    const page = await client.claims('ListSources', { query: 'velmoran navy' });
    equal(page.sources?.map(({ name }) => name), ['sources/velmoran-navy', 'sources/ferry-fire-navy-spokeswoman']);
    equal([page.totalSize, page.revision], [page.sources.length, client.revision]);
  },

  'list-topics-by-name': async (client) => {
    const page = await client.claims('ListTopics', { query: 'la presidente' });
    equal(page.topics?.map(({ slug, aliases, kind, claimCount }) => [slug, aliases, kind, claimCount]), [
      ['isaura-kentel', ['La Présidente'], 'TOPIC_KIND_PERSON', 2],
    ]);
    equal([page.totalSize, page.revision], [page.topics.length, client.revision]);
  },

  'list-places-within': async (client) => {
    const page = await client.claims('ListPlaces', { within: ['velmora'] });
    equal(page.places?.map(({ slug, within }) => [slug, within ?? '']), [
      ['port-sorrel', 'sorrel-island'], ['quessin', 'velmora'], ['sorrel-island', 'velmora'], ['velmora', ''],
    ]);
    equal([page.totalSize, page.revision], [page.places.length, client.revision]);
  },

  'reconcile-sources': async (client) => {
    const queries = ['the front', 'nobody', 'front'].map((name) => ({ name }));
    const { results, revision } = await client.claims('ReconcileSources', { queries });
    equal(results.map(({ candidates = [] }) => candidates.map(({ source, score, matchedName, match = false }) => (
      [source, score, matchedName, match]
    ))), [
      [['sources/tidal-front', 100, 'the Front', true]], [], [['sources/tidal-front', 75, 'Tidal Front', false]],
    ]);
    equal(revision, client.revision);
    for (const count of [0, 1001]) {
      const request = { queries: Array(count).fill({ name: 'front' }) };
      const details = await client.claimsRefusal('ReconcileSources', request, 'INVALID_ARGUMENT', 'INVALID_REQUEST');
      equal(violatedFields(details), ['queries']);
    }
  },

  health: async (client) => {
    for (const service of ['', 'claims.v1.ClaimsService']) {
      equal((await client.health('Check', { service })).status, 'SERVING');
    }
    const { statuses } = await client.health('List', {});
    equal(Object.entries(statuses).map(([service, { status }]) => [service, status]).sort(), [
      ['', 'SERVING'], ['claims.v1.ClaimsService', 'SERVING'],
    ]);
    await client.healthRefusal('Check', { service: 'no.such.Service' }, 'NOT_FOUND');
  },

  'search-claims': async (client) => {
    const page = await client.claims('SearchClaims', { query: 'fire', parent: 'articles/-' });
    equal(page.totalSize > 0, true);
    equal([page.results.length, page.revision], [page.totalSize, client.revision]);
    for (const { claim: found, score } of page.results) equal([found.name !== '', score > 0], [true, true]);
  },

  'search-matched-names': async (client) => {
    const page = await client.claims('SearchClaims', { query: 'blaze', parent: 'articles/-' });
    const about = await matching(client, { topics: ['aldine-fire'] });
    equal([page.totalSize, page.results.length], [18, about.length]);
    for (const { matchedNames } of page.results) {
      equal(matchedNames?.map(({ name, topic }) => [name, topic]), [['Blaze on the ferry', 'aldine-fire']]);
    }
  },

  'summarize-by-speaker': async (client) => {
    const request = { parent: 'articles/-', dimensions: ['DIMENSION_SPEAKER'], top: 3 };
    const { summaries: [summary], totalSize, revision } = await client.claims('SummarizeClaims', request);
    equal(summary.groups.map(({ value, displayName, count }) => [value, displayName, count]), [
      ['sources/corvane-press-agency', 'Corvane Press Agency', 13],
      ['sources/dockers-union', "Dockers' Union of Port Sorrel", 3],
      ['sources/ferry-fire-senior-official', 'A senior official of Velmora', 3],
    ]);
    equal([summary.dimension, summary.moreGroups], ['DIMENSION_SPEAKER', 18]);
    equal([totalSize, revision], [40, client.revision]);
  },

  'revision-not-held': async (client) => {
    const request = { name: claim, revision: '0'.repeat(32) };
    equal(await client.claimsRefusal('GetClaim', request, 'FAILED_PRECONDITION', 'REVISION_NOT_HELD'), []);
  },

  'watch-claims': async (client) => {
    const request = { parent: 'articles/-', filter: { speakers: ['sources/tidal-front', 'sources/oskar-lindt'] } };
    const messages = await client.watch(request);
    equal(messages.map(({ revision }) => revision), messages.map(() => client.revision));
    equal(messages.slice(0, -1).map(({ added }) => added?.name).sort(), [
      claim, 'articles/ferry-claim/claims/front-wants-prisoners-freed', 'articles/ferry-fire/claims/drum-carried-aboard',
    ]);
    const resumed = await client.watch({ ...request, revision: client.revision });
    equal(resumed.map(({ revision, checkpoint }) => [revision, checkpoint]), [[client.revision, {}]]);
  },

  'trace-to-origins': async (client) => {
    const accusation = 'articles/ferry-fire/claims/brask-accuses-front';
    const trace = await client.claims('TraceClaim', { name: claim, types: ['RELATION_TYPE_CORROBORATES'] });
    equal(trace.claims.map(({ name }) => name), [claim, accusation]);
    equal(trace.edges.map(({ claim: from, type, relatedClaim }) => [from, type, relatedClaim]), [
      [claim, 'RELATION_TYPE_CORROBORATES', accusation],
    ]);
    equal(trace.independentOrigins.map(({ sources, claims }) => [sources, claims]), [
      [['sources/tidal-front'], [claim]], [['sources/government-of-velmora'], [accusation]],
    ]);
    equal([trace.truncated ?? false, trace.revision], [false, client.revision]);
  },
};

// The ids of the claims that match a filter, each with its article's, sorted.
async function matching(client, filter) {
  const page = await client.claims('ListClaims', { parent: 'articles/-', filter });
  const claims = page.claims ?? [];
  equal([page.totalSize ?? 0, page.nextPageToken ?? ''], [claims.length, '']);
  return claims.map(({ name }) => name.replace('articles/', '').replace('/claims/', '/')).sort();
}

function violatedFields(details) {
  equal(details.map(({ type }) => type), ['google.rpc.BadRequest']);
  return details[0].fieldViolations.map(({ field }) => field);
}

function missing(details) {
  equal(details.some(({ type }) => type !== 'google.rpc.ResourceInfo'), false);
  return details.map(({ resourceType, resourceName }) => [resourceType, resourceName]);
}
