// What of an article's claims is found in a text: spans are compared by their digests, and never guessed.
import { digestOf, spanOf, wholeOf } from './article-text.js';

/**
 * Compares claims, as the JSON API gives them, with the paragraphs of a text. `marks` are the spans that match, `start` and
 * `end` in code points; those that tell who says it are `isCue`.
 */
export async function compare(paragraphs, claims, sha256) {
  const digests = new Map();
  const digest = (span) => digests.get(span) ?? digests.set(span, digestOf(span)).get(span);
  const has = async (locator) => {
    const span = spanOf(paragraphs, locator);
    return span !== null && await digest(span) === locator.sha256;
  };
  const places = await Promise.all(placesOf(claims).map(async (place) => ({ ...place, matches: await has(place.locator) })));
  const spans = places.filter(({ isCue }) => !isCue);
  const matching = spans.filter(({ matches }) => matches);
  const told = paragraphsAt(spans);
  const differing = paragraphsAt(spans.filter(({ matches }) => !matches));
  return {
    spans: spans.length,
    matching: matching.length,
    paragraphs: told.size,
    matchingParagraphs: told.size - differing.size,
    hidden: claims.length - new Set(matching.map(({ claim }) => claim)).size,
    isWhole: await digest(wholeOf(paragraphs)) === sha256,
    marks: places.filter(({ matches }) => matches).flatMap((place) => marksOf(paragraphs, place)),
  };
}

/** What a comparison comes to, in words. */
export function verdictOf({ spans, matching, paragraphs, matchingParagraphs, hidden, isWhole }) {
  if (matching === 0) return `It is another text: none of the ${counted(spans, 'span')} has its digest.`;
  if (matching === spans) {
    const all = spans === 1 ? 'its one span has its digest' : `all ${spans} spans have their digests`;
    return isWhole ? `It is the article meant: ${all}.` : `It differs elsewhere from the article meant, but ${all}.`;
  }
  const shown = hidden === 0 ? 'every claim can be shown' : `${counted(hidden, 'claim')} cannot be shown`;
  return `${matchingParagraphs} of ${counted(paragraphs, 'paragraph')} match; ${shown}.`;
}

/** A paragraph cut where any of its marks begins or ends: each piece with the marks that cover it. */
export function piecesOf(text, marks) {
  const points = [...text];
  const cuts = [...new Set([0, points.length, ...marks.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
  return cuts.slice(1).map((end, i) => ({
    text: points.slice(cuts[i], end).join(''),
    marks: marks.filter((mark) => mark.start <= cuts[i] && mark.end >= end),
  }));
}

/** A number of things. */
export function counted(number, what) {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

function placesOf(claims) {
  return claims.flatMap(({ name, attribution: { steps }, locators }) => {
    const isOwn = steps.at(-1).kind === 'ATTRIBUTION_KIND_NARRATIVE';
    const place = (isCue) => (locator) => ({ claim: name, isOwn, isCue, locator });
    return [...locators.map(place(false)), ...steps.flatMap(({ locator }) => locator ?? []).map(place(true))];
  });
}

function paragraphsAt(places) {
  return new Set(places.flatMap(({ locator: { paragraph } }) => paragraph ?? []));
}

// A locator without a paragraph is of them all.
function marksOf(paragraphs, { locator: { paragraph, start, end }, ...place }) {
  const reached = paragraph === undefined ? [...paragraphs.keys()] : [paragraph];
  return reached.map((at) => ({ ...place, paragraph: at, start: start ?? 0, end: end ?? [...paragraphs[at]].length }));
}
