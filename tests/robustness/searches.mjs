// Attacks by search: queries that cost the most, in numbers, by clients that do not wait for an answer.
import { setTimeout as pause } from 'node:timers/promises';
import { cancel, decode, encode, Peer } from './peer.mjs';

const inFlight = 32;

// Seconds of processor that the server may still use once nobody waits any more.
const afterwards = 2;
const enough = 20; // More is not waited for.

// And for one that repeats itself, with what the neighbour asks meanwhile.
const once = 1;

const upTo = (count, piece) => Array.from({ length: count }, (_, i) => piece(i)).join(' ');
const letter = (i) => String.fromCharCode(97 + (i % 26));

// What the contract refuses, each for another reason or in another guise.
const refused = {
  'nine prefixes': upTo(9, (i) => `${letter(i)}*`),
  '333 prefixes': upTo(333, (i) => `${letter(i)}${letter(Math.floor(i / 26))}*`).slice(0, 1000),
  '60 phrases that end in a prefix': upTo(60, (i) => `"w ${letter(i)}${letter(Math.floor(i / 26))}"*`),
  '33 pieces': upTo(33, (i) => `w${i}`),
  '33 pieces, 32 of them excluded': `the ${upTo(32, (i) => `-w${i}`)}`,
  '33 phrases': upTo(33, (i) => `"a${i} b"`),
  '65 words in one phrase': `"${'w '.repeat(65)}"`,
  '65 words in three phrases': upTo(3, (i) => `"${letter(i)} ${'w '.repeat(21)}"`),
  '500 words in one phrase': `"${'a '.repeat(499)}`,
  '500 words joined by dashes': `a${'-a'.repeat(499)}`,
};

// What is typed over and over: asked once, or refused, but cheap either way.
const repeated = {
  'a prefix 333 times': 'a* '.repeat(333),
  'a long prefix 200 times': 'the* '.repeat(200),
  'a phrase that ends in a prefix 60 times': '"w x"* '.repeat(60),
  'a frequent phrase 90 times': '"of the" '.repeat(90),
  'an excluded prefix 240 times': `the ${'-a* '.repeat(240)}`,
  'a prefix in capitals, accents and none': 'a* A* á* Á* à* À* ä* Ä* ã* Ã* å* Å* '.repeat(25),
};

/** The dearest queries that the contract allows, of the words that a corpus has most of. */
export function dearestQueries(claims) {
  const words = claims.map(({ text }) => text.toLowerCase().match(/[a-z]+/g) ?? []);
  const often = most(words.flat());
  const letters = most(words.flat().map((word) => word[0]));
  const pairs = most(words.flatMap((text) => text.slice(1).map((word, i) => `${text[i]} ${word}`)));
  const threes = most(words.flatMap((text) => text.slice(2).map((word, i) => `${text[i]} ${text[i + 1]} ${word}`)));
  const fits = (pieces) => pieces.filter((_, i) => pieces.slice(0, i + 1).join(' ').length <= 1000).join(' ');
  return {
    'eight letters as prefixes': fits(letters.slice(0, 8).map((first) => `${first}*`)),
    'eight prefixes and 24 words': fits([...letters.slice(0, 8).map((first) => `${first}*`), ...often.slice(0, 24)]),
    'eight phrases that end in a letter as prefix': fits(
      often.slice(0, 8).map((word, i) => `"${word} ${letters[i]}"*`),
    ),
    'eight such phrases of eight words': fits(
      letters.slice(0, 8).map((first) => `"${`${often[0]} `.repeat(7)}${first}"*`),
    ),
    '32 frequent words': fits(often.slice(0, 32)),
    'any of 32 frequent words': often.slice(0, 32).join(' OR ').slice(0, 1000),
    'any of eight prefixes, any of 24 words': `${letters.slice(0, 8).map((first) => `${first}*`).join(' OR ')} ${often
      .slice(0, 24)
      .join(' OR ')}`,
    '32 frequent phrases': fits(pairs.slice(0, 32).map((pair) => `"${pair}"`)),
    '21 phrases of three words': fits(threes.slice(0, 21).map((three) => `"${three}"`)),
    'the same frequent phrase, 64 words': `"${fits(Array(64).fill(often[0]))}"`,
    'one word without 31 phrases': fits([often[0], ...pairs.slice(0, 31).map((pair) => `-"${pair}"`)]),
    'one word without eight letters': fits([often[0], ...letters.slice(1, 9).map((first) => `-${first}*`)]),
    'two words': fits(often.slice(0, 2)),
  };
}

/** The searches as an attacker sends them: pages as large as can be. */
export const search = (query, rest = {}) =>
  encode('SearchClaims', { parent: 'articles/-', query, pageSize: 1000, ...rest });

/** What the contract refuses, is refused. */
export async function searchRefused({ server }) {
  const peer = await Peer.connect(server.address);
  const before = server.processorSeconds;
  for (const [what, query] of Object.entries(refused)) {
    const { code, reason, message } = await peer.call('SearchClaims', search(query), { 'grpc-timeout': '20S' });
    if (code !== 3 || reason !== 'INVALID_REQUEST')
      throw new Error(`${what}: code ${code} ${reason ?? ''} ${message ?? ''}`);
  }
  peer.vanish();
  const spent = server.processorSeconds - before;
  return `${Object.keys(refused).length} queries refused for ${spent.toFixed(2)} s of processor`;
}

/** What is typed over and over is not looked for as often. */
export async function searchRepeated({ server }) {
  const peer = await Peer.connect(server.address);
  const told = [];
  for (const [what, query] of Object.entries(repeated)) {
    const before = server.processorSeconds;
    const { code, message } = await peer.call('SearchClaims', search(query), { 'grpc-timeout': '20S' });
    const spent = server.processorSeconds - before;
    if (![0, 3].includes(code)) throw new Error(`${what}: code ${code} ${message}`);
    if (spent > once) throw new Error(`${what}: ${spent.toFixed(2)} s of processor`);
    told.push(spent);
  }
  peer.vanish();
  return `${told.length} queries for ${Math.max(...told).toFixed(2)} s of processor at the most`;
}

/** Searches, 32 at a time, whose clients reset them at once. */
export const searchReset = (setting) =>
  gone(setting, async (peer, streams) => {
    for (const stream of streams) stream.close(cancel);
    await pause(50);
  });

/** Searches, 32 at a time, whose connection is cut. */
export const searchCut = (setting) => gone(setting, async (peer) => peer.vanish());

/** Searches, 32 at a time, with a deadline of 50 ms. */
export const searchDeadline = (setting) => gone(setting, async () => pause(100), { 'grpc-timeout': '50m' });

// Three rounds beside the neighbour, and one without: what the server uses then, it uses for those who are gone.
async function gone({ server, neighbour, claims }, leave, headers = {}) {
  const queries = [repeated, refused, dearestQueries(claims)].flatMap(Object.values);
  let asked = 0;
  const round = async () => {
    const peer = await Peer.connect(server.address);
    const streams = Array.from({ length: inFlight }, () =>
      peer.ask('SearchClaims', search(queries[asked++ % queries.length]), headers),
    );
    for (const stream of streams) stream.resume();
    await pause(30); // They are sent, and taken up.
    await leave(peer, streams);
    peer.vanish();
  };
  for (let i = 0; i < 3; i++) await round();
  await neighbour.leave();
  await server.idle(enough);
  await round();
  const spent = await server.idle(enough);
  if (spent > afterwards)
    throw new Error(`${spent.toFixed(1)} s of processor after the clients of ${inFlight} searches were gone`);
  return `${spent.toFixed(2)} s of processor after the clients of ${inFlight} searches were gone`;
}

/** The dearest searches the contract allows, 32 at a time, all of them read: answered, or told to come again. */
export async function searchDearest({ server, claims }) {
  const peer = await Peer.connect(server.address);
  const queries = Object.values(dearestQueries(claims));
  const before = server.processorSeconds;
  const answers = await Promise.all(
    Array.from({ length: inFlight }, (_, i) =>
      peer.call('SearchClaims', search(queries[i % queries.length]), { 'grpc-timeout': '60S' }),
    ),
  );
  peer.vanish();
  const failed = answers.find(({ code, reason }) => code !== 0 && reason !== 'RATE_LIMITED');
  if (failed) throw new Error(`code ${failed.code}: ${failed.message}`);
  const answered = answers.filter(({ code }) => code === 0);
  decode('SearchClaims', answered[0].body);
  return `${answered.length} of ${inFlight} searches answered for ${(server.processorSeconds - before).toFixed(2)} s of processor`;
}

// The distinct values, the most frequent first.
function most(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([value]) => value);
}
