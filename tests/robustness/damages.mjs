// What may befall a file that is kept. Each is done to a file, with chances, and with another of its kind, which is the
// same file where there is none.
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';

export const damages = {
  'a flipped bit': (path, random) => {
    const content = readFileSync(path);
    content[random.below(content.length)] ^= 1 << random.below(8);
    replace(path, content);
  },

  'cut off': (path, random) => {
    const content = readFileSync(path);
    replace(path, content.subarray(0, random.below(content.length)));
  },

  'bytes behind it': (path, random) => replace(path, Buffer.concat([readFileSync(path), random.bytes(8)])),

  'zeros inside': (path, random) => {
    const content = readFileSync(path);
    replace(path, content.fill(0, random.below(content.length)));
  },

  garbage: (path, random) => replace(path, random.bytes(1 + random.below(4096))),

  deleted: (path) => rmSync(path),

  exchanged: (path, _, other) => {
    const [content, others] = [readFileSync(path), readFileSync(other)];
    replace(path, others);
    replace(other, content);
  },

  'a directory': (path) => {
    rmSync(path);
    mkdirSync(path);
  },

  // Not even the superuser reads a link to itself.
  unreadable: (path) => {
    rmSync(path);
    symlinkSync(path, path);
  },
};

// What is kept may be read-only.
function replace(path, content) {
  rmSync(path);
  writeFileSync(path, content);
}
