// The JSON Schema of curated files, as a validator that is not ours takes it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020.js";
import { parse } from "jsonc-parser";

export const root = join(import.meta.dirname, "..", "..");

// JSON with comments and trailing commas, as editors read it.
export const read = (path) => {
  const errors = [];
  const value = parse(readFileSync(path, "utf8"), errors, { allowTrailingComma: true });
  if (errors.length > 0) throw new Error(`${path} is not JSON with comments: ${JSON.stringify(errors)}`);
  return value;
};

// Strict, so that a misspelt keyword of the schema is an error too; those of editors are told to it.
const ajv = new Ajv2020({ strict: true, strictRequired: false });
ajv.addVocabulary(["allowComments", "allowTrailingCommas", "enumDescriptions", "markdownEnumDescriptions"]);
export const valid = ajv.compile(read(join(root, "src/Claims.Curated/corpus.schema.json")));
