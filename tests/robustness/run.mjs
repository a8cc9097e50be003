// Makes the attacks of cases.txt, one after the other: run.mjs SERVER CORPUS [NAME…]. Prints one line for each and
// their sum.
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { attacks } from './attacks.mjs';
import { Neighbour } from './neighbour.mjs';
import { decode, encode, Peer } from './peer.mjs';
import { Server, until } from './server.mjs';

// MiB of its own that may stay resident after an attack, more than ordinary use makes resident: gaps in a heap that is far
// from its limit, and blocks and arrays kept at hand. It is some 50 after many answers that nobody reads, and no more however
// often they are asked for; of what an attack holds, 100 MiB and more would stay.
const leeway = 96;
const comesBack = 20_000; // Milliseconds that memory has for it.

const small = fileURLToPath(new URL('../Claims.Tests/Samples/invented', import.meta.url));
const [program, corpus, ...chosen] = process.argv.slice(2);
const cases = [...readFileSync(new URL('cases.txt', import.meta.url), 'utf8').matchAll(/^([a-z][a-z-]*) /gm)].map(
  ([, name]) => name,
);
// Whoever ends this ends the server too.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

let server;
let claims;
let ordinary;
let passed = 0;
let failed = 0;

for (const name of chosen.length > 0 ? chosen : cases) {
  const start = Date.now();
  try {
    if (!attacks[name]) throw new Error('there is no such attack');
    const figures = (await attacks[name].alone?.({ program, small })) ?? (await besideANeighbour(attacks[name]));
    passed++;
    console.log(`ok ${name}: ${figures}; ${seconds(start)}`);
  } catch (problem) {
    failed++;
    const line = problem instanceof TypeError ? problem.stack : problem.message;
    console.log(`not ok ${name}: ${line.replaceAll(/\s+/g, ' ')}; ${seconds(start)}`);
  }
}
await server?.stop();
for (const name of chosen.length > 0 ? [] : Object.keys(attacks).filter((name) => !cases.includes(name))) {
  failed++;
  console.log(`not ok ${name}: cases.txt does not have it`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

async function besideANeighbour(attack) {
  if (!server?.isAlive) await begin();
  const neighbour = await Neighbour.beside(server.address);
  const before = server.memory;
  const processor = server.processorSeconds;
  server.forgetPeak();
  const problems = [];
  let figures = '';
  try {
    figures = await attack({ server, neighbour, claims });
  } catch (problem) {
    problems.push(problem instanceof TypeError ? problem.stack : problem.message);
    if (server.complaints.length > 0) problems.push(`logged: ${server.complaints[0].slice(0, 500)}`);
  }
  if (!server.isAlive) problems.push(server.obituary);
  const peak = server.isAlive ? server.peak : NaN;
  const spent = server.isAlive ? server.processorSeconds - processor : NaN;
  if (server.isAlive && !(await until(comesBackInUse, comesBack))) {
    problems.push(`${server.memory} MiB of its own are resident afterwards, ${ordinary} MiB in ordinary use`);
  }
  const { calls, failures, slowest, page } = await neighbour.leave();
  if (failures.length > 0) problems.push(`${failures.length} of ${calls} calls beside it failed: ${failures[0]}`);
  const after = server.isAlive ? server.memory : NaN;
  const told = [
    figures,
    `processor ${spent.toFixed(1)} s`,
    `own memory ${before} (in ordinary use ${ordinary}), at the most ${peak}, then ${after} MiB`,
    `beside it ${calls} calls, the slowest ${Math.round(slowest)} ms, a page of 1,000 claims ${Math.round(page)} ms`,
  ]
    .filter(Boolean)
    .join('; ');
  if (problems.length > 0) {
    // What is left of it is nothing to measure the next one by.
    await server.stop();
    throw new Error([...problems, told].join('; '));
  }
  return told;
}

// Starts a server, and uses it.
async function begin() {
  server = await Server.start(program, corpus);
  server.forgetPeak();
  for (let i = 0; i < 10; i++) await useOrdinarily();
  ordinary = server.peak;
}

// Pages and counts, which leave much to collect (of a server that does nothing, memory comes back when it pleases), and
// searches, 32 at a time, for which it keeps arrays at hand; over HTTP too, whose answers are written otherwise.
async function useOrdinarily() {
  const peer = await Peer.connect(server.address);
  const parent = 'articles/-';
  const pages = await answered(peer, 'ListClaims', { parent, pageSize: 1000 }, 20);
  await answered(peer, 'SummarizeClaims', { parent, dimensions: [1, 8, 9, 10, 11, 12], top: 1000 }, 10);
  await answered(peer, 'ListSources', { pageSize: 1000 }, 10);
  await answered(peer, 'SearchClaims', { parent, query: 'the a*' }, 32);
  const overHttp = [...Array(20).fill('claims?pageSize=1000'), ...Array(4).fill('claims:export?format=parquet&filter.forces=FORCE_DENY')];
  await Promise.all(overHttp.map(fetched));
  ({ claims } = decode('ListClaims', pages[0].body));
  peer.vanish();
}

async function comesBackInUse() {
  if (!server.isAlive || server.memory <= ordinary + leeway) return true;
  await useOrdinarily();
  return false;
}

async function answered(peer, method, request, times) {
  const message = encode(method, request);
  const answers = await Promise.all(Array.from({ length: times }, () => patiently(peer, method, message)));
  const wrong = answers.find(({ code }) => code !== 0);
  if (wrong) throw new Error(`${method}: ${wrong.code} ${wrong.message}`);
  return answers;
}

// As one who comes again when told that there is too much to do, as on a busy machine there may be.
async function patiently(peer, method, message) {
  const answer = await peer.call(method, message);
  if (!['RATE_LIMITED', 'CALL_TOO_LONG'].includes(answer.reason)) return answer;
  await pause(1000);
  return patiently(peer, method, message);
}

async function fetched(path) {
  const answer = await fetch(`http://${server.webAddress}/v1/articles/-/${path}`);
  await answer.arrayBuffer();
  if ([429, 504].includes(answer.status)) return pause(1000).then(() => fetched(path));
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
}

function seconds(start) {
  return `${((Date.now() - start) / 1000).toFixed(1)} s`;
}
