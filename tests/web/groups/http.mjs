// What HTTP has besides: what is known already, compression, other pages' scripts, HEAD.
import http from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { ensure, equal } from '../checks.mjs';

const answers = [
  '/v1/corpus', '/v1/articles/-/claims?pageSize=1000', '/v1/articles/-/claims:search?query=fire', '/v1/openapi.json',
  '/v1/articles/-/claims:feed', '/v1/articles/-/claims:export?format=csv', '/v1/articles/-/claims:export?format=jsonl',
];
const page = 'https://example.org';

export default async function asHttp(checks, { invented, curated }) {
  const list = '/v1/articles/-/claims';
  const asked = (path, headers, method = 'GET') => fetch(invented.web + path, { method, headers });

  await checks.check('http-known-is-not-sent-again', async () => {
    for (const path of [list, '/v1/articles/ferry-fire', `${list}:feed`]) {
      const first = await asked(path);
      const tag = first.headers.get('etag');
      ensure(/^(W\/)?"[^"]+"$/.test(tag), `no ETag: ${tag}`);
      ensure((await first.text()).length > 0, 'nothing was sent');
      for (const known of [tag, `"other", ${tag}`, tag.replace('W/', '')]) {
        const again = await asked(path, { 'if-none-match': known });
        equal([again.status, again.headers.get('etag'), await again.text()], [304, tag, ''], `${path} ${known}`);
      }
      const other = await asked(path, { 'if-none-match': 'W/"other"' });
      equal([other.status, (await other.text()).length > 0], [200, true]);
    }
  });

  // RFC 9110, 13.1.2: whatever there is, it is known.
  await checks.check('http-anything-is-known', async () => {
    equal((await asked(list, { 'if-none-match': '*' })).status, 304);
  });

  await checks.check('http-etag-is-of-the-revision', async () => {
    const tags = await Promise.all([invented, curated].map(async ({ web }) => (await fetch(web + list)).headers.get('etag')));
    ensure(tags[0] !== tags[1], `both are ${tags[0]}`);
  });

  for (const [encoding, decode] of [['gzip', gunzipSync], ['br', brotliDecompressSync]]) {
    await checks.check(`http-compressed-${encoding}`, async () => {
      for (const path of answers) {
        const plain = await bytesOf(invented.web + path, 'identity');
        const small = await bytesOf(invented.web + path, encoding);
        equal([plain.headers['content-encoding'], small.headers['content-encoding']], [undefined, encoding], path);
        ensure(/accept-encoding/i.test(small.headers.vary), `${path}: Vary is ${small.headers.vary}`);
        ensure(decode(small.body).equals(plain.body), `${path}: another content`);
        ensure(small.body.length < plain.body.length, `${path}: not smaller`);
      }
    });
  }

  const preflight = (server, path, origin, headers = 'content-type,x-grpc-web') => fetch(server.web + path, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': headers },
  });
  const called = ['/v1/corpus', '/v1/articles/-/claims:list', '/claims.v1.ClaimsService/GetCorpus'];

  await checks.check('http-cors-as-configured', async () => {
    for (const path of called) {
      const { status, headers } = await preflight(invented, path, page);
      equal([status, headers.get('access-control-allow-origin')], [204, page]);
      ensure(/\bPOST\b/.test(headers.get('access-control-allow-methods')), 'no POST');
      ensure(/x-grpc-web/.test(headers.get('access-control-allow-headers')), 'no header of gRPC-Web');
    }
    for (const path of ['/v1/corpus', '/v1/articles/no-such', '/v1/no-such', `${list}:export?format=csv`]) {
      const answer = await asked(path, { origin: page });
      await answer.arrayBuffer();
      equal(answer.headers.get('access-control-allow-origin'), page, path);
      const exposed = answer.headers.get('access-control-expose-headers').split(/, ?/);
      for (const name of ['claims-revision', 'etag', 'grpc-status', 'grpc-message', 'grpc-status-details-bin']) {
        ensure(exposed.includes(name), `${path}: ${name} is not exposed`);
      }
    }
  });

  await checks.check('http-cors-refused', async () => {
    const allowed = ({ headers }) => [...headers.keys()].filter((name) => name.startsWith('access-control-allow'));
    for (const path of called) {
      equal(allowed(await preflight(invented, path, 'https://example.org.evil.example')), [], path);
      equal(allowed(await preflight(invented, path, 'http://example.org')), [], path);

      // Nothing is configured there.
      equal(allowed(await preflight(curated, path, page)), [], path);
    }
    equal(allowed(await asked('/v1/corpus', { origin: 'https://other.example' })), []);
    equal(allowed(await fetch(`${curated.web}/v1/corpus`, { headers: { origin: page } })), []);
  });

  for (const [name, paths] of Object.entries({
    rpcs: [list, '/v1/corpus', '/v1/articles/ferry-fire', '/v1/articles/no-such', `${list}?pageSize=x`],
    documents: [`${list}:feed`, `${list}:export?format=csv`, '/v1/openapi.json'],
    probes: ['/livez', '/readyz'],
  })) {
    await checks.check(`http-head-of-${name}`, async () => {
      const wrong = [];
      for (const path of paths) {
        const [get, head] = [await asked(path), await asked(path, {}, 'HEAD')];
        await get.arrayBuffer();
        const told = ({ status, headers }) => [status, ...['content-type', 'etag', 'claims-revision'].map((one) => headers.get(one))];
        equal(await head.text(), '');
        if (told(get).join() !== told(head).join()) wrong.push(`${path}: GET has ${told(get)}, HEAD ${told(head)}`);
      }
      equal(wrong, []);
    });
  }
}

function bytesOf(url, encoding) {
  return new Promise((resolve, reject) => http.get(url, { headers: { 'accept-encoding': encoding } }, (answer) => {
    const pieces = [];
    answer.on('data', (piece) => pieces.push(piece)).on('error', reject)
      .on('end', () => resolve({ headers: answer.headers, body: Buffer.concat(pieces) }));
  }).on('error', reject));
}
