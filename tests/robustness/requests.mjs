// Attacks by requests: small to send and large to hold, announced and never finished, or frames without end.
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import {
  callFrames,
  claimsService,
  encode,
  flags,
  frame,
  framed,
  frames,
  headerBlock,
  outcome,
  Peer,
  rawConnection,
} from './peer.mjs';

const atATime = 64;
const largest = 256 * 1024; // Bytes of a request, at the most.
const dripped = 300; // Bytes a second: more than the rate under which Kestrel ends a request.
const [invalidArgument, deadlineExceeded, resourceExhausted] = [3, 4, 8];

const varint = (number) => {
  const bytes = [];
  for (; number >= 0x80; number >>>= 7) bytes.push((number & 0x7f) | 0x80);
  return Buffer.from([...bytes, number]);
};
const tag = (field, type) => varint(((field << 3) | type) >>> 0);
const field = (number, bytes) => Buffer.concat([tag(number, 2), varint(bytes.length), bytes]);
const everyArticle = field(1, Buffer.from('articles/-'));
const empty = Buffer.alloc(0);

// So many of a field with an empty value, or as many as make a request as large as can be.
const empties = (number, count) => {
  const one = field(number, empty);
  return Buffer.alloc(one.length * (count ?? Math.floor((largest - 64) / one.length)), one);
};
const filterOf = (bytes) => Buffer.concat([everyArticle, field(2, bytes)]);

function nested(number, levels) {
  let bytes = empty;
  for (let i = 0; i < levels && bytes.length < largest - 64; i++) bytes = field(number, bytes);
  return bytes;
}

function distinctUnknownFields() {
  const parts = [everyArticle];
  for (let number = 100_000, bytes = 0; bytes < largest - 64; number++) {
    parts.push(tag(number, 0), Buffer.from([0]));
    bytes += 5;
  }
  return Buffer.concat(parts);
}

/** Requests that are larger in memory than on the wire: [what, method, message, headers]. None of them is answered. */
export function swelling() {
  const [anyOf, allOf, noneOf] = [21, 20, 22];
  const ones = (count) => Buffer.alloc(count, 1);
  return [
    ['250,000 empty filters', 'ListClaims', filterOf(empties(anyOf, 250_000))],
    ['85,000 empty filters in any_of', 'ListClaims', filterOf(empties(anyOf, 85_000))],
    [
      '85,000 empty filters in all_of',
      'SearchClaims',
      Buffer.concat([
        field(1, Buffer.from('the')),
        field(2, Buffer.from('articles/-')),
        field(3, empties(allOf, 85_000)),
      ]),
    ],
    ['85,000 empty filters in none_of', 'SummarizeClaims', filterOf(empties(noneOf, 85_000))],
    [
      'filters of 800 filters of 100',
      'ListClaims',
      filterOf(Buffer.concat(Array(800).fill(field(anyOf, empties(allOf, 100))))),
    ],
    ['filters nested 90 deep, 600 times', 'ListClaims', filterOf(Buffer.concat(Array(600).fill(nested(allOf, 90))))],
    ['filters nested without end', 'ListClaims', filterOf(nested(allOf, Infinity))],
    ['empty speakers', 'ListClaims', filterOf(empties(1))],
    ['empty cues', 'ListClaims', filterOf(empties(8))],
    ['packed kinds of source in a filter', 'ListClaims', filterOf(field(4, ones(largest - 64)))],
    ['packed dimensions', 'SummarizeClaims', Buffer.concat([everyArticle, field(3, ones(largest - 64))])],
    ['packed kinds of source', 'ListSources', field(1, ones(largest - 64))],
    [
      'packed types of relation',
      'TraceClaim',
      Buffer.concat([field(1, Buffer.from('articles/a/claims/b')), field(2, ones(largest - 64))]),
    ],
    ['empty affiliations', 'ListSources', empties(2)],
    ['empty names', 'BatchGetClaims', empties(1)],
    ['malformed names', 'BatchGetClaims', Buffer.alloc(largest - 64, field(1, Buffer.from('a')))],
    [
      'empty paths of a mask',
      'GetClaim',
      Buffer.concat([field(1, Buffer.from('articles/a/claims/b')), field(2, empties(1))]),
    ],
    ['a long name', 'GetClaim', field(1, Buffer.alloc(largest - 64, 'a'))],
    [
      'a long query',
      'SearchClaims',
      Buffer.concat([field(1, Buffer.alloc(largest - 64, 'a ')), field(2, Buffer.from('articles/-'))]),
    ],
    ['a long order', 'ListClaims', Buffer.concat([everyArticle, field(3, Buffer.alloc(largest - 64, 'position,'))])],
    ['a long token', 'ListClaims', Buffer.concat([everyArticle, field(5, Buffer.alloc(largest - 64, 'a'))])],
    ['a long date', 'ListClaims', filterOf(field(17, Buffer.alloc(largest - 64, '1')))],
    ['a long service', '/grpc.health.v1.Health/Check', field(1, Buffer.alloc(largest - 64, 'a'))],
    ['unknown groups', 'ListClaims', Buffer.concat([everyArticle, Buffer.alloc(largest - 64, tag(100, 3))])],
    ['a megabyte', 'ListClaims', Buffer.alloc(1 << 20)],
    ['100 MB of zeros, compressed', 'ListClaims', gzipSync(Buffer.alloc(100 << 20)), { 'grpc-encoding': 'gzip' }],
    [
      '250,000 empty filters, compressed',
      'ListClaims',
      gzipSync(filterOf(empties(anyOf, 250_000))),
      { 'grpc-encoding': 'gzip' },
    ],
    [
      '85,000 empty filters, compressed',
      'ListClaims',
      gzipSync(filterOf(empties(anyOf, 85_000))),
      { 'grpc-encoding': 'gzip' },
    ],
  ];
}

// Requests that say nothing wrong, whatever it costs to find out.
const needless = () => [
  ['unknown fields of distinct numbers', 'GetClaim', distinctUnknownFields().subarray(everyArticle.length)],
  ['the same filter over and over', 'ListClaims', Buffer.concat([everyArticle, empties(2)])],
  ['the same mask over and over', 'ListClaims', Buffer.concat([everyArticle, empties(6)])],
  ['unknown fields in a filter', 'ListClaims', filterOf(empties(1000))],
];

/** Every swelling request, 64 at a time. */
export async function requestsSwelling({ server }) {
  const requests = swelling();
  for (const [what, method, message, headers] of requests) {
    const peer = await Peer.connect(server.address);
    const ends = await Promise.all(
      Array.from({ length: atATime }, () => {
        const stream = peer.open(method, { 'grpc-timeout': '20S', ...headers });
        stream.end(framed(message, { flag: headers ? 1 : 0 }));
        return outcome(stream);
      }),
    );
    peer.vanish();
    const allowed = method.startsWith('/grpc.health')
      ? [invalidArgument, resourceExhausted, 5]
      : [invalidArgument, resourceExhausted, deadlineExceeded];
    const wrong = ends.find(({ code }) => !allowed.includes(code));
    if (wrong)
      throw new Error(
        `${what}: ${wrong.code === undefined ? `reset with ${wrong.reset}` : `code ${wrong.code}: ${wrong.message}`}`,
      );
    if (!server.isAlive) throw new Error(what);
  }
  return `${requests.length} kinds, ${atATime} at a time`;
}

/** The needless ones: whatever the answer, it is one, and not that the server failed. */
export async function requestsNeedless({ server }) {
  for (const [what, method, message] of needless()) {
    const peer = await Peer.connect(server.address);
    const ends = await Promise.all(
      Array.from({ length: atATime }, () => peer.call(method, message, { 'grpc-timeout': '20S' })),
    );
    peer.vanish();
    const wrong = ends.find(({ code }) => ![0, invalidArgument, deadlineExceeded, resourceExhausted].includes(code));
    if (wrong)
      throw new Error(
        `${what}: ${wrong.code === undefined ? `reset with ${wrong.reset}` : `code ${wrong.code}: ${wrong.message}`}`,
      );
  }
  return `${needless().length} kinds, ${atATime} at a time`;
}

/** Requests that are announced, begun and never finished, on 40 connections of 100. */
export const requestsUnfinished = ({ server }) => unfinished(server, 40, 100, 1000);

/** Requests that lack their last bytes, as many as a connection takes, on 60 connections. */
export const requestsHeld = ({ server }) => unfinished(server, 60, 4, largest - 8 * dripped);

/** One request on each of very many connections, never finished. */
export const requestsSpread = ({ server }) => unfinished(server, 300, 1, 1000);

// Begun requests that grow as slowly as they may, for 12 seconds.
async function unfinished(server, connections, streams, begun) {
  const seconds = 12; // Longer than the neighbour waits.
  const peers = [];
  const open = [];
  for (let i = 0; i < connections; i++) {
    const peer = await Peer.connect(server.address);
    peers.push(peer);
    for (let j = 0; j < streams; j++) {
      const stream = peer.open('ListClaims');
      stream.resume();
      stream.write(framed(Buffer.alloc(begun), { length: largest }));
      open.push(stream);
    }
  }
  for (let i = 0; i < seconds; i++) {
    for (const stream of open) if (!stream.destroyed) stream.write(Buffer.alloc(dripped));
    await pause(1000);
  }
  const left = open.filter(({ destroyed }) => !destroyed).length;
  for (const peer of peers) peer.vanish();
  return `${left} of ${open.length} still open after ${seconds} s`;
}

const headersOf = (extra) =>
  headerBlock({
    ':method': 'POST',
    ':scheme': 'http',
    ':path': `/${claimsService}/GetCorpus`,
    ':authority': 'localhost',
    'content-type': 'application/grpc',
    te: 'trailers',
    ...extra,
  });

/** Frames without end, on ten connections that read nothing, each kind for two seconds at the most. */
export async function framesFlood({ server, claims }) {
  const word = Buffer.alloc(8);
  const kinds = {
    'headers of a megabyte': (n) => [
      frame(frames.headers, 0, n, headersOf({ a: 'a'.repeat(10_000) })),
      ...Array.from({ length: 64 }, () => frame(frames.continuation, 0, n, headerBlock({ b: 'b'.repeat(16_000) }))),
      frame(frames.continuation, flags.endHeaders, n),
    ],
    'continuations without end': (n) => [
      ...(n === 1 ? [frame(frames.headers, 0, n, headersOf({}))] : []),
      ...Array.from({ length: 100 }, () => frame(frames.continuation, 0, 1, headerBlock({ c: 'c' }))),
    ],
    'empty continuations without end': (n) => [
      ...(n === 1 ? [frame(frames.headers, 0, n, headersOf({}))] : []),
      ...Array.from({ length: 100 }, () => frame(frames.continuation, 0, 1)),
    ],
    '2,000 headers': (n) => [
      frame(
        frames.headers,
        flags.endHeaders | flags.endStream,
        n,
        headersOf(Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`h${i}`, '1']))),
      ),
    ],
    resets: (n) => [
      callFrames(n, 'ListClaims', encode('ListClaims', { parent: 'articles/-', pageSize: 1000 })),
      frame(frames.reset, 0, n, word.subarray(4)),
    ],
    pings: () => Array.from({ length: 100 }, () => frame(frames.ping, 0, 0, word)),
    settings: () => Array.from({ length: 100 }, () => frame(frames.settings, 0, 0)),
    'windows of a byte': () =>
      Array.from({ length: 100 }, () => frame(frames.windowUpdate, 0, 0, Buffer.from([0, 0, 0, 1]))),
    'empty data': (n) => [
      ...(n === 1 ? [frame(frames.headers, flags.endHeaders, 1, headersOf({}))] : []),
      ...Array.from({ length: 100 }, () => frame(frames.data, 0, 1)),
    ],
    priorities: (n) => Array.from({ length: 100 }, (_, i) => frame(2, 0, n + 2 * i, Buffer.from([0, 0, 0, 0, 16]))),
  };
  const told = [];
  for (const [what, make] of Object.entries(kinds)) {
    const before = server.processorSeconds;
    const sockets = await Promise.all(Array.from({ length: 10 }, () => rawConnection(server.address)));
    let sent = 0;
    for (const [end, n] = [Date.now() + 2000, { stream: 1 }]; Date.now() < end && n.stream < 100_000; n.stream += 2) {
      const bytes = Buffer.concat(make(n.stream));
      const open = sockets.filter((socket) => !socket.destroyed && socket.writable);
      if (open.length === 0) break;
      for (const socket of open) if (socket.writableLength < 1 << 20) sent += bytes.length * (socket.write(bytes), 1);
      await pause(0);
    }
    const left = sockets.filter((socket) => !socket.destroyed && socket.writable).length;
    for (const socket of sockets) socket.destroy();
    if (!server.isAlive) throw new Error(what);
    told.push(
      `${what} ${(sent / 2 ** 20).toFixed(0)} MiB, ${(server.processorSeconds - before).toFixed(1)} s, ${left} open`,
    );
  }
  return told.join(', ');
}
