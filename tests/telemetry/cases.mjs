// Makes calls on every surface, and compares what Prometheus and the receiver of OTLP got with them: WORK GRPC WEB SAMPLED
// PROMETHEUS MORE, the directory with the logs, the corpus and what was received, two ports of one server, the one for HTTP of
// the server that samples, Prometheus, and a directory with another corpus.
import { copyFileSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { definitions } from '../clients/javascript/definitions.mjs';
import { equal, runAll } from '../clients/javascript/runner.mjs';

const [work, address, web, sampled, prometheus, more] = process.argv.slice(2);
const grpc = createRequire(new URL('../clients/package.json', import.meta.url))('@grpc/grpc-js');
const packages = grpc.loadPackageDefinition(definitions);
const claims = new packages.claims.v1.ClaimsService(address, grpc.credentials.createInsecure());
const service = 'claims.v1.ClaimsService';
const deadline = () => ({ deadline: Date.now() + 20_000 });

// What nobody must find anywhere.
const secrets = { authorization: 'Bearer planted-token', cookie: 'session=planted-cookie', 'x-planted': 'planted-header' };
const planted = 'planted';
const query = `killed OR ${planted}query`;

const traceId = '0af7651916cd43dd8448eb211c80319c';
const parentId = 'b7ad6b7169203331';
const traceparent = `00-${traceId}-${parentId}-01`;

// How many calls of each name, status and surface were made.
const made = new Map();
const note = (method, status, surface) => {
  const name = method.includes('/') || method === '_OTHER' ? method : `${service}/${method}`;
  const key = [name, status, surface].join(' ');
  made.set(key, (made.get(key) ?? 0) + 1);
};

async function until(what, isSo, seconds = 20) {
  for (const end = Date.now() + seconds * 1000; ;) {
    const problem = await Promise.resolve().then(isSo).then((so) => (so ? null : 'it is not'), (error) => error.message);
    if (problem === null) return;
    if (Date.now() > end) throw new Error(`not within ${seconds} seconds: ${what}: ${problem}`);
    await pause(200);
  }
}

const unary = (method, request, headers = {}) => new Promise((resolve) => {
  const metadata = new grpc.Metadata();
  for (const [name, value] of Object.entries({ ...secrets, ...headers })) metadata.set(name, value);
  claims[method](request, metadata, deadline(), (error, answer) => {
    note(method, error ? grpc.status[error.code] : 'OK', 'grpc');
    resolve(answer);
  });
});

async function http(path, method, status, surface, options = {}) {
  const answer = await fetch(web + path, { ...options, headers: { ...secrets, ...options.headers } });
  const body = await answer.text();
  note(method, status, surface);
  return body;
}

const frame = (message) => {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
};

// Of every series, what Prometheus has now, by the values of some labels.
async function asked(expression, ...labels) {
  const answer = await (await fetch(`${prometheus}/api/v1/query?query=${encodeURIComponent(expression)}`)).json();
  if (answer.status !== 'success') throw new Error(`${expression}: ${answer.error}`);
  return new Map(answer.data.result.map(({ metric, value }) => [labels.map((label) => metric[label]).join(' '), Number(value[1])]));
}

const one = async (expression) => (await asked(expression)).get('');

const received = () => readFileSync(join(work, 'otlp.jsonl'), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));

const hex = (base64) => Buffer.from(base64 ?? '', 'base64').toString('hex');

const valueOf = (value) => value.stringValue ?? value.intValue ?? value.boolValue ?? value.doubleValue;

const attributesOf = (item) => Object.fromEntries((item.attributes ?? []).map(({ key, value }) => [key, valueOf(value)]));

// What one of the two servers sent of a kind.
const sent = (signal, name, resources, scopes, items) => received().filter((line) => line.signal === signal)
  .flatMap(({ body }) => body[resources]).filter(({ resource }) => attributesOf(resource)['service.name'] === name)
  .flatMap((one) => one[scopes] ?? []).flatMap((one) => one[items] ?? []);

const spansOf = (name) => sent('trace', name, 'resourceSpans', 'scopeSpans', 'spans');
const recordsOf = (name) => sent('logs', name, 'resourceLogs', 'scopeLogs', 'logRecords');

// Of a metric, the points that came last.
const pointsOf = (name) => {
  const metric = sent('metrics', 'seen', 'resourceMetrics', 'scopeMetrics', 'metrics').filter((one) => one.name === name).at(-1);
  return (metric.sum ?? metric.gauge ?? metric.histogram).dataPoints;
};

const isProbe = (key) => key.endsWith(' probe');
const sorted = (counts) => [...counts].filter(([key]) => !isProbe(key)).sort(([a], [b]) => (a < b ? -1 : 1));

const counted = (items, keyOf) => {
  const counts = new Map();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
};

const keyOf = (attributes) => ['rpc.method', 'rpc.response.status_code', 'claims.surface'].map((name) => attributes[name]).join(' ');

let corpus;
let revisions;
let claim;
let found;

const cases = {
  'calls: of every surface': async () => {
    corpus = await unary('GetCorpus', {});
    revisions = [corpus.revision];
    const page = await unary('ListClaims', { parent: 'articles/-', pageSize: 3 });
    claim = page.claims[0].name;
    for (let i = 0; i < 3; i++) await unary('GetClaim', { name: claim });
    for (let i = 0; i < 2; i++) await unary('GetClaim', { name: 'articles/no/claims/no' });
    await unary('GetClaim', { name: `${planted}/not a name` });
    await unary('GetClaim', { name: 'a'.repeat(300_000) });
    found = await unary('SearchClaims', { parent: 'articles/-', query, pageSize: 2 }, { traceparent });

    const bytes = definitions[service].GetClaim.requestSerialize({ name: claim });
    for (let i = 0; i < 2; i++) {
      await http(`/${service}/GetClaim`, 'GetClaim', 'OK', 'grpc-web', {
        method: 'POST', body: frame(bytes), headers: { 'content-type': 'application/grpc-web+proto', 'x-grpc-web': '1' },
      });
    }

    const webQuery = `query=${encodeURIComponent(query)}`;
    for (let i = 0; i < 2; i++) await http(`/v1/${claim}`, 'GetClaim', 'OK', 'json');
    await http('/v1/articles/no/claims/no', 'GetClaim', 'NOT_FOUND', 'json');
    await http(`/v1/articles/-/claims:search?${webQuery}`, 'SearchClaims', 'OK', 'json', { headers: { traceparent } });
    await http(`/v1/${planted}`, '_OTHER', 'NOT_FOUND', 'json');
    await http('/v1/sources:reconcile', 'ReconcileSources', 'RESOURCE_EXHAUSTED', 'json', { method: 'POST', body: 'a'.repeat(300_000) });
    await http(`/v1/articles/-/claims:export?format=csv&${webQuery}`, 'SearchClaims', 'OK', 'export');
    await http('/v1/articles/-/claims:feed?pageSize=4', 'ListClaims', 'OK', 'feed');
    await http(`/?q=${planted}`, '/', 'OK', 'page');
    await http(`/${claim}`, '/articles/{article}/claims/{claim}', 'OK', 'page');
    await http(`/${planted}`, '_OTHER', 'NOT_FOUND', 'page');
    const tool = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'search_claims', arguments: { query } } };
    const told = await http('/mcp', '/mcp', 'OK', 'mcp', {
      method: 'POST',
      body: JSON.stringify(tool),
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    });
    equal(told.includes('"citation"'), true);
  },

  'watchers: while they watch, and no longer': async () => {
    const watch = claims.WatchClaims({ parent: 'articles/-' }, deadline());
    await new Promise((resolve, reject) => watch.on('data', resolve).once('error', reject));
    const end = new AbortController();
    const events = await fetch(`${web}/v1/articles/-/claims:watch`, { signal: end.signal, headers: secrets });
    await events.body.getReader().read();
    const watchers = () => asked('claims_watchers', 'claims_surface').then((all) => [...all].sort());
    await until('both are counted', async () => (await watchers()).every(([, count]) => count === 1));
    await until('both are in flight', async () => await one('max_over_time(sum(claims_calls_in_flight)[3s:1s])') >= 2);
    watch.removeAllListeners('error').on('error', () => {});
    watch.cancel();
    end.abort();
    note('WatchClaims', 'CANCELLED', 'grpc');
    note('WatchClaims', 'CANCELLED', 'watch');
    await until('neither is', async () => (await watchers()).every(([, count]) => count === 0));

    // The scrape itself.
    await until('nothing is in flight', async () => await one('sum(claims_calls_in_flight)') === 1);
  },

  'Prometheus: each call by rpc, status and surface': async () => {
    const names = ['rpc_method', 'rpc_response_status_code', 'claims_surface'];
    const counts = async () => sorted(await asked('rpc_server_call_duration_seconds_count', ...names));
    await until('as many as were made', async () => equal(await counts(), sorted(made)) ?? true);
    equal(sorted(await asked('rpc_server_call_duration_seconds_bucket{le="+Inf"}', ...names)), sorted(made));
    equal([...(await asked('count by (le) (rpc_server_call_duration_seconds_bucket)', 'le')).keys()].includes('0.0001'), true);
  },

  'Prometheus: what was refused, and why': async () => {
    const refused = await asked('claims_calls_refused_total', 'claims_reason', 'claims_surface');
    equal([...refused].sort(), [['TOO_LARGE grpc', 1], ['TOO_LARGE json', 1]]);
  },

  'Prometheus: the corpus, and its reloads': async () => {
    equal(await one('sum(claims_corpus_claims)'), corpus.claimCount);
    equal(await one('sum(claims_corpus_articles)'), corpus.articleCount);
    equal([...await asked('claims_revision_info', 'claims_revision')], [[corpus.revision, 1]]);
    equal(await one('sum(claims_corpus_reloads_total)'), 0);
    equal(await one('sum(claims_corpus_failing)'), 0);
    equal(await one('sum(claims_corpus_mapped_bytes)') > 0, true);
    const broken = join(work, 'corpus', 'broken.json');
    writeFileSync(broken, '{');
    await until('it fails', async () => await one('sum(claims_corpus_failing)') === 1);
    equal(await one('sum(claims_corpus_failed_reloads_total)') >= 1, true);
    rmSync(broken);
    const [file] = readdirSync(more);
    copyFileSync(join(more, file), join(work, file));
    renameSync(join(work, file), join(work, 'corpus', file));
    await until('it is taken', async () => await one('sum(claims_corpus_failing)') === 0 && await one('sum(claims_corpus_reloads_total)') === 1);
    const now = await unary('GetCorpus', {});
    revisions.push(now.revision);
    equal(now.revision !== corpus.revision, true);
    equal([...await asked('claims_revision_info', 'claims_revision')], [[now.revision, 1]]);
    equal(await one('sum(claims_corpus_claims)'), now.claimCount);
    equal(await one('sum(claims_revision_age_seconds)') < 60, true);
  },

  'Prometheus: connections, and those that are one too many': async () => {
    const [host, port] = address.split(':');
    let [closed, open] = [0, 0];
    const sockets = Array.from({ length: 450 }, () => connect(Number(port), host, () => open++).resume().on('error', () => {}).on('close', () => closed++));
    await until('some are closed', () => open === 450 && closed > 0);

    // Those that are closed at once, and no more: nobody says a word on the others.
    await pause(500);
    const rejected = closed;
    for (const socket of sockets) socket.destroy();
    await until('they are counted', async () => await one('sum(kestrel_rejected_connections_total)') === rejected);
    await until('the others are over', async () => await one('sum(kestrel_active_connections)') < 10);
  },

  'Prometheus: memory, and dropped lines': async () => {
    equal(await one('sum(dotnet_process_memory_working_set_bytes)') > 1e7, true);

    // As of the last collection, which there may not have been.
    equal(await one('sum(dotnet_gc_last_collection_memory_committed_size_bytes)') >= 0, true);
    equal(await one('sum(claims_log_dropped_total)'), 0);
  },

  'dashboard: every panel has a description, and every expression an answer': async () => {
    const { panels, templating } = JSON.parse(readFileSync(new URL('../../src/Operations/grafana-dashboard.json', import.meta.url)));
    equal(templating.list.map(({ type }) => type), ['datasource']);
    const shown = panels.filter(({ type }) => type !== 'row');
    const expressions = shown.flatMap(({ title, description, targets, datasource }) => {
      equal([title, /^[A-Z].*\.$/.test(description), datasource.uid], [title, true, '${datasource}']);
      return targets.map(({ expr }) => expr.replaceAll('$__rate_interval', '1m').replaceAll('$__range', '1m'));
    });
    const all = (await (await fetch(`${prometheus}/api/v1/label/__name__/values`)).json()).data;
    const used = new Set();
    for (const expression of expressions) {
      await asked(expression);
      for (const [name] of expression.matchAll(/\b(?:claims|rpc|kestrel|dotnet)_\w+(?=[{[)\s]|$)/g)) {
        if (!expression.includes(`by (${name})`)) used.add(name);
      }
    }

    equal([...used].filter((name) => !all.includes(name) && !/^(rpc_method|rpc_response_status_code|claims_surface|claims_reason|claims_revision)$/.test(name)), []);

    // Every metric of ours is on a panel.
    const ours = all.filter((name) => /^(claims_|rpc_)/.test(name) && !/_(sum|created)$/.test(name));
    equal(ours.filter((name) => !used.has(name)), []);
  },

  'alerts: Prometheus has them, and none fires': async () => {
    const { data } = await (await fetch(`${prometheus}/api/v1/rules`)).json();
    const rules = data.groups.flatMap((group) => group.rules);
    equal(rules.map(({ name }) => name), ['ClaimsCallsFailOrLast', 'ClaimsCorpusNotTaken', 'ClaimsCallsRefused']);
    equal(rules.map(({ lastError }) => lastError ?? ''), ['', '', '']);
    equal(rules.filter(({ state }) => state === 'firing').map(({ name }) => name), []);
  },

  'OTLP: the same calls are measured': async () => {
    const counts = () => sorted(new Map(pointsOf('rpc.server.call.duration').map((point) => [keyOf(attributesOf(point)), point.count])));
    await until('as many as were made', () => equal(counts(), sorted(made)) ?? true);
    const [point] = pointsOf('claims.revision.info');
    equal(attributesOf(point)['claims.revision'], revisions.at(-1));
    equal(pointsOf('claims.corpus.reloads').map(({ asInt }) => asInt), [1]);
  },

  'OTLP: each call has a span': async () => {
    await until('as many as were made', () => equal(
      sorted(counted(spansOf('seen'), (span) => keyOf(attributesOf(span)))), sorted(made)) ?? true);
    for (const span of spansOf('seen')) {
      const attributes = attributesOf(span);
      equal([span.name, span.kind], [attributes['rpc.method'], 2]);

      // One that is refused by its size is of none.
      if (attributes['rpc.method'].startsWith(service) && attributes['claims.reason'] !== 'TOO_LARGE') {
        equal([span.name, revisions.includes(attributes['claims.revision'])], [span.name, true]);
      }
    }
  },

  "OTLP: a span is its caller's child, and tells of counts": async () => {
    const ours = spansOf('seen').filter((span) => hex(span.traceId) === traceId);
    equal(ours.map((span) => [span.name, hex(span.parentSpanId)]), Array(2).fill([`${service}/SearchClaims`, parentId]));
    const attributes = attributesOf(ours.find((span) => attributesOf(span)['claims.surface'] === 'grpc'));
    equal([attributes['claims.answer.count'], attributes['claims.answer.total']], [found.results.length, found.totalSize]);
    const roots = spansOf('seen').filter((span) => hex(span.traceId) !== traceId);
    equal(roots.filter((span) => hex(span.parentSpanId) !== '').length, 0);
  },

  'OTLP: a span of an error has its reason': () => {
    const reasons = counted(
      spansOf('seen').map(attributesOf).filter((span) => span['claims.reason']),
      (span) => `${span['rpc.response.status_code']} ${span['claims.reason']}`);
    equal([...reasons].sort(), [
      ['INVALID_ARGUMENT INVALID_REQUEST', 1], ['NOT_FOUND NOT_FOUND', 4], ['RESOURCE_EXHAUSTED TOO_LARGE', 2],
    ]);
  },

  'OTLP: each call has a line, within its trace': async () => {
    const lines = () => recordsOf('seen').filter(({ body }) => / ended with /.test(body.stringValue) && !/probe/.test(body.stringValue));
    const total = [...made].filter(([key]) => !isProbe(key)).reduce((sum, [, count]) => sum + count, 0);

    // A slow one has two.
    await until('as many as were made', () => equal(lines().filter(({ severityText }) => severityText === 'Debug').length, total) ?? true);
    equal(lines().filter((line) => hex(line.traceId) === traceId && line.severityText === 'Debug').length, 2);
  },

  'sampler: a caller that samples is followed, and nobody else': async () => {
    for (let i = 0; i < 5; i++) await (await fetch(`${sampled}/v1/corpus`)).text();
    await (await fetch(`${sampled}/v1/corpus`, { headers: { traceparent } })).text();
    await until('it is there', () => spansOf('sampled').length > 0);
    await pause(1000);
    equal(spansOf('sampled').map(({ traceId: id }) => hex(id)), [traceId]);
    equal([...new Set(received().filter(({ body }) => JSON.stringify(body).includes('"sampled"')).map(({ signal }) => signal))], ['trace']);
  },

  'log: as JSON, each line is one object': async () => {
    const lines = readFileSync(join(work, 'sampled.log'), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
    const called = lines.filter(({ Category, LogLevel }) => Category === 'Claims.Server.Calls' && LogLevel === 'Debug');
    equal(called.filter(({ State }) => State.Method === `${service}/GetCorpus` && State.Status === 'OK' && State.Surface === 'json').length, 6);
  },

  'nothing secret is anywhere': async () => {
    const outputs = {
      metrics: await (await fetch(`${web}/metrics`)).text(),
      otlp: readFileSync(join(work, 'otlp.jsonl'), 'utf8'),
      log: readFileSync(join(work, 'seen.log'), 'utf8'),
      sampled: readFileSync(join(work, 'sampled.log'), 'utf8'),
    };
    for (const [name, text] of Object.entries(outputs)) equal([name, text.length > 1000, text.includes(planted)], [name, true, false]);
  },
};

await runAll(cases);
process.exit();
