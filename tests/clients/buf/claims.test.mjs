// The cases from `buf curl`, which learns the contract from the server's reflection. Asks the server at the address
// given, HOST:PORT.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import * as cases from '../javascript/cases.mjs';
import { Client } from '../javascript/client.mjs';
import { decodeDetail } from '../javascript/definitions.mjs';
import { equal, runAll } from '../javascript/runner.mjs';

// Out of the package for this processor: @bufbuild/buf itself locks a package for every system, and `npm ci` fails on
// registries that do not mirror them all.
const platform = { arm64: 'linux-aarch64', x64: 'linux-x64' }[process.arch];
const buf = fileURLToPath(new URL(`../node_modules/@bufbuild/buf-${platform}/bin/buf`, import.meta.url));
const options = ['curl', '--protocol', 'grpc', '--http2-prior-knowledge', '--verbose', '--timeout', '10s'];
const [address] = process.argv.slice(2);

async function call(service, method, request) {
  const run = start(service, method, request);
  const [output, end] = await Promise.all([text(run.stdout), endOf(run)]);
  return end.code ? end : { answer: JSON.parse(output), revisions: end.revisions };
}

async function stream(service, method, request, isLast) {
  const run = start(service, method, request);
  const answers = [];
  const read = async () => {
    let output = '';
    for await (const chunk of run.stdout.setEncoding('utf8')) {
      // One message after the other, each over lines of which the last is its closing brace.
      const whole = (output + chunk).split(/(?<=^}\n)/m);
      output = whole.at(-1).endsWith('\n}\n') ? '' : whole.pop();
      answers.push(...whole.map((message) => JSON.parse(message)));
      if (answers.some(isLast)) run.kill('SIGINT');
    }
  };
  const [end] = await Promise.all([endOf(run), read()]);
  equal(end.code, 'CANCELED');
  return { answers, revisions: end.revisions };
}

function start(service, method, request) {
  return spawn(buf, [...options, '--data', JSON.stringify(request), `http://${address}/${service}/${method}`]);
}

// How a run ended: the error, where there was one, and the revisions in the metadata.
async function endOf(run) {
  const [errors, status] = await Promise.all([
    text(run.stderr), new Promise((resolve, reject) => run.on('close', resolve).on('error', reject)),
  ]);

  // Verbose lines are marked; what is left is the error, in JSON where the server told it.
  const verbose = errors.split('\n').filter((line) => line.startsWith('buf: '));
  const rest = errors.split('\n').filter((line) => !line.startsWith('buf: ')).join('\n');
  const revisions = headersOfCall(verbose);
  if (status === 0) return { revisions };
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
  stream,
  fieldMask: (...paths) => paths.map((path) => path.replaceAll(/_(.)/g, (_, letter) => letter.toUpperCase())).join(','),
  timestamp: (text) => text,
}));
