// Runs cases, and prints a line for each.
import { inspect, isDeepStrictEqual } from 'node:util';

// Runs every case, a function by the name it has in cases.txt, on a client; the process exits with 1 where any failed.
export async function runAll(cases, client) {
  for (const [name, run] of Object.entries(cases)) {
    try {
      await run(client);
      console.log(`ok ${name}`);
    } catch (problem) {
      process.exitCode = 1;
      const line = [...problem.stack.matchAll(/\/cases\.mjs:(\d+)/g)].at(-1)?.[1];
      console.log(`not ok ${name}: line ${line}: ${problem.name}: ${problem.message.replaceAll(/\s+/g, ' ')}`);
    }
  }
}

// Fails unless the two are equal.
export function equal(actual, expected) {
  if (isDeepStrictEqual(actual, expected)) return;
  const show = (value) => inspect(value, { depth: 6, breakLength: Infinity });
  throw new Error(`expected ${show(expected)}, got ${show(actual)}`);
}
