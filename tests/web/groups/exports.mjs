// Exports, each read by a reader of its format, against the claims of the JSON API.
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ensure, equal, equalLists } from '../checks.mjs';
import { awkward } from '../copy.mjs';

const csvRows = fileURLToPath(new URL('../csv_rows.py', import.meta.url));

// What a reader makes of the columns, as the rows of a table; null for nothing.
const readers = {
  jsonl: async (bytes) => {
    const lines = bytes.toString('utf8').split('\n');
    equal(lines.pop(), '');
    return lines.map((line) => JSON.parse(line));
  },
  csv: async (bytes) => {
    const output = execFileSync('python3', ['-B', csvRows], { input: bytes, maxBuffer: 2 ** 30, encoding: 'utf8' });
    const [names, ...rows] = JSON.parse(output);
    return rows.map((row) => {
      equal(row.length, names.length, row[0]);
      return Object.fromEntries(names.map((name, i) => [name, row[i]]));
    });
  },
  parquet: (bytes) => {
    const file = { byteLength: bytes.length, slice: async (start, end) => Uint8Array.from(bytes.subarray(start, end)).buffer };
    return parquetReadObjects({ file, compressors });
  },
};
const types = {
  jsonl: 'application/x-ndjson', csv: 'text/csv; charset=utf-8; header=present', parquet: 'application/vnd.apache.parquet',
};

export default async function exports(checks, { invented, curated, copy }) {
  for (const server of [invented, curated, copy]) {
    const { revision } = await server.json('/v1/corpus');
    const articles = new Map((await server.all('/v1/articles', 'articles')).map((article) => [article.name, article]));
    const [first] = articles.keys();
    const speaker = (await server.all('/v1/articles/-/claims', 'claims'))[0].speakers[0].source;
    for (const [what, { parent = 'articles/-', query = {} }] of Object.entries({
      all: {},
      article: { parent: first },
      filter: { query: { 'filter.speakers': speaker } },
      query: { query: { query: 'the OR of OR fire' } },
      both: { query: { query: 'the OR of OR a', 'filter.polarities': 'POLARITY_POSITIVE' } },
      none: { query: { query: 'xyzzy' } },
    })) {
      const claims = query.query
        ? (await server.all(`/v1/${parent}/claims:search`, 'results', query)).map(({ claim }) => claim)
        : await server.all(`/v1/${parent}/claims`, 'claims', query);
      for (const format of Object.keys(readers)) {
        await checks.check(`export-${format}-${what}-${server.name}`, async () => {
          equal(claims.length > 0, what !== 'none');
          const answer = await fetch(`${server.web}/v1/${parent}/claims:export?${new URLSearchParams({ format, ...query })}`);
          const rows = await readers[format](Buffer.from(await answer.arrayBuffer()));
          equal([answer.status, answer.headers.get('content-type'), answer.headers.get('claims-revision')], [200, types[format], revision]);
          ensure(answer.headers.get('content-disposition').endsWith(`.${format}"`), answer.headers.get('content-disposition'));
          equalLists(rows.map(({ name }) => name), claims.map(({ name }) => name), 'names');
          const rowOf = { jsonl: (claim) => claim, csv: asCsv, parquet: asParquet }[format];
          equalLists(rows, claims.map((claim) => rowOf(claim, articles, revision)), 'rows');
        });
      }
    }

    await checks.check(`export-by-post-${server.name}`, async () => {
      const filter = { anyOf: [{ speakers: [speaker] }, { polarities: ['POLARITY_NEGATIVE'] }] };
      const asked = (body) => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
      const { claims } = await server.json('/v1/articles/-/claims:list', asked({ filter, pageSize: 1000 }));
      const answer = await fetch(`${server.web}/v1/articles/-/claims:export?format=jsonl`, asked({ filter }));
      equalLists(await readers.jsonl(Buffer.from(await answer.arrayBuffer())), claims, 'claims');
    });
  }

  for (const [format, read] of Object.entries(readers)) {
    await checks.check(`export-${format}-keeps-awkward-texts`, async () => {
      const answer = await fetch(`${copy.web}/v1/articles/-/claims:export?format=${format}`);
      const texts = (await read(Buffer.from(await answer.arrayBuffer()))).map(({ text }) => text);
      equal(awkward.filter((text) => !texts.includes(text)), []);
    });
  }

  await checks.check('export-jsonl-masked', async () => {
    const answer = await fetch(`${invented.web}/v1/articles/-/claims:export?format=jsonl&readMask=text,statedDate.edtf`);
    const claims = await invented.all('/v1/articles/-/claims', 'claims', { readMask: 'text,statedDate.edtf' });
    equal(Object.keys(claims[0]).sort(), ['name', 'statedDate', 'text']);
    equalLists(await readers.jsonl(Buffer.from(await answer.arrayBuffer())), claims, 'claims');
  });
}

// What a claim's row is to have, in types of its own; null for nothing.
function columnsOf(claim, articles, revision) {
  const article = articles.get(claim.name.split('/claims/')[0]);
  const { speakers, attribution, stance } = claim;
  const list = (values = []) => values.filter((value) => value).join('; ') || null;
  const date = (name, told) => ({
    [`${name}_date`]: told?.edtf ?? null,
    [`${name}_earliest`]: told?.earliestTime ? new Date(told.earliestTime) : null,
    [`${name}_end`]: told?.endTime ? new Date(told.endTime) : null,
    [`${name}_precision`]: told?.precision ?? null,
    [`${name}_basis`]: told?.basis ?? null,
    [`${name}_throughout`]: told ? told.throughout ?? false : null,
  });
  return {
    name: claim.name,
    article: article.name,
    article_title: article.title,
    publisher: article.publisher,
    published_date: article.publishedDate?.edtf ?? null,
    text: claim.text,
    verbatim: claim.verbatim ?? false,
    presupposed: claim.presupposed ?? false,
    speakers: list(speakers.map(({ source }) => source)),
    speaker_names: list(speakers.map(({ displayName }) => displayName)),
    speaker_kinds: list(speakers.map(({ kind }) => kind)),
    identifications: list(speakers.map(({ identification }) => identification)),
    on_behalf_of: list(speakers.map(({ onBehalfOf }) => onBehalfOf)),
    attribution: list(attribution.steps.map(({ speakers: by, kind }) => `${by.map(({ displayName }) => displayName).join(' + ')} [${kind}]`)),
    attribution_phrase: attribution.phrase ?? null,
    attribution_scope: attribution.scope ?? null,
    cues: list(attribution.steps.map(({ cue }) => cue)),
    joint: attribution.steps.at(-1).joint ?? null,
    alternatives: claim.alternatives?.length ?? 0,
    polarity: stance.polarity,
    certainty: stance.certainty,
    force: stance.force,
    ...date('stated', claim.statedDate),
    ...date('event', claim.eventDate),
    as_of: claim.asOf?.edtf ?? null,
    figures: list(claim.figures?.map(({ expression, unit }) => (unit ? `${expression} (${unit})` : expression))),
    places: list(claim.places?.map(({ place }) => place)),
    place_names: list(claim.places?.map(({ displayName }) => displayName)),
    topics: list(claim.topics?.map(({ topic }) => topic)),
    topic_names: list(claim.topics?.map(({ displayName }) => displayName)),
    locators: list(claim.locators.map(({ paragraph = 0, start = 0, end = 0 }) => `${paragraph}:${start}-${end}`)),
    locator_sha256: list(claim.locators.map(({ sha256 }) => sha256)),
    relations: list(claim.relations?.map(({ type, claim: other }) => `${type} ${other}`)),
    notes: list(claim.notes),
    digest: claim.digest,
    revision,
  };
}

const asParquet = columnsOf;

function asCsv(...given) {
  return Object.fromEntries(Object.entries(columnsOf(...given)).map(([name, value]) => [
    name, value instanceof Date ? value.toISOString().replace(/\.?0*Z$/, 'Z') : String(value ?? ''),
  ]));
}
