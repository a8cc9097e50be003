// Attacks by not reading: large answers asked for, and no room for them given.
import { setTimeout as pause } from 'node:timers/promises';
import { callFrames, decode, encode, enhanceYourCalm, frame, frames, outcome, Peer, rawConnection } from './peer.mjs';

const connections = 20;
const streams = 100; // On each: what Kestrel takes at a time.
const [deadlineExceeded, resourceExhausted] = [4, 8];
const seen = 3_000; // Milliseconds, in which the server sees that ending a call has helped nothing.
const calm = 15_000; // Milliseconds until calls that make no progress are ended, and then some.

/** Requests with large answers, of every rpc that has some. */
export function largeRequests(claims) {
  const parent = 'articles/-';
  const names = claims.slice(0, 100).map(({ name }) => name);
  const page = { parent, pageSize: 1000 };
  const largest = claims.reduce((most, claim) => (claim.text.length > most.text.length ? claim : most)).name;
  return [
    ['ListClaims', encode('ListClaims', page)],
    [
      'ListClaims',
      encode('ListClaims', { ...page, readMask: { paths: ['attribution', 'text', 'locators', 'stated_date.edtf'] } }),
    ],
    ['SearchClaims', encode('SearchClaims', { ...page, query: 'the' })],
    ['SearchClaims', encode('SearchClaims', { ...page, query: 'a*', readMask: { paths: ['text', 'notes'] } })],
    ['BatchGetClaims', encode('BatchGetClaims', { names })],
    ['BatchGetClaims', encode('BatchGetClaims', { names, readMask: { paths: ['text', 'attribution.steps'] } })],
    ['ListSources', encode('ListSources', { pageSize: 1000 })],
    ['ListArticles', encode('ListArticles', { pageSize: 1000 })],
    ['SummarizeClaims', encode('SummarizeClaims', { parent, dimensions: [1, 8, 9, 10, 11, 12], top: 1000 })],
    ['TraceClaim', encode('TraceClaim', { name: largest, maxClaims: 500 })],
  ];
}

// How calls ended: answered, given up since there was no room for them in time, or told to be calm, as some must be. Those still
// open wait for room, which they may.
async function endedCalmly(outcomes, milliseconds) {
  const open = Symbol('open');
  const ends = await Promise.all(outcomes.map((end) => Promise.race([end, pause(milliseconds, open, { ref: false })])));
  const counts = {};
  for (const end of ends) {
    const what =
      end === open
        ? 'waiting'
        : end.code === resourceExhausted || end.reset === enhanceYourCalm
          ? 'ended calmly'
          : end.code === 0
            ? 'answered'
            : end.code === deadlineExceeded
              ? 'given up'
              : end.code !== undefined
                ? `code ${end.code} ${end.message}`
                : `reset with ${end.reset}`;
    counts[what] = (counts[what] ?? 0) + 1;
  }
  const told = `of ${ends.length} calls ${Object.entries(counts)
    .map(([what, count]) => `${count} ${what}`)
    .join(', ')}`;
  const { waiting, answered, 'given up': givenUp, 'ended calmly': calmly, ...others } = counts;
  if (!calmly || Object.keys(others).length > 0) throw new Error(told);
  return told;
}

async function unread(server, requests, spread = { connections, streams }) {
  const peers = [];
  const ends = [];
  for (let i = 0; i < spread.connections; i++) {
    const peer = await Peer.connect(server.address, { initialWindowSize: 0 });
    peers.push(peer);
    for (let j = 0; j < spread.streams; j++)
      ends.push(outcome(peer.ask(...requests[j % requests.length]), { read: false }));
  }
  try {
    return await endedCalmly(ends, calm);
  } finally {
    for (const peer of peers) peer.vanish();
  }
}

/** A window of 0 for every stream: 20 connections of 100 calls with large answers. */
export const windowZero = ({ server, claims }) => unread(server, largeRequests(claims));

/** The same for pages of claims alone. */
export const windowZeroPages = ({ server, claims }) => unread(server, largeRequests(claims).slice(0, 1));

/** The same for pages that the transport takes in one piece, on three times as many connections. */
export const windowZeroPieces = ({ server }) =>
  unread(server, [['ListClaims', encode('ListClaims', { parent: 'articles/-', pageSize: 50 })]], {
    connections: 60,
    streams,
  });

/** The same with one call on each of very many connections. */
export const windowZeroSpread = ({ server, claims }) =>
  unread(server, largeRequests(claims).slice(0, 1), { connections: 380, streams: 1 });

/** The same for single claims: small answers that wait all the same. */
export const windowZeroClaims = ({ server, claims }) =>
  unread(
    server,
    claims.slice(0, streams).map(({ name }) => ['GetClaim', encode('GetClaim', { name })]),
  );

/** A window that grows by a byte at a time, for every stream of 20 connections, for 12 seconds. */
export async function windowByBytes({ server, claims }) {
  const requests = largeRequests(claims);
  const peers = [];
  for (let i = 0; i < connections; i++) {
    const peer = await Peer.connect(server.address, { initialWindowSize: 0 });
    for (let j = 0; j < streams; j++) peer.ask(...requests[j % requests.length]);
    peers.push(peer);
  }
  let size = 0;
  for (const end = Date.now() + 12_000; Date.now() < end; await pause(200)) {
    size++;
    for (const peer of peers) if (peer.isOpen) peer.session.settings({ initialWindowSize: size });
  }
  const open = peers.filter((peer) => peer.isOpen).length;
  for (const peer of peers) peer.vanish();
  return `${size} bytes a stream; ${open} of ${connections} connections open at the end`;
}

/** Windows as wide as can be, and nobody who takes the answers off the socket. */
export async function socketUnread({ server, claims }) {
  const requests = largeRequests(claims);
  const wide = 2 ** 31 - 1;
  const more = Buffer.alloc(4);
  more.writeUInt32BE(wide - 65_535);
  const sockets = [];
  for (let i = 0; i < connections; i++) {
    const socket = await rawConnection(server.address, { window: wide });
    socket.write(frame(frames.windowUpdate, 0, 0, more));
    for (let j = 0; j < streams; j++) socket.write(callFrames(2 * j + 1, ...requests[j % requests.length]));
    sockets.push(socket);
  }
  await pause(calm + seen);

  // Whoever is cut off learns of it when he writes.
  const cut = await Promise.all(
    sockets.map((socket) => {
      const end = new Promise((resolve) => socket.once('close', () => resolve(true)));
      socket.write(frame(frames.ping, 0, 0, Buffer.alloc(8)));
      socket.resume();
      return Promise.race([end, pause(2000, false, { ref: false })]);
    }),
  );
  for (const socket of sockets) socket.destroy();
  const gone = cut.filter((isCut) => isCut).length;
  if (gone === 0) throw new Error('every connection is kept');
  return `${connections} connections of ${streams} calls, ${gone} of them cut off within ${(calm + seen) / 1000} s`;
}

/** A hundred pages at once on one connection, by a client that reads them. */
export async function pagesRead({ server }) {
  const peer = await Peer.connect(server.address);
  const message = encode('ListClaims', { parent: 'articles/-', pageSize: 1000 });
  const answers = await Promise.all(
    Array.from({ length: streams }, () => peer.call('ListClaims', message, { 'grpc-timeout': '60S' })),
  );
  peer.vanish();
  let bytes = 0;
  for (const { code, message: why, reset, body } of answers) {
    if (code !== 0) throw new Error(code === undefined ? `reset with ${reset}` : `code ${code}: ${why}`);
    bytes += body.length;
  }
  const [first] = answers;
  const { claims } = decode('ListClaims', first.body);
  if (claims.length < 500) throw new Error(`a page of ${claims.length} claims`);
  return `${answers.length} pages of ${claims.length} claims, ${Math.round(bytes / 2 ** 20)} MiB`;
}
