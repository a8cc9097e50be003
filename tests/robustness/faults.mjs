// What clients get wrong about gRPC and the contract, in bulk: each is told, and the log is silent about all.
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { decode, encode, framed, outcome, Peer } from './peer.mjs';

const times = 100; // That each fault is made.
const atATime = 50;
const [ok, invalidArgument, notFound, resourceExhausted, unimplemented, internal] = [0, 3, 5, 8, 12, 13];
const reflection = '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo';
const gzip = { 'grpc-encoding': 'gzip' };

// A token that belongs to the request and has the right checksum, with another key.
function forged(token, key) {
  const [revision, digest] = Buffer.from(token, 'base64url').subarray(8).toString().split('\n');
  const content = Buffer.from([revision, digest, key].join('\n'));
  return Buffer.concat([createHash('sha256').update(content).digest().subarray(0, 8), content]).toString('base64url');
}

async function forgeries(peer) {
  const requests = {
    ListClaims: { parent: 'articles/-', pageSize: 1 },
    SearchClaims: { parent: 'articles/-', query: 'the', pageSize: 1 },
    ListSources: { pageSize: 1 },
    ListTopics: { pageSize: 1 },
    ListPlaces: { pageSize: 1 },
    ListArticles: { pageSize: 1 },
  };
  const keys = [
    '',
    'x',
    'articles/a',
    'articles/a/claims/b',
    'sources/a',
    '1 articles/a/claims/b',
    'NaN x',
    '\0',
    '-1',
    '9e99 9e99',
  ];
  const faults = [];
  for (const [method, request] of Object.entries(requests)) {
    const first = await peer.call(method, encode(method, request));
    const { nextPageToken } = decode(method, first.body);
    for (const key of keys) {
      const message = encode(method, { ...request, pageToken: forged(nextPageToken, key) });
      faults.push([
        `${method}: token with key ${JSON.stringify(key)}`,
        { method, body: framed(message) },
        [invalidArgument],
        'INVALID_PAGE_TOKEN',
      ]);
    }
  }
  return faults;
}

function protocolFaults(claims) {
  const message = encode('ListClaims', { parent: 'articles/-', pageSize: 1 });
  const list = (body, headers) => ({ method: 'ListClaims', body, headers });
  const whole = framed(message);
  const zipped = gzipSync(message);
  const badCheck = Buffer.from(zipped);
  badCheck[badCheck.length - 8] ^= 0xff;
  const badSize = Buffer.from(zipped);
  badSize[badSize.length - 1] ^= 0xff;
  const broken = [invalidArgument, internal];
  const timeout = (value) => [`grpc-timeout: ${value}`, list(whole, { 'grpc-timeout': value }), broken];
  return [
    ['message flag 2', list(framed(message, { flag: 2 })), broken],
    ['message flag 255', list(framed(message, { flag: 255 })), broken],
    ['a length of 0xffffffff', list(framed(message, { length: 0xffffffff })), [...broken, resourceExhausted]],
    ['a length of 0x80000000', list(framed(message, { length: 0x80000000 })), [...broken, resourceExhausted]],
    ['a length that is not reached', list(framed(message, { length: message.length + 1 })), broken],
    ['a length that is exceeded', list(framed(message, { length: message.length - 1 })), broken],
    ['three bytes', list(Buffer.from([0, 0, 0])), broken],
    ['no message', list(Buffer.alloc(0)), [...broken, unimplemented]],
    ['two messages', list(Buffer.concat([whole, whole])), [...broken, unimplemented]],
    ['a flag of compression without an encoding', list(framed(zipped, { flag: 1 })), broken],
    ['gzip that is none', list(framed(message, { flag: 1 }), gzip), broken],
    ['gzip of nothing', list(framed(Buffer.alloc(0), { flag: 1 }), gzip), broken],
    ['gzip cut short', list(framed(zipped.subarray(0, -3), { flag: 1 }), gzip), broken],
    ['gzip cut in its data', list(framed(zipped.subarray(0, 14), { flag: 1 }), gzip), broken],
    ['gzip with a bad CRC', list(framed(badCheck, { flag: 1 }), gzip), broken],
    ['gzip with a bad size', list(framed(badSize, { flag: 1 }), gzip), broken],
    [
      'deflate that is none',
      list(framed(message, { flag: 1 }), { 'grpc-encoding': 'deflate' }),
      [...broken, unimplemented],
    ],
    ['an unknown encoding', list(framed(message, { flag: 1 }), { 'grpc-encoding': 'x' }), [unimplemented]],
    ...['999999999H', 'abc', '-1S', '1', 'S', '1.5S', '99999999999999999999S', '1s', ' 1S', '+1S'].map(timeout),
    ['garbage as a request', list(framed(Buffer.alloc(64, 0xff))), [invalidArgument]],
    ['a request cut short', list(framed(message.subarray(0, 5))), [invalidArgument]],
    ['text that is not UTF-8', list(framed(Buffer.from([0x0a, 2, 0xc3, 0x28]))), [invalidArgument]],
    ['a field of another type', list(framed(Buffer.from([0x08, 1]))), [invalidArgument, ok]],
    [
      'garbage to health',
      { method: '/grpc.health.v1.Health/Check', body: framed(Buffer.alloc(64, 0xff)) },
      [invalidArgument],
    ],
    ['garbage to reflection', { method: reflection, body: framed(Buffer.alloc(64, 0xff)) }, [invalidArgument]],
    [
      'garbage to the former reflection',
      { method: reflection.replace('v1', 'v1alpha'), body: framed(Buffer.alloc(64, 0xff)) },
      [invalidArgument],
    ],
    ['flag 2 to reflection', { method: reflection, body: framed(Buffer.alloc(0), { flag: 2 }) }, broken],
    [
      'gzip that is none to reflection',
      { method: reflection, body: framed(message, { flag: 1 }), headers: gzip },
      broken,
    ],
    ['an unknown method', { method: '/claims.v1.ClaimsService/NoSuch', body: whole }, [unimplemented]],
    ['an unknown service', { method: '/no.such.Service/Call', body: whole }, [unimplemented]],
    [
      'a claim that is not there',
      { method: 'GetClaim', body: framed(encode('GetClaim', { name: `${claims[0].name}-not` })) },
      [notFound],
    ],
    ['a malformed name', { method: 'GetClaim', body: framed(encode('GetClaim', { name: 'x' })) }, [invalidArgument]],
  ];
}

/** Each fault a hundred times, all kinds mixed. */
export async function faultsTold({ server, claims }) {
  let peer = await Peer.connect(server.address);
  const logged = server.complaints.length;
  const faults = [...(await forgeries(peer)), ...protocolFaults(claims)];
  const calls = Array.from({ length: faults.length * times }, (_, i) => faults[i % faults.length]);
  const wrong = new Map();
  for (let i = 0; i < calls.length; i += atATime) {
    if (!peer.isOpen) peer = await Peer.connect(server.address);
    await Promise.all(
      calls.slice(i, i + atATime).map(async ([what, { method, body, headers }, codes, reason]) => {
        const stream = peer.open(method, { 'grpc-timeout': '20S', ...headers });
        stream.end(body);
        const end = await outcome(stream);
        const told =
          end.code === undefined ? `reset with ${end.reset}` : `code ${end.code} ${end.reason ?? ''}: ${end.message}`;
        const isRight =
          codes.includes(end.code) &&
          (reason === undefined || end.reason === reason) &&
          !/server failed/.test(end.message);
        if (!isRight) wrong.set(what, told);
      }),
    );
  }
  peer.vanish();
  const problems = [...wrong].map(([what, told]) => `${what}: ${told}`);
  if (server.complaints.length > logged) problems.push(`${server.complaints.length - logged} lines are logged`);
  if (problems.length > 0) throw new Error(`${wrong.size} of ${faults.length} kinds: ${problems.join('; ')}`);
  return `${calls.length} faults of ${faults.length} kinds`;
}
