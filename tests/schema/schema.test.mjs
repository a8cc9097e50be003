// The JSON Schema of curated files, asked by a validator that is not ours, reading JSON with comments as editors do: it
// must accept every corpus here, and refuse what a curator may get wrong within one file.
//
//   node tests/schema/schema.test.mjs
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { read, root, valid } from "./schema.mjs";

let [passed, failed] = [0, 0];
const test = (name, body) => {
  try {
    body();
    passed++;
    console.log(`ok ${name}`);
  } catch (error) {
    failed++;
    console.log(`not ok ${name}: ${error.message}`);
  }
};

for (const corpus of ["src/Claims.Curated/corpora", "tests/Claims.Tests/Samples/invented"]) {
  for (const file of readdirSync(join(root, corpus), { recursive: true }).filter((name) => name.endsWith(".json"))) {
    test(`accepts ${corpus}/${file}`, () => assert.ok(valid(read(join(root, corpus, file))), JSON.stringify(valid.errors)));
  }
}

const sample = read(join(root, "tests/Claims.Tests/Samples/invented/ferry-fire.json"));
const changed = (change) => {
  const copy = structuredClone(sample);
  change(copy, copy.articles[0], copy.articles[0].claims.find((claim) => claim.attribution.steps));
  return copy;
};
const accepts = (what, change) => {
  test(`accepts ${what}`, () => assert.ok(valid(changed(change)), JSON.stringify(valid.errors)));
};
const refuses = (what, spoil) => {
  test(`refuses ${what}`, () => assert.ok(!valid(changed(spoil)), "it was accepted"));
};
const dated = (date) => (_, __, claim) => {
  claim.eventDate = { basis: "DATE_BASIS_INFERRED", timeZone: "Etc/UTC", ...date };
};

refuses("an unknown member of the file", (file) => { file.comment = "x"; });
refuses("an unknown member of a claim", (_, __, claim) => { claim.verdict = "true"; });
refuses("a claim without text", (_, __, claim) => { delete claim.text; });
refuses("a claim without a date of saying", (_, __, claim) => { delete claim.statedDate; });
refuses("a claim without locators", (_, __, claim) => { claim.locators = []; });
refuses("derived speakers", (_, __, claim) => { claim.speakers = []; });
refuses("a derived claim count", (_, article) => { article.claimCount = 1; });
refuses("an unknown enum value", (_, __, claim) => { claim.stance.force = "FORCE_SHOUT"; });
refuses("an enum's zero", (_, __, claim) => { claim.stance.polarity = "POLARITY_UNSPECIFIED"; });
refuses("steps without scope", (_, __, claim) => { delete claim.attribution.scope; });
refuses("an ambiguous scope without notes", (_, __, claim) => { claim.attribution.scope = "ATTRIBUTION_SCOPE_AMBIGUOUS"; delete claim.notes; });
refuses("a date resolved from no words", (_, __, claim) => { claim.statedDate.basis = "DATE_BASIS_RESOLVED"; delete claim.statedDate.expression; });
refuses("a stance both open and certain", (_, __, claim) => { claim.stance.polarity = "POLARITY_OPEN"; claim.stance.certainty = "CERTAINTY_CERTAIN"; });
refuses("a given narrative step", (_, __, claim) => { claim.attribution.steps[0].kind = "ATTRIBUTION_KIND_NARRATIVE"; });
refuses("a step without speakers", (_, __, claim) => { claim.attribution.steps[0].speakers = []; });
refuses("a malformed name", (_, __, claim) => { claim.name = "claims/1"; });
refuses("a malformed digest", (_, __, claim) => { claim.locators[0].sha256 = "abc"; });
refuses("a span without its end", (_, __, claim) => { claim.locators[0] = { paragraph: 0, start: 1, sha256: "0".repeat(64) }; });
refuses("a month that does not exist", (_, __, claim) => { claim.statedDate.edtf = "2016-13"; });
refuses("a date without time zone", (_, __, claim) => { delete claim.statedDate.timeZone; });
refuses("a malformed country code", (file) => { file.places = [{ slug: "x", displayName: "X", countryCode: "syr" }]; });
refuses("a number for a text", (_, __, claim) => { claim.text = 1; });

const [earliestTime, endTime] = ["2016-09-05T05:00:00Z", "2016-09-05T06:00:00Z"];
for (const edtf of [
  "2016", "2016-09~", "2016-09-05T08:00:00+03:00", "2015/2016-09-05", "2016-09/2016-09-05", "2016-09-05/2016-09",
  "../2016-09-05", "2015-09/..", "/2016-09-05", "/2016?", "1985/", "2016-09-05%/",
]) accepts(`the date ${edtf}`, dated({ edtf }));
for (const edtf of [
  "", "/", "..", "/..", "../", "../..", "//2016", "2016//", "2016/unknown", "open/2016", "/2016-13", "2016/2017/", "/~",
  "..~/2016", "/2016-09-05T08:00:00Z", " /2016",
]) refuses(`the date '${edtf}'`, dated({ edtf }));
accepts("all of an interval with an open start", dated({ edtf: "../2016-09-05", throughout: true }));
refuses("all of an interval with an unknown start", dated({ edtf: "/2016-09-05", throughout: true }));
refuses("all of an interval with an unknown end", dated({ edtf: "2016-09-05/", throughout: true }));
accepts("a part of an interval with an unknown end", dated({ edtf: "2016-09-05/", throughout: false }));
accepts("a bound of an end that is known", dated({ edtf: "/2016-09-05", endTime }));
accepts("a bound of a start that is known", dated({ edtf: "2016-09-05/", earliestTime }));
refuses("a bound of a start that is unknown", dated({ edtf: "/2016-09-05", earliestTime, endTime }));
refuses("a bound of an end that is unknown", dated({ edtf: "2016-09-05/", earliestTime, endTime }));

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
