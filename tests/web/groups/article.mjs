// What the page makes of an article's text in the browser, against the server's `verify` and the claims of the invented corpus.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensure, equal, equalLists } from '../checks.mjs';
import { run } from '../command.mjs';

const folderOf = (path) => fileURLToPath(new URL(path, import.meta.url));
const assets = folderOf('../../../src/Claims.Server/Web/Page/Assets/');
const corpus = folderOf('../../Claims.Tests/Samples/invented');
const samples = folderOf('../../Claims.Tests/Samples/invented-articles/');

const bytesOf = (text) => new TextEncoder().encode(text);
const texts = {
  plain: 'Head\n\nOne.\n\nTwo.\n',
  crlf: 'Head\r\n\r\nOne\r\ntwo.\r\n \t\r\nThree.\r\n',
  'lone-cr': 'Head\r\rone\r\r\n\r\r\ntwo\n\r\nthree\n\r\n\r',
  bom: '\ufeffHead\n\nOne.',
  'two-boms': '\ufeff\ufeffHead\n\n\ufeff\n\n \ufeff One\ufeff \n\ufeff\nTwo.',
  nfd: 'Se\u0301verin Mo\u0302let\n\n\u0301\u0344 \u1100\u1161\u11a8 \u212b \u2126 \u0958 \u0f73',
  'nfd-over-blanks': 'Head\n\u0301\n\nOne \u0301\n \n\u0301two\n\n\u2000\u2001\n\nend',
  'next-line': 'Head\n\u0085\nOne\u0085two\u0085\n\n\u0085\u0085\n\nThree',
  'all-white-space': 'a\tb\vc\fd\u00a0e\u1680f\u2000g\u200ah\u2028i\u2029j\u202fk\u205fl\u3000m\n\u2028\nn\n\u3000\u00a0\no',
  'no-white-space': 'a\u200bb\u180ec\u2060d\u001ce\u001ff\n\u200b\ng\n\u180e\nh\n\u001c\ni\u0000j',
  'blank-lines': '\n\n \nHead\n   \n\t\n\nOne\n \n \n \nTwo\n\n\n\nThree\n\n',
  astral: '\u{1f6a2}\u{1f525} Never again\n\n\u{1d15e} \u{1d1bb} \u{2f800} \u{10ffff}',
  noncharacters: 'He\u0301ad\ufffe\u0301 \uffffe\u0301\n\n\ufffe\n\ne\u0301\u{1fffe}',
  empty: '',
  blank: ' \n\n\u0085\n',
};
const broken = {
  alone: [0x61, 0xff], overlong: [0xc0, 0xaf], surrogate: [0xed, 0xa0, 0x80], cut: [0x61, 0xe2, 0x82],
  beyond: [0xf4, 0x90, 0x80, 0x80],
};

export default async function article(checks, { program, invented }) {
  const { paragraphsOf, spanOf, wholeOf, digestOf } = await moduleOf('article-text.js');
  const { compare, piecesOf, verdictOf } = await moduleOf('article-spans.js');
  const folder = mkdtempSync(join(tmpdir(), 'article-'));
  process.once('exit', () => rmSync(folder, { recursive: true }));
  const verify = async (bytes) => {
    const path = join(folder, 'article.txt');
    writeFileSync(path, bytes);
    return (await run('dotnet', [program, 'verify', corpus, '--article', path])).output;
  };

  for (const [name, text] of Object.entries({ ...texts, mixed: mixed() })) {
    await checks.check(`article-text-${name}`, async () => {
      const told = /its text has SHA-256 ([0-9a-f]{64})/.exec(await verify(bytesOf(text)))?.[1];
      equal(await digestOf(wholeOf(paragraphsOf(bytesOf(text)))), told);
    });
  }

  for (const [name, bytes] of Object.entries(broken)) {
    await checks.check(`article-text-not-utf-8-${name}`, async () => {
      ensure((await verify(Uint8Array.from(bytes))).includes('not UTF-8'), 'verify takes it');
      let problem;
      try {
        paragraphsOf(Uint8Array.from(bytes));
      } catch (thrown) {
        problem = thrown;
      }
      ensure(problem instanceof TypeError, `thrown: ${problem}`);
    });
  }

  const articles = await invented.all('/v1/articles', 'articles');
  const claimsOf = ({ name }) => invented.all(`/v1/${name}/claims`, 'claims');
  for (const sample of ['ferry-claim', 'ferry-fire', 'salt-talks']) {
    const paragraphs = paragraphsOf(readFileSync(join(samples, `${sample}.txt`)));
    const sha256 = await digestOf(wholeOf(paragraphs));
    const meant = articles.find(({ textSha256 }) => textSha256 === sha256);
    await checks.check(`article-spans-${sample}`, async () => {
      equal(paragraphs.length, meant?.paragraphCount);
      const claims = await claimsOf(meant);
      for (const locator of claims.flatMap(locatorsOf)) equal(await digestOf(spanOf(paragraphs, locator)), locator.sha256);
      const found = await compare(paragraphs, claims, meant.textSha256);
      equal([found.matching, found.hidden, found.isWhole], [claims.flatMap(({ locators }) => locators).length, 0, true]);
      equal(verdictOf(found), `It is the article meant: all ${found.spans} spans have their digests.`);
      for (const [i, text] of paragraphs.entries()) {
        const pieces = piecesOf(text, found.marks.filter(({ paragraph }) => paragraph === i));
        equal(pieces.map((piece) => piece.text).join(''), text);
      }
    });
    await checks.check(`article-spans-changed-${sample}`, async () => {
      const claims = await claimsOf(meant);
      const changed = paragraphs.map((text, i) => (i === 1 ? '' : text));
      const found = await compare(changed, claims, meant.textSha256);
      const lost = claims.filter(({ locators }) => locators.every(({ paragraph = 1 }) => paragraph === 1));
      equal([found.hidden, found.paragraphs - found.matchingParagraphs, found.isWhole], [lost.length, 1, false]);
      ensure(found.marks.every(({ paragraph }) => paragraph !== 1), 'a span was guessed');
      const other = await compare(['Another', 'text'], claims, meant.textSha256);
      equal([other.matching, other.marks], [0, []]);
    });
  }

  await checks.check('article-spans-out-of-reach', () => {
    const paragraphs = ['a\u{1f525}b'];
    const ends = [[0, 3], [1, 2], [0, 4], [2, 2], [2, 1], [-1, 1]];
    const spans = ends.map(([start, end]) => spanOf(paragraphs, { paragraph: 0, start, end }));
    equal(spans, ['a\u{1f525}b', '\u{1f525}', null, null, null, null]);
    equal([{ paragraph: 1 }, { paragraph: -1 }, {}].map((locator) => spanOf(paragraphs, locator)), [null, null, paragraphs[0]]);
  });

  await checks.check('article-pieces', () => {
    const [ab, bc] = [{ start: 0, end: 3 }, { start: 1, end: 4 }];
    equalLists(piecesOf('a\u{1f525}bcd', [ab, bc]), [
      { text: 'a', marks: [ab] }, { text: '\u{1f525}b', marks: [ab, bc] }, { text: 'c', marks: [bc] }, { text: 'd', marks: [] },
    ]);
    equal(piecesOf('', []), []);
  });

  await checks.check('article-verdicts', () => {
    const some = { spans: 20, matching: 12, paragraphs: 15, matchingParagraphs: 13, hidden: 9, isWhole: false };
    const told = (changes) => verdictOf({ ...some, ...changes });
    equal(told({}), '13 of 15 paragraphs match; 9 claims cannot be shown.');
    equal(told({ hidden: 0 }), '13 of 15 paragraphs match; every claim can be shown.');
    equal(told({ matching: 0 }), 'It is another text: none of the 20 spans has its digest.');
    equal(told({ matching: 20 }), 'It differs elsewhere from the article meant, but all 20 spans have their digests.');
    equal(told({ spans: 1, matching: 1, isWhole: true }), 'It is the article meant: its one span has its digest.');
  });
}

function locatorsOf({ locators, contentSpans = [], attribution: { steps } }) {
  const told = ({ locator = [], sourceSpans = [], cueSpans = [] }) => [locator, sourceSpans, cueSpans].flat();
  return [...locators, ...contentSpans, ...steps.flatMap(told)];
}

// What is hard about texts, in any order, but the same each time.
function mixed() {
  const single = '\n\n\n\r \t\u0085\ufeff\u00a0\u2000\u2028\u0301\u0344e\u00e9\u{1f525}x';
  const parts = [...single, '\r\n', ' \n', '\n \n', '\u1100\u1161', 'word '];
  let seed = 1;
  const next = () => (seed = (seed * 48271) % 2147483647);
  return Array.from({ length: 40_000 }, () => parts[next() % parts.length]).join('');
}

// By what it says: the browser's modules have no package that tells Node they are modules.
async function moduleOf(name) {
  const source = readFileSync(join(assets, name), 'utf8').replaceAll(/from '\.\/([\w-]+\.js)'/g, (_, other) => (
    `from ${JSON.stringify(addressOf(readFileSync(join(assets, other), 'utf8')))}`));
  return import(addressOf(source));
}

function addressOf(source) {
  return `data:text/javascript,${encodeURIComponent(source)}`;
}
