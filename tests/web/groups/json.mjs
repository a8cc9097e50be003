// The rpcs as JSON, by fetch.
import { equals, fromJson } from '@bufbuild/protobuf';
import { ensure, equal, equalLists } from '../checks.mjs';
import { askedOf, byGet, byPost, each, json } from '../contract.mjs';

const most = 256 * 1024;
const claim = 'articles/ferry-claim/claims/front-set-fire';
const bodyOf = (body) => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body });

export default async function asJson(checks, { invented, curated, copy }) {
  for (const server of [invented, curated, copy]) {
    for (const { rpc, calls } of await askedOf(server)) {
      for (const [method, by] of [['get', byGet], ['post', byPost]]) {
        const asked = calls.map(({ given, answer }) => ({ how: by(rpc, given), answer })).filter(({ how }) => how);
        if (asked.length === 0) continue;
        await checks.check(`json-as-grpc-${method}-${rpc.name}-${server.name}`, () => each(asked, async ({ how, answer }) => {
          const got = await server.json(how.url, how.options);
          if (!equals(rpc.output, fromJson(rpc.output, got), answer)) equal(got, json(rpc.output, answer), how.url);

          // Not only the same message: written as protobuf's own mapping has it, what is default left out.
          equal(got, json(rpc.output, answer), how.url);
        }));
      }
    }

    await checks.check(`json-all-pages-${server.name}`, async () => {
      const { claimCount, revision } = await server.json('/v1/corpus');
      const articles = await server.all('/v1/articles', 'articles');
      let count = 0;
      for (const { name, claimCount: total } of articles) {
        const names = [];
        for (let pageToken = ''; ;) {
          const page = await server.json(`/v1/${name}/claims?${new URLSearchParams({ pageSize: 7, pageToken })}`);
          equal([page.totalSize, page.revision], [total, revision]);
          names.push(...page.claims.map(({ name: one }) => one));
          if (!(pageToken = page.nextPageToken ?? '')) break;
          equal(page.claims.length, 7);
        }
        const whole = await server.json(`/v1/${name}/claims?pageSize=1000`);
        equalLists(names, whole.claims.map(({ name: one }) => one), name);
        equal(new Set(names).size, total);
        count += total;
      }
      equal(count, claimCount);
    });
  }

  const refusals = {
    'query-of-wrong-type': ['/v1/articles/-/claims?pageSize=many', {}, 400, 'INVALID_ARGUMENT', 'INVALID_REQUEST', ['pageSize']],
    'query-of-no-field': ['/v1/articles/-/claims?colour=red', {}, 400, 'INVALID_ARGUMENT', 'INVALID_REQUEST', ['colour']],
    'query-given-twice': ['/v1/articles/-/claims?pageSize=1&pageSize=2', {}, 400, 'INVALID_ARGUMENT', 'INVALID_REQUEST', ['pageSize']],
    'query-of-no-enum': [
      '/v1/articles/-/claims?filter.sourceKinds=SOURCE_KIND_GOVERMENT', {}, 400, 'INVALID_ARGUMENT', 'INVALID_REQUEST', ['filter.sourceKinds'],
    ],
    'every-violation': [
      '/v1/articles/-/claims?pageSize=-1&orderBy=truth&filter.statedDuring=yesterday', {}, 400, 'INVALID_ARGUMENT', 'INVALID_REQUEST',
      ['filter.stated_during', 'order_by', 'page_size'],
    ],
    'malformed-name': ['/v1/articles/Ferry', {}, 400, 'INVALID_ARGUMENT', 'INVALID_REQUEST', ['name']],
    'body-with-a-violation': [
      '/v1/articles/-/claims:list', bodyOf('{"pageSize":-1}'), 400, 'INVALID_ARGUMENT', 'INVALID_REQUEST', ['page_size'],
    ],
    'body-against-the-path': [
      '/v1/articles/-/claims:list', bodyOf('{"parent":"articles/ferry-fire"}'), 400, 'INVALID_ARGUMENT', 'INVALID_REQUEST', ['parent'],
    ],
    'body-of-no-json': ['/v1/articles/-/claims:list', bodyOf('{"pageSize":'), 400, 'INVALID_ARGUMENT', 'INVALID_REQUEST', ['']],
    'body-of-no-field': ['/v1/articles/-/claims:list', bodyOf('{"colour":"red"}'), 400, 'INVALID_ARGUMENT', 'INVALID_REQUEST', ['']],
    'body-of-no-text': [
      '/v1/articles/-/claims:list', bodyOf(new Uint8Array([0x22, 0xff, 0x22])), 400, 'INVALID_ARGUMENT', 'INVALID_REQUEST', [''],
    ],
    'body-empty': ['/v1/articles/-/claims:list', bodyOf(''), 400, 'INVALID_ARGUMENT', 'INVALID_REQUEST', ['']],
    'page-token-altered': ['/v1/articles/-/claims?pageToken=AAAA', {}, 400, 'INVALID_ARGUMENT', 'INVALID_PAGE_TOKEN', ['page_token']],
    'export-of-no-format': ['/v1/articles/-/claims:export?format=xls', {}, 400, 'INVALID_ARGUMENT', 'INVALID_REQUEST', ['format']],
    'export-with-a-violation': [
      '/v1/articles/-/claims:export?format=csv&pageSize=3', {}, 400, 'INVALID_ARGUMENT', 'INVALID_REQUEST', ['page_size'],
    ],
    'watch-with-a-violation': ['/v1/articles/-/claims:watch?revision=x', {}, 400, 'INVALID_ARGUMENT', 'INVALID_REQUEST', ['revision']],
    'feed-with-a-violation': ['/v1/articles/-/claims:feed?pageSize=-1', {}, 400, 'INVALID_ARGUMENT', 'INVALID_REQUEST', ['page_size']],
    'revision-not-held': [`/v1/${claim}?revision=${'0'.repeat(32)}`, {}, 400, 'FAILED_PRECONDITION', 'REVISION_NOT_HELD', null],
    absent: ['/v1/articles/ferry-fire/claims/nobody-said-this', {}, 404, 'NOT_FOUND', 'NOT_FOUND', null],
    'absent-of-export': ['/v1/articles/no-such-thing/claims:export?format=csv', {}, 404, 'NOT_FOUND', 'NOT_FOUND', null],
    'absent-of-watch': ['/v1/articles/no-such-thing/claims:watch', {}, 404, 'NOT_FOUND', 'NOT_FOUND', null],
    'unknown-method': ['/v1/claims:explain', {}, 404, 'NOT_FOUND', 'NOT_FOUND', null],
    'too-large': ['/v1/articles/-/claims:list', bodyOf(`{"orderBy":"${' '.repeat(most)}"}`), 413, 'RESOURCE_EXHAUSTED', 'TOO_LARGE', null],
    'too-large-of-unknown-size': [
      '/v1/articles/-/claims:list', { ...bodyOf(streamOf(`{"orderBy":"${' '.repeat(most)}"}`)), duplex: 'half' },
      413, 'RESOURCE_EXHAUSTED', 'TOO_LARGE', null,
    ],
  };
  for (const [name, [path, options, code, status, reason, fields]] of Object.entries(refusals)) {
    await checks.check(`json-refused-${name}`, async () => {
      const { info, details } = await refused(invented, path, options, code, status, reason);
      const violations = details.find((detail) => detail['@type'].endsWith('/google.rpc.BadRequest'))?.fieldViolations;
      equal(violations?.map(({ field = '' }) => field).sort() ?? null, fields);
      ensure((violations ?? []).every(({ description }) => description), 'a violation without a description');
      if (reason === 'REVISION_NOT_HELD') equal(info.metadata.current_revision, (await invented.json('/v1/corpus')).revision);
    });
  }

  await checks.check('json-refused-did-you-mean', async () => {
    for (const [path, meant] of [
      ['articles/ferry-clam', 'articles/ferry-claim'], ['sources/tidal-fron', 'sources/tidal-front'],
      [claim.replace('fire', 'fir'), claim],
    ]) {
      const { info, details } = await refused(invented, `/v1/${path}`, {}, 404, 'NOT_FOUND', 'NOT_FOUND');
      equal([info.metadata.did_you_mean, details[1].resourceName], [meant, path]);
    }
  });

  await checks.check('json-refused-withdrawn', async () => {
    const name = 'articles/ferry-fire/claims/captain-left-first';
    const { info, details } = await refused(invented, `/v1/${name}`, {}, 404, 'NOT_FOUND', 'WITHDRAWN');
    const withdrawal = details.find((detail) => detail['@type'] === 'type.googleapis.com/claims.v1.Withdrawal');
    equal([info.metadata.date, withdrawal.name, withdrawal.date.edtf], ['2019-04-20', name, '2019-04-20']);
    equal(withdrawal.reason, 'The agency took it back, and nobody else had said it.');
  });

  await checks.check('json-former-name', async () => {
    equal((await invented.json('/v1/articles/ferry-arson/claims/front-did-it')).name, claim);
  });
}

function streamOf(text) {
  return new Blob([text]).stream();
}

async function refused({ web }, path, options, code, status, reason) {
  const answer = await fetch(web + path, options);
  const body = await answer.text();
  equal([answer.status, answer.headers.get('content-type')], [code, 'application/json'], body);
  const { error } = JSON.parse(body);
  const [info, ...others] = error.details;
  equal([error.code, error.status, info['@type'], info.reason, info.domain], [code, status, 'type.googleapis.com/google.rpc.ErrorInfo', reason, 'claims.v1']);
  ensure(error.message.length > 0, 'no message');
  return { info, details: [info, ...others] };
}
