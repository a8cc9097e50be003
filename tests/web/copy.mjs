// A copy of the invented corpus, which is changed while it is served.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// What a table may spoil. A line break is no text of a claim, by the rules of curated files.
export const awkward = [
  '=SUM(1,2) is what "he", they say, said.', '"', '+1; -2, "x" <b>&amp; ]]>', '@cmd, or nothing', "-3, ''\"\"", ',,,', '"begins" and "ends"',
];

export class InventedCopy {
  #path;

  constructor(folder) {
    this.#path = join(folder, 'ferry-fire.json');
  }

  /** Gives the first claims of the article awkward texts and notes. */
  makeAwkward() {
    this.change((claims) => awkward.forEach((text, i) => Object.assign(claims[i], { text, notes: [text] })));
  }

  /** Has the claims of one article changed, and puts the file in place in one piece. */
  change(edit) {
    const file = JSON.parse(readFileSync(this.#path, 'utf8'));
    edit(file.articles[0].claims);
    writeFileSync(`${this.#path}.new`, JSON.stringify(file, null, 1));
    renameSync(`${this.#path}.new`, this.#path);
  }
}
