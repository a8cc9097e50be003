// The canonical text of an article as the contract defines it (see Article in the .proto), the same that a corpus
// is verified with.

// By name, as \s has U+FEFF, which is none, and lacks U+0085.
const blankLines = /\n(?:(?!\n)\p{White_Space})*\n/u;
const whiteSpace = /\p{White_Space}+/gu;

/**
 * The paragraphs of an article's text, given as bytes; the first is the headline.
 * @throws {TypeError} They are not UTF-8.
 */
export function paragraphsOf(bytes) {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  return text.replaceAll('\r\n', '\n').split(blankLines).map(canonical).filter((paragraph) => paragraph !== '');
}

/** The paragraphs in one, as the digest of an article has them. */
export function wholeOf(paragraphs) {
  return paragraphs.join('\n\n');
}

/** What a locator points to, in code points; null where the text has no such span. */
export function spanOf(paragraphs, { paragraph, start, end }) {
  if (paragraph === undefined) return wholeOf(paragraphs);
  const text = paragraphs[paragraph] ?? null;
  if (text === null || start === undefined) return text;
  const points = [...text];
  return start >= 0 && start < end && end <= points.length ? points.slice(start, end).join('') : null;
}

/** SHA-256 of a text's UTF-8 bytes, as the contract writes it. */
export async function digestOf(text) {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

// Not by trim(), which takes U+FEFF away, too.
function canonical(block) {
  return block.normalize('NFC').replace(whiteSpace, ' ').replace(/^ | $/g, '');
}
