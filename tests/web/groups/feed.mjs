// The Atom feed, read by fast-xml-parser, against what RFC 4287 requires.
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { ensure, equal, equalLists } from '../checks.mjs';

const list = ['entry', 'author', 'link', 'category', 'id', 'title', 'updated', 'published', 'content', 'generator'];
const parser = new XMLParser({
  ignoreAttributes: false, attributeNamePrefix: '@', parseTagValue: false, trimValues: false, alwaysCreateTextNode: true,
  isArray: (name) => list.includes(name),
});
const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

export default async function feed(checks, { invented, curated, copy }) {
  for (const server of [invented, curated, copy]) {
    const path = '/v1/articles/-/claims';
    const { feed: read, type } = await feedOf(`${server.web}${path}:feed?pageSize=1000`);
    const claims = await server.all(path, 'claims');

    await checks.check(`feed-as-rfc-4287-${server.name}`, () => {
      equal([type, read['@xmlns']], ['application/atom+xml; charset=utf-8', 'http://www.w3.org/2005/Atom']);
      one(read, ['id', 'title', 'updated']);
      new URL(read.id[0]['#text']);
      ensure(rfc3339.test(read.updated[0]['#text']), read.updated[0]['#text']);
      for (const entry of read.entry) {
        one(entry, ['id', 'title', 'updated']);
        new URL(entry.id[0]['#text']);
        for (const { '#text': date } of [...entry.updated, ...(entry.published ?? [])]) {
          ensure(rfc3339.test(date) && !Number.isNaN(Date.parse(date)), `no date: ${date}`);
        }
        ensure((entry.author ?? read.author ?? []).every(({ name }) => name['#text']), 'an author without a name');
        ensure((entry.author ?? read.author)?.length > 0, 'no author');
        ensure((entry.content?.length ?? 0) <= 1 && (entry.published?.length ?? 0) <= 1, 'something twice');
        ensure(entry.content || entry.link?.some((link) => (link['@rel'] ?? 'alternate') === 'alternate'), 'neither content nor link');
        const alternates = (entry.link ?? []).filter((link) => (link['@rel'] ?? 'alternate') === 'alternate')
          .map((link) => `${link['@type']} ${link['@hreflang']}`);
        equal(new Set(alternates).size, alternates.length);
        for (const link of entry.link ?? []) new URL(link['@href']);
        for (const category of entry.category ?? []) ensure(category['@term'], 'a category without a term');
      }
      const ids = read.entry.map(({ id }) => id[0]['#text']);
      equal(new Set([...ids, read.id[0]['#text']]).size, ids.length + 1);
    });

    await checks.check(`feed-has-every-claim-${server.name}`, () => {
      equalLists(read.entry.map((entry) => ({
        title: entry.title[0]['#text'],
        authors: entry.author.map(({ name }) => name['#text']),
        topics: (entry.category ?? []).map((category) => category['@term']),
        content: entry.content[0]['#text'],
        names: entry.link.some((link) => link['@href'].endsWith(`/${claims.find(({ text }) => text === entry.title[0]['#text']).name}`)),
      })), claims.map(({ text, speakers, topics = [] }) => ({
        title: text,
        authors: speakers.map(({ displayName }) => displayName),
        topics: topics.map(({ topic }) => topic),
        content: `${speakers.map(({ displayName }) => displayName).join(' and ')}: ${text}`,
        names: true,
      })), 'entries');
    });
  }

  const url = `${invented.web}/v1/articles/ferry-fire/claims:feed?filter.speakers=sources/tidal-front&pageSize=3`;

  await checks.check('feed-of-a-filter', async () => {
    const { feed: filtered } = await feedOf(url.replace('ferry-fire', '-'));
    const { claims } = await invented.json('/v1/articles/-/claims?filter.speakers=sources/tidal-front');
    equal(filtered.entry.map(({ title }) => title[0]['#text']), claims.slice(0, 3).map(({ text }) => text));
  });

  await checks.check('feed-says-where-it-is', async () => {
    const { feed: read } = await feedOf(url);
    equal(read.link.filter((link) => link['@rel'] === 'self').map((link) => link['@href']), [url]);
  });

  await checks.check('feed-has-twenty-by-default', async () => {
    equal((await feedOf(`${invented.web}/v1/articles/-/claims:feed`)).feed.entry.length, 20);
  });

  await checks.check('feed-links-to-what-is-there', async () => {
    const { feed: read } = await feedOf(`${invented.web}/v1/articles/-/claims:feed?pageSize=1`);
    for (const link of read.entry[0].link) equal((await fetch(link['@href'])).status, 200, link['@href']);
  });

  // RFC 4287, 4.2.6: an id stays as it is when its resource moves; a reader that knows two names of a host sees one entry.
  await checks.check('feed-ids-are-not-of-the-host', async () => {
    const [ids, others] = await Promise.all([invented.web, invented.web.replace('127.0.0.1', 'localhost')].map(async (web) => (
      (await feedOf(`${web}/v1/articles/-/claims:feed?pageSize=2`)).feed.entry.map(({ id }) => id[0]['#text']))));
    equal(others, ids);
  });
}

async function feedOf(url) {
  const answer = await fetch(url);
  const text = await answer.text();
  equal([answer.status, XMLValidator.validate(text)], [200, true], text.slice(0, 200));
  return { feed: parser.parse(text).feed, type: answer.headers.get('content-type') };
}

function one(element, names) {
  for (const name of names) equal(element[name]?.length, 1, name);
}
