// The cases from `buf curl`, which learns the contract from the server's reflection. Asks the server at the address
// given, HOST:PORT.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import * as cases from '../javascript/cases.mjs';
import { Client } from '../javascript/client.mjs';
import { decodeDetail } from '../javascript/definitions.mjs';
import { runAll } from '../javascript/runner.mjs';

// Out of the package for this processor: @bufbuild/buf itself locks a package for every system, and `npm ci` fails on
// registries that do not mirror them all.
const platform = { arm64: 'linux-aarch64', x64: 'linux-x64' }[process.arch];
const buf = fileURLToPath(new URL(`../node_modules/@bufbuild/buf-${platform}/bin/buf`, import.meta.url));
const options = ['curl', '--protocol', 'grpc', '--http2-prior-knowledge', '--verbose', '--timeout', '10s'];
const [address] = process.argv.slice(2);

async function call(service, method, request) {
  const url = `http://${address}/${service}/${method}`;
  const run = spawn(buf, [...options, '--data', JSON.stringify(request), url]);
  const [output, errors, status] = await Promise.all([
    text(run.stdout), text(run.stderr),
    new Promise((resolve, reject) => run.on('close', resolve).on('error', reject)),
  ]);

  // Verbose lines are marked; what is left is the error, in JSON where the server told it.
  const verbose = errors.split('\n').filter((line) => line.startsWith('buf: '));
  const rest = errors.split('\n').filter((line) => !line.startsWith('buf: ')).join('\n');
  const revisions = headersOfCall(verbose);
  if (status === 0) return { answer: JSON.parse(output), revisions };
  if (!rest.startsWith('{')) throw new Error(rest.slice(-300));
  const { code, message, details = [] } = JSON.parse(rest);
  return { code: code.toUpperCase(), message, details: details.map(decoded), revisions };
}

// The revisions in the metadata of the last call of a run; the ones before it were reflection's.
function headersOfCall(verbose) {
  const start = verbose.findIndex((line) => line.includes('* Invoking RPC'));
  return verbose.slice(start)
    .map((line) => /^buf: < \(#2\) Claims-Revision: (.*)$/.exec(line)?.[1])
    .filter((revision) => revision !== undefined);
}

// Reflection does not know the types of details, so that buf prints their bytes.
function decoded({ type, value }) {
  return decodeDetail(type, Buffer.from(value, 'base64'));
}

await runAll(cases.all, new Client({
  call,
  fieldMask: (...paths) => paths.map((path) => path.replaceAll(/_(.)/g, (_, letter) => letter.toUpperCase())).join(','),
  timestamp: (text) => text,
}));
