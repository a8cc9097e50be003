// Kills servers that compile, and looks whether the next start is right: kill.mjs SERVER SCRATCH TIMES [SEED]. SCRATCH
// holds a generated corpus. Prints a line for each kill and their sum.
import { createHash, randomInt } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { damages } from './damages.mjs';
import { decode, encode, Peer } from './peer.mjs';
import { Random } from './random.mjs';
import { Server, until } from './server.mjs';

const patience = 60_000; // Milliseconds for a reload.
const parent = 'articles/-';
const [program, scratch, times, seed = randomInt(2 ** 31)] = process.argv.slice(2);
const random = new Random(Number(seed));
const corpus = join(scratch, 'corpus');
const cache = join(scratch, 'cache');
const changing = join(corpus, '0001.json');

// The corpora between which the files change, by what stands in one of them, and what a server that keeps nothing
// answers of each.
const original = readFileSync(changing, 'utf8');
const texts = ['', ' A', ' B', ' C'].map((mark) => original.replaceAll('(unnamed)', `(unnamed${mark})`));
if (new Set(texts).size < texts.length) throw new Error(`${changing} has no "(unnamed)" to change`);
const models = [];
let current = 0;

// Whoever ends this ends the servers too.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

console.log(`seed ${seed}`);
mkdirSync(cache);
for (const variant of texts.keys()) {
  put(variant);
  const server = launch('');
  await server.serving();
  models.push(await answersOf(server));
  await server.stop();
}
const [start, reload] = await undisturbed();
console.log(`undisturbed: a first start takes ${start} ms, a reload ${reload} ms`);

let passed = 0;
let failed = 0;
const struck = { serving: 0, temporaries: 0, unrecorded: 0 };
const begin = Date.now();
for (let kill = 1; kill <= Number(times); kill++) {
  const told = [];
  try {
    await random.pick([killAtStart, killAtStart, killAtStart, killAtReload])(told);
    look(told);
    await startRight(told, { damaged: random.chance(0.3), count: random.chance(0.25) ? 2 : 1 });
    if (random.chance(0.5)) await startRight(told, { damaged: true });
    const waste = wasteIn(cache);
    if (waste.length > 0) throw new Error(`nobody needs ${waste.join(', ')} any more, and it is kept`);
    passed++;
    console.log(`ok ${kill}: ${told.join('; ')}`);
  } catch (problem) {
    failed++;
    const line = problem instanceof TypeError ? problem.stack : problem.message;
    console.log(`not ok ${kill}: ${[...told, line.slice(0, 1000)].join('; ').replaceAll(/\s+/g, ' ')}`);
    // What is left is nothing to judge the next one by.
    rmSync(cache, { recursive: true, force: true });
    mkdirSync(cache);
  }
}
console.log(
  `${times} kills in ${Math.round((Date.now() - begin) / 1000)} s: ${struck.serving} came when it served, ` +
    `${struck.temporaries} left temporary files, ${struck.unrecorded} files that no record names`,
);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

// How long a first start takes, and a reload, in milliseconds.
async function undisturbed() {
  let since = Date.now();
  const server = launch(cache);
  await server.serving();
  const start = Date.now() - since;
  since = Date.now();
  await change(server);
  const reload = Date.now() - since;
  await server.stop();
  return [start, reload];
}

// Kills a server that starts, most often one that finds no record; beside another that starts too, which must be right.
async function killAtStart(told) {
  if (random.chance(0.7)) for (const name of namesIn(cache, '.record')) rmSync(join(cache, name), { force: true });
  if (random.chance(0.5)) put(random.below(texts.length));
  const [server, other] = [launch(cache), random.chance(0.2) ? launch(cache) : null];
  const moment = random.below(start);
  await pause(moment);
  struck.serving += server.isListening;
  await server.kill();
  told.push(`killed ${moment} ms after its start${other ? ', beside another' : ''}`);
  if (other) await checkRight(other, 'the one beside it');
}

// Kills a server that loads what has changed.
async function killAtReload(told) {
  const server = launch(cache);
  await server.serving();
  put((current + 1 + random.below(texts.length - 1)) % texts.length);
  server.reload();
  const moment = random.below(reload);
  await pause(moment);
  await server.kill();
  told.push(`killed ${moment} ms after a change`);
}

// What the kill left behind.
function look(told) {
  const waste = wasteIn(cache);
  const temporaries = waste.filter((name) => name.endsWith('.new')).length;
  struck.temporaries += temporaries > 0;
  struck.unrecorded += waste.length > temporaries;
  told.push(`left ${temporaries} temporary, ${waste.length - temporaries} unrecorded`);
}

// Damages something in the cache; answers its path where the server cannot write over it any more.
function damage(told) {
  const names = namesIn(cache, '').filter((name) => statSync(join(cache, name)).size > 0);
  if (names.length === 0) return null;
  const name = random.pick(names);
  const kind = random.pick(Object.keys(damages));
  const others = names.filter((other) => other !== name && other.split('.').at(-1) === name.split('.').at(-1));
  const path = join(cache, name);
  damages[kind](path, random, others.length > 0 ? join(cache, random.pick(others)) : path);
  told.push(`${kind}: ${name}`);
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ? path : null;
}

// So many servers, started at once, must all be right, on a cache that is damaged or not.
async function startRight(told, { damaged, count = 1 }) {
  const obstacle = damaged ? damage(told) : null;
  const servers = Array.from({ length: count }, () => launch(cache));
  for (const server of servers) await checkRight(server, 'the next start');
  told.push(count > 1 ? `${count} started at once` : 'started');
  if (!obstacle) return;

  // It is nothing of the server's, and whoever put it there takes it away.
  rmSync(obstacle, { recursive: true });
  await startRight(told, { damaged: false });
}

async function checkRight(server, who) {
  await server.serving();
  let answers;
  try {
    answers = await answersOf(server);
  } catch (problem) {
    // A process that dies closes its connections first.
    await until(() => !server.isAlive, 2_000);
    const state = server.isAlive ? `logged: ${server.complaints.join(' | ')}` : server.obituary;
    throw new Error(`${who}: ${problem.message}; ${state}`);
  } finally {
    await server.stop();
  }
  for (const [what, expected] of Object.entries(models[current])) {
    if (answers[what] !== expected) throw new Error(`${who}: ${what} is ${answers[what]}, expected ${expected}`);
  }
}

// What a server answers: its revision, and a digest of all pages of claims, of a search and of counts, byte for byte.
async function answersOf(server) {
  const peer = await Peer.connect(server.address);
  const answered = async (method, request) => {
    const { code, message, reset, body } = await peer.call(method, encode(method, request));
    const connection = `the connection: ${peer.error ?? 'no error'}, GOAWAY ${peer.goaway ?? 'none'}`;
    if (code !== 0) throw new Error(`${method}: ${code ?? `reset ${reset}`} ${message ?? ''}; ${connection}`);
    return body;
  };
  const digestOf = (...bodies) => bodies.reduce((hash, body) => hash.update(body), createHash('sha256')).digest('hex');
  const pages = [];
  for (let pageToken; pageToken !== '';) {
    pages.push(await answered('ListClaims', { parent, pageSize: 1000, pageToken }));
    pageToken = decode('ListClaims', pages.at(-1)).nextPageToken ?? '';
  }
  const answers = {
    GetCorpus: decode('GetCorpus', await answered('GetCorpus', {})).revision,
    ListClaims: digestOf(...pages),
    SearchClaims: digestOf(await answered('SearchClaims', { parent, query: 'the a*', pageSize: 100 })),
    SummarizeClaims: digestOf(await answered('SummarizeClaims', { parent, dimensions: [1, 8, 9, 10, 11], top: 1000 })),
  };
  peer.vanish();
  return answers;
}

// Changes the corpus under a server, and waits until it serves what it is now.
async function change(server) {
  put((current + 1) % texts.length);
  server.reload();
  const peer = await Peer.connect(server.address);
  const isServed = async () => {
    const { body } = await peer.call('GetCorpus', encode('GetCorpus', {}));
    return decode('GetCorpus', body).revision === models[current].GetCorpus;
  };
  if (!(await until(isServed, patience))) throw new Error('a change is not served');
  peer.vanish();
}

// Puts a file of the corpus in place of another, by renaming it.
function put(variant) {
  writeFileSync(`${changing}.new`, texts[variant]);
  renameSync(`${changing}.new`, changing);
  current = variant;
}

// A server that looks at its files when it is told to.
function launch(cachePath) {
  const settings = { Path: corpus, CachePath: cachePath, PollSeconds: 0 };
  return Server.launch(program, Object.entries(settings).map(([name, value]) => `--Corpus:${name}=${value}`));
}

// What a server could have made in a directory and the record does not name.
function wasteIn(directory) {
  const records = namesIn(directory, '.record').map((name) => readFileSync(join(directory, name)));
  const isNamed = (name) => records.some((record) => record.includes(name));
  const made = ['.parts', '.revision', '.new'].flatMap((suffix) => namesIn(directory, suffix));
  return made.filter((name) => !isNamed(name));
}

// The files of a directory whose names end so.
function namesIn(directory, suffix) {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(suffix))
    .map(({ name }) => name)
    .sort();
}
