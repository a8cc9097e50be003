// What the dearest legal requests of every rpc cost: worst.mjs SERVER CORPUS [TEXT]. Prints a table of the processor
// that each takes and of the length of its answer; and for those that take some, of what they take once nobody waits.
// With a text, of those alone that have it in their name.
import { setTimeout as pause } from 'node:timers/promises';
import { dearestQueries } from './searches.mjs';
import { cancel, decode, encode, Peer } from './peer.mjs';
import { Server } from './server.mjs';

const warmUp = 30; // Until the runtime has compiled it for good.
const runs = 10; // What is counted in hundredths of a second is divided by it.
const deadline = 3; // Milliseconds; less than what is dear takes.
const dear = 10;

const [program, corpus, only = ''] = process.argv.slice(2);
const server = await Server.start(program, corpus, { DOTNET_GCgen0MaxBudget: undefined });
const peer = await Peer.connect(server.address);
const parent = 'articles/-';
const page = { parent, pageSize: 1000 };

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

console.log(
  '| rpc | request | CPU ms | KiB | ms after a deadline | CPU ms after 32 cancelled |\n|---|---|---|---|---|---|',
);
for (const [method, what, request] of await dearest()) {
  if (!`${method} ${what}`.includes(only)) continue;
  const message = encode(method, request);
  let end;
  for (let i = 0; i < warmUp; i++) end = await peer.call(method, message);
  if (end.code !== 0) {
    console.log(`| ${method} | ${what} | code ${end.code}: ${end.message} |`);
    continue;
  }
  const before = server.processorSeconds;
  for (let i = 0; i < runs; i++) await peer.call(method, message);
  const spent = ((server.processorSeconds - before) * 1000) / runs;
  const afterwards =
    spent < dear ? ['', ''] : [await afterDeadline(method, message), await afterCancellation(method, message)];
  console.log(`| ${[method, what, spent.toFixed(1), Math.round(end.body.length / 1024), ...afterwards].join(' | ')} |`);
}
peer.vanish();
await server.stop();
process.exit();

// Milliseconds that a call ends after its deadline.
async function afterDeadline(method, message) {
  const late = [];
  for (let i = 0; i < 5; i++) {
    const start = performance.now();
    await peer.call(method, message, { 'grpc-timeout': `${deadline}m` });
    late.push(performance.now() - start - deadline);
  }
  return median(late).toFixed(0);
}

// Milliseconds of processor for 32 calls that are all cancelled at once, before and after.
async function afterCancellation(method, message) {
  const before = server.processorSeconds;
  const streams = Array.from({ length: 32 }, () => peer.ask(method, message));
  await pause(5);
  for (const stream of streams) stream.close(cancel);
  await server.idle(20);
  return ((server.processorSeconds - before) * 1000).toFixed(0);
}

// The requests: [rpc, what it is, request], of what the corpus has most of.
async function dearest() {
  const ask = async (method, request) => decode(method, (await peer.call(method, encode(method, request))).body);
  const { claims } = await ask('ListClaims', page);
  const { sources } = await ask('ListSources', { pageSize: 1000 });
  const { articles } = await ask('ListArticles', { pageSize: 1000 });
  const { summaries } = await ask('SummarizeClaims', { parent, dimensions: [1, 9, 10], top: 1000 });
  const [speakers, topics, places] = summaries.map(({ groups }) => groups.map(({ value }) => value));
  const largest = [...claims]
    .sort((a, b) => size(b) - size(a))
    .slice(0, 100)
    .map(({ name }) => name);
  const { name: related } = await largestTrace(claims.filter(({ relations }) => relations).slice(0, 50), ask);
  const most = (values) => values.slice(0, 1000);
  const mask = {
    paths: [
      'text',
      'attribution.phrase',
      'attribution.steps',
      'attribution.scope',
      'speakers',
      'stance.polarity',
      'stance.certainty',
      'stance.force',
      'stated_date.edtf',
      'event_date',
      'figures',
      'places',
      'topics',
      'locators',
      'relations',
      'notes',
      'as_of',
      'presupposed',
    ],
  };
  const years = (i) => `${String(2012 + (i % 12))}-01/${String(2012 + (i % 12))}-12`;
  const kinds = ['SOURCE_KIND_GOVERNMENT'];
  const moment = (i) => ({ seconds: String(Date.UTC(2013 + (i % 10), i % 12, 1) / 1000) });
  const many = (make) => Array.from({ length: 99 }, (_, i) => make(i));
  const filters = {
    'no filter': undefined,
    'the 1,000 most frequent speakers': { speakers: most(speakers) },
    'these as sources': { sources: most(speakers) },
    '1,000 affiliations': { affiliations: most(sources.map(({ name }) => name)) },
    'the 1,000 most frequent affiliations': { affiliations: most(speakers) },
    'the 1,000 most frequent topics and places': {
      topics: most(topics).slice(0, 500),
      places: most(places).slice(0, 500),
    },
    'none of 99 with each another moment': { noneOf: many((i) => ({ standingAt: moment(i) })) },
    'any of 99 with each another moment': { anyOf: many((i) => ({ standingAt: moment(i) })) },
    'all of 99 years of an event': { allOf: many((i) => ({ noneOf: [{ eventDuring: years(i) }] })).slice(0, 49) },
    'any of 99 with two dates and a moment': {
      anyOf: many((i) => ({ eventDuring: '../2030', statedDuring: years(i), standingAt: moment(i) })),
    },
    'any of 99 with ten affiliations, two dates and a moment': {
      anyOf: many((i) => ({
        affiliations: speakers.slice(i * 10, i * 10 + 10),
        eventDuring: '../2030',
        statedDuring: years(i),
        standingAt: moment(i),
      })),
    },
    'any of 99 kinds and dates': {
      anyOf: many((i) => ({ sourceKinds: kinds, statedDuring: '2012/2023', presupposed: i % 2 === 0 })),
    },
    '99 filters, four within each other': {
      noneOf: Array.from({ length: 24 }, (_, i) => ({
        anyOf: [
          { noneOf: [{ allOf: [{ statedDuring: years(i), affiliations: speakers.slice(i * 40, i * 40 + 40) }] }] },
        ],
      })),
    },
  };
  const orders = ['', 'event_date desc,stated_date,name desc', 'name', 'name desc', 'stated_date desc', 'event_date'];
  const all = Array.from({ length: 12 }, (_, i) => i + 1);
  const frequent = dearestQueries(claims);
  const requests = [
    ['GetClaim', 'the largest', { name: largest[0] }],
    ['GetClaim', 'the largest, through a mask', { name: largest[0], readMask: mask }],
    ['BatchGetClaims', 'the 100 largest', { names: largest }],
    ['BatchGetClaims', 'the 100 largest, through a mask', { names: largest, readMask: mask }],
    ['BatchGetClaims', 'the largest, 100 times', { names: Array(100).fill(largest[0]) }],
    ['TraceClaim', '500 claims', { name: related, maxClaims: 500 }],
    ['TraceClaim', '500 claims, through a mask', { name: related, maxClaims: 500, readMask: mask }],
    ['GetArticle', 'one', { name: articles[0].name }],
    ['ListArticles', 'a page of 1,000', { pageSize: 1000 }],
    ['GetSource', 'one', { name: sources[0].name }],
    ['ListSources', 'a page of 1,000', { pageSize: 1000 }],
    ['ListSources', 'of 1,000 affiliations', { pageSize: 1000, affiliations: most(speakers) }],
    ['GetCorpus', 'it', {}],
    ['ListClaims', 'a page of 1,000, through a mask', { ...page, readMask: mask }],
  ];
  for (const orderBy of orders)
    requests.push(['ListClaims', `ordered by ${orderBy || 'position'}`, { ...page, orderBy }]);
  for (const [what, filter] of Object.entries(filters)) {
    requests.push([
      'ListClaims',
      `${what}, ordered by event_date desc`,
      { ...page, filter, orderBy: 'event_date desc' },
    ]);
    requests.push(['SearchClaims', `${what}, two frequent words`, { ...page, filter, query: frequent['two words'] }]);
    requests.push(['SummarizeClaims', `${what}, every dimension`, { parent, filter, dimensions: all, top: 1000 }]);
  }
  for (const [what, query] of Object.entries(frequent)) {
    requests.push(['SearchClaims', what, { ...page, query }]);
    requests.push([
      'SearchClaims',
      `${what}, within 1,000 speakers`,
      { ...page, query, filter: { speakers: most(speakers) } },
    ]);
  }
  return requests;
}

// Of some claims, the one with the most claims to reach.
async function largestTrace(claims, ask) {
  let most = { reached: -1 };
  for (const { name } of claims) {
    const { claims: reached } = await ask('TraceClaim', { name, maxClaims: 500, readMask: { paths: ['name'] } });
    if (reached.length > most.reached) most = { name, reached: reached.length };
  }
  return most;
}

function size(claim) {
  return JSON.stringify(claim).length;
}
