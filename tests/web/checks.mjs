// Makes checks, and prints a line for each.
import { inspect, isDeepStrictEqual } from 'node:util';

const longest = 700;

export class Checks {
  passed = 0;
  failed = 0;

  /** Makes one, which fails by throwing. */
  async check(name, run) {
    try {
      await run();
      this.passed++;
      console.log(`ok ${name}`);
    } catch (problem) {
      this.#fail(name, problem);
    }
  }

  /** Makes those of a group; one that cannot go on has failed too. */
  async group(name, run) {
    try {
      await run();
    } catch (problem) {
      this.#fail(`${name}-to-its-end`, problem);
    }
  }

  #fail(name, problem) {
    this.failed++;
    const place = /\/(groups\/[\w-]+\.mjs:\d+)/.exec(problem.stack)?.[1];
    const why = `${problem.message}${problem.cause ? ` (${problem.cause.message})` : ''}`.replaceAll(/\s+/g, ' ');
    console.log(`FAILED ${name}: ${place}: ${why.length > longest ? `${why.slice(0, longest)}…` : why}`);
  }
}

/** Fails unless the two are equal. */
export function equal(actual, expected, what = '') {
  if (isDeepStrictEqual(actual, expected)) return;
  const [got, wanted] = [actual, expected].map((value) => (
    inspect(value, { depth: 8, breakLength: Infinity, maxArrayLength: 12, maxStringLength: 240 })));
  throw new Error(`${what && `${what}: `}expected ${wanted}, got ${got}`);
}

/** Fails unless it holds. */
export function ensure(holds, what) {
  if (!holds) throw new Error(what);
}

/** Fails unless two lists are equal, and tells the first that are not. */
export function equalLists(actual, expected, what = '') {
  const differing = expected.findIndex((item, i) => !isDeepStrictEqual(actual[i], item));
  if (differing >= 0) equal(actual[differing], expected[differing], `${what}[${differing}]`);
  equal(actual.length, expected.length, `${what}.length`);
}
