// Takes, as JSON on standard input, a curated file, paths of texts in it, and other texts; puts each text in each place,
// alone, and answers on standard output, as JSON, for each path and each text whether the schema accepts the file.
//
//   echo '{"file": {"license": "MIT"}, "paths": [["license"]], "texts": ["CC0", ""]}' | node tests/schema/texts.mjs
import { text } from "node:stream/consumers";
import { valid } from "./schema.mjs";

const { file, paths, texts } = JSON.parse(await text(process.stdin));
const answers = paths.map((path) => {
  const owner = path.slice(0, -1).reduce((value, step) => value[step], file);
  const last = path.at(-1);
  const good = owner[last];
  const accepted = texts.map((other) => {
    owner[last] = other;
    return valid(file);
  });
  owner[last] = good;
  return accepted;
});
process.stdout.write(JSON.stringify(answers));
