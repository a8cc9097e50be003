// Runs the checks: run.mjs SERVER FOLDER [GROUP…]. FOLDER is empty, and is written to.
import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Checks } from './checks.mjs';
import { InventedCopy } from './copy.mjs';
import { Server } from './server.mjs';

const groups = ['probes', 'grpc-web', 'json', 'http', 'exports', 'feed', 'openapi', 'mcp', 'article'];
const invented = fileURLToPath(new URL('../Claims.Tests/Samples/invented', import.meta.url));
const curated = fileURLToPath(new URL('../../src/Claims.Curated/corpora', import.meta.url));

const [program, folder, ...chosen] = process.argv.slice(2);
const unknown = chosen.filter((name) => !groups.includes(name));
if (unknown.length > 0) giveUp(`no such group: ${unknown.join(', ')}; expected ${groups.join(', ')}`);

// Whoever ends this ends the servers too.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(2));

cpSync(invented, folder, { recursive: true });
const copy = new InventedCopy(folder);
copy.makeAwkward();
const servers = await Promise.all([
  Server.start(program, 'invented', [`--Corpus:Path=${invented}`, '--Web:CorsOrigins=https://example.org', '--Access:Mcp=open']),
  Server.start(program, 'curated', [`--Corpus:Path=${curated}`]),
  Server.start(program, 'copy', [`--Corpus:Path=${folder}`, '--Corpus:PollSeconds=0.2']),
]).catch((problem) => giveUp(problem.message));
const world = { ...Object.fromEntries(servers.map((server) => [server.name, server])), corpus: copy, program };
const checks = new Checks();
for (const name of chosen.length > 0 ? chosen : groups) {
  const { default: run } = await import(`./groups/${name}.mjs`);
  await checks.group(name, () => run(checks, world));
}
await Promise.all(servers.map((server) => server.stop()));
console.log(`${checks.passed} passed, ${checks.failed} failed`);
process.exit(checks.failed === 0 ? 0 : 1);

function giveUp(problem) {
  console.error(problem);
  process.exit(2);
}
