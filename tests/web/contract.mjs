// The service as its descriptors have it, the calls of gRPC, and where each rpc is reached by HTTP.
import { createFileRegistry, create, fromBinary, fromJson, toBinary, toJson } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import grpc from '@grpc/grpc-js';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const landed = fromBinary(FileDescriptorSetSchema, readFileSync(path('../../protos/landed.binpb')));

// The details of errors, wire-identical to google/rpc/error_details.proto as far as they are read here.
const text = (name, number) => ({ name, number, type: 'TYPE_STRING', label: 'LABEL_OPTIONAL' });
const listOf = (name, number, typeName) => ({ name, number, type: 'TYPE_MESSAGE', label: 'LABEL_REPEATED', typeName: `.google.rpc.${typeName}` });
const errors = fromJson(FileDescriptorProtoSchema, {
  name: 'error_details.proto',
  package: 'google.rpc',
  syntax: 'proto3',
  messageType: [
    {
      name: 'ErrorInfo',
      field: [text('reason', 1), text('domain', 2), listOf('metadata', 3, 'ErrorInfo.MetadataEntry')],
      nestedType: [{ name: 'MetadataEntry', field: [text('key', 1), text('value', 2)], options: { mapEntry: true } }],
    },
    {
      name: 'BadRequest',
      field: [listOf('field_violations', 1, 'BadRequest.FieldViolation')],
      nestedType: [{ name: 'FieldViolation', field: [text('field', 1), text('description', 2)] }],
    },
    { name: 'ResourceInfo', field: [text('resource_type', 1), text('resource_name', 2), text('owner', 3), text('description', 4)] },
  ],
});

/** Every type of the contract, and of the errors. */
export const registry = createFileRegistry(create(FileDescriptorSetSchema, { file: [...landed.file, errors] }));
export const service = registry.getService('claims.v1.ClaimsService');
export const rpcs = service.methods.filter(({ methodKind }) => methodKind === 'unary');

/** A request of an rpc, from its JSON. */
export const request = (rpc, json) => fromJson(rpc.input, json);

/** Protobuf's JSON of a message, as protobuf-es writes it. */
export const json = (schema, message) => toJson(schema, message, { registry });

/** Where each rpc is reached: with what of the request in the path, by which methods. */
export const addresses = {
  GetClaim: { get: '/v1/{name}' },
  BatchGetClaims: { get: '/v1/claims:batchGet', post: '/v1/claims:batchGet' },
  ListClaims: { get: '/v1/{parent}/claims', post: '/v1/{parent}/claims:list' },
  SearchClaims: { get: '/v1/{parent}/claims:search', post: '/v1/{parent}/claims:search' },
  FindSimilarClaims: { get: '/v1/{name}:findSimilar', post: '/v1/{name}:findSimilar' },
  SummarizeClaims: { get: '/v1/{parent}/claims:summarize', post: '/v1/{parent}/claims:summarize' },
  TraceClaim: { get: '/v1/{name}:trace' },
  GetArticle: { get: '/v1/{name}' },
  ListArticles: { get: '/v1/articles' },
  GetSource: { get: '/v1/{name}' },
  ListSources: { get: '/v1/sources' },
  ListTopics: { get: '/v1/topics' },
  ListPlaces: { get: '/v1/places' },
  ReconcileSources: { post: '/v1/sources:reconcile' },
  GetCorpus: { get: '/v1/corpus' },
};

// A little less than the line of a request that is taken, 8 KiB.
const longestAddress = 8000;

/** The address and options of a fetch by GET; null where a query string cannot hold the request. */
export function byGet(rpc, given) {
  const address = addresses[rpc.name].get;
  if (!address) return null;
  const { url, rest } = inPath(address, given);
  const pairs = parameters(rest);
  if (!pairs) return null;
  const whole = pairs.length > 0 ? `${url}?${new URLSearchParams(pairs)}` : url;
  return whole.length > longestAddress ? null : { url: whole };
}

/** The same by POST; null where there is none. */
export function byPost(rpc, given) {
  const address = addresses[rpc.name].post;
  if (!address) return null;
  const { url, rest } = inPath(address, given);
  return { url, options: { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(rest) } };
}

function inPath(address, given) {
  const field = /\{(\w+)\}/.exec(address)?.[1];
  if (!field) return { url: address, rest: given };
  const { [field]: name, ...rest } = given;
  return { url: address.replace(`{${field}}`, name), rest };
}

function parameters(value, prefix = '') {
  const pairs = [];
  for (const [name, field] of Object.entries(value)) {
    if (Array.isArray(field)) {
      if (field.some((item) => typeof item === 'object')) return null;
      pairs.push(...field.map((item) => [prefix + name, item]));
    } else if (typeof field === 'object') {
      const inner = parameters(field, `${prefix}${name}.`);
      if (!inner) return null;
      pairs.push(...inner);
    } else {
      pairs.push([prefix + name, field]);
    }
  }
  return pairs;
}

/** Everything that is asked of a server: for each rpc requests, as JSON, and gRPC's answers. Asked once. */
export function askedOf(server) {
  return (server.asked ??= ask(server));
}

async function ask(server) {
  const channel = new grpc.Client(server.grpc, grpc.credentials.createInsecure());
  const call = (rpc, given) => new Promise((resolve, reject) => channel.makeUnaryRequest(
    `/${service.typeName}/${rpc.name}`,
    (message) => Buffer.from(toBinary(rpc.input, message)),
    (bytes) => fromBinary(rpc.output, bytes),
    request(rpc, given),
    (error, answer) => (error ? reject(error) : resolve(answer))));
  const rpcOf = (name) => rpcs.find((rpc) => rpc.name === name);
  const all = { parent: 'articles/-', pageSize: 1000 };
  const { claims } = await call(rpcOf('ListClaims'), all);
  const { sources } = await call(rpcOf('ListSources'), { pageSize: 1000 });
  const { topics } = await call(rpcOf('ListTopics'), { pageSize: 1000 });
  const { articles } = await call(rpcOf('ListArticles'), { pageSize: 1000 });
  const dimensions = rpcOf('SummarizeClaims').input.field.dimensions.enum.values.slice(1).map(({ name }) => name);
  const filters = [
    { sourceKinds: ['SOURCE_KIND_NEWS_AGENCY', 'SOURCE_KIND_GOVERNMENT'] },
    { speakers: [sources[0].name, sources.at(-1).name], presupposed: false },
    { publishers: [articles[0].publisher], includeAlternatives: true },
    { statedDuring: '2010/..', standingAt: '2019-04-01T12:00:00Z' },
    { anyOf: [{ topics: [topics[0].slug] }, { polarities: ['POLARITY_NEGATIVE'] }], noneOf: [{ forces: ['FORCE_INTEND'] }] },
  ];
  const names = claims.map(({ name }) => name);
  const requests = {
    GetClaim: [...names.map((name) => ({ name })), { name: names[0], readMask: 'text,statedDate.edtf' }],
    BatchGetClaims: inHundreds(names).map((some) => ({ names: some })),
    ListClaims: [
      all, ...articles.map(({ name }) => ({ parent: name, pageSize: 1000 })), ...filters.map((filter) => ({ ...all, filter })),
      { ...all, orderBy: 'stated_date desc, name' }, { ...all, readMask: 'text,speakers' },
    ],
    SearchClaims: [
      ...topics.slice(0, 20).map(({ displayName }) => ({ query: displayName, ...all })),
      { query: 'fire OR people', parent: articles[0].name, pageSize: 3 },
      ...filters.map((filter) => ({ query: 'the OR of OR a', ...all, filter })),
    ],
    FindSimilarClaims: names.map((name) => ({ name, limit: 3 })),
    SummarizeClaims: [
      { parent: 'articles/-', dimensions, top: 1000 }, ...filters.map((filter) => ({ parent: 'articles/-', dimensions: ['DIMENSION_CUE'], filter })),
      { parent: articles[0].name, crossings: [{ rows: 'DIMENSION_FORCE', columns: 'DIMENSION_SPEAKER' }], order: 'SUMMARY_ORDER_VALUE' },
    ],
    TraceClaim: names.map((name) => ({ name })),
    GetArticle: articles.map(({ name }) => ({ name })),
    ListArticles: [{}, { pageSize: 1 }, { query: articles[0].title.split(' ').at(-1) }, { orderBy: 'claim_count desc' }],
    GetSource: sources.map(({ name }) => ({ name })),
    ListSources: [{ pageSize: 1000 }, { kinds: ['SOURCE_KIND_GOVERNMENT'] }, { query: 'the' }, { affiliations: sources.slice(0, 3).map(({ name }) => name) }],
    ListTopics: [{ pageSize: 1000 }, { query: topics[0].displayName }],
    ListPlaces: [{ pageSize: 1000 }, { pageSize: 2 }],
    ReconcileSources: [{ queries: sources.map(({ displayName }) => ({ name: displayName, limit: 20 })) }, { queries: [{ name: 'nobody' }] }],
    GetCorpus: [{}],
  };
  const asked = [];
  for (const rpc of rpcs) {
    const calls = requests[rpc.name].map(async (given) => ({ given, answer: await call(rpc, given) }));
    asked.push({ rpc, calls: await Promise.all(calls) });
  }
  channel.close();
  return asked;
}

function inHundreds(items) {
  return items.length === 0 ? [] : [items.slice(0, 100), ...inHundreds(items.slice(100))];
}

/** Runs over items, a few at a time, in their order. */
export async function each(items, run, atOnce = 6) {
  const left = items.entries();
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (const [, item] of left) await run(item);
  }));
}
