// The cases through a proxy, over @grpc/grpc-js: ADDRESS CERTIFICATE STATS LOG, the proxy's address, the file of its
// certificate, its socket for questions, and what the server has printed.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { definitions, decodeDetail } from '../clients/javascript/definitions.mjs';
import { equal, runAll } from '../clients/javascript/runner.mjs';

const grpc = createRequire(new URL('../clients/package.json', import.meta.url))('@grpc/grpc-js');
const packages = grpc.loadPackageDefinition(definitions);
const [address, certificate, stats, log] = process.argv.slice(2);
const credentials = grpc.credentials.createSsl(readFileSync(certificate));
const claims = new packages.claims.v1.ClaimsService(address, credentials);
const health = new packages.grpc.health.v1.Health(address, credentials);
const deadline = () => ({ deadline: Date.now() + 10_000 });

// What one stream window takes: more does not arrive unless the proxy hands window updates on.
const streamWindow = 65_535;

const unary = (stub, method, request) => new Promise((resolve, reject) =>
  stub[method](request, deadline(), (error, answer) => (error ? reject(error) : resolve(answer))));

const ask = (socket, question) => new Promise((resolve, reject) => {
  let answer = '';
  const asking = connect(socket).on('error', reject).on('data', (data) => (answer += data));
  asking.on('end', () => resolve(answer)).end(question);
});

const cases = {
  'unary': async () => {
    const corpus = await unary(claims, 'GetCorpus', {});
    equal(corpus.revision.length, 32);
  },

  'big-page': async () => {
    const { claimCount } = await unary(claims, 'GetCorpus', {});
    const page = await unary(claims, 'ListClaims', { parent: 'articles/-', pageSize: 1000 });
    equal(page.claims.length, claimCount);
    const size = definitions['claims.v1.ClaimsService'].ListClaims.responseSerialize(page).length;
    equal(size > streamWindow, true);
  },

  'error-with-details': async () => {
    const error = await unary(claims, 'GetClaim', { name: 'articles/no/claims/no' }).catch((refused) => refused);
    equal(error.code, grpc.status.NOT_FOUND);
    const status = definitions['google.rpc.Status'].deserialize(error.metadata.get('grpc-status-details-bin')[0]);
    const decode = ({ type_url: url, value }) => decodeDetail(url.split('/').at(-1), value);
    const [info, missing] = status.details.map(decode);
    equal([info.reason, missing.resourceName], ['NOT_FOUND', 'articles/no/claims/no']);
  },

  'health-watch': async () => {
    const watch = health.Watch({}, deadline());
    const first = await new Promise((resolve, reject) => watch.once('data', resolve).once('error', reject));
    equal(first.status, 'SERVING');

    // It stays open until it is cancelled.
    const end = new Promise((resolve) => watch.on('error', resolve));
    await unary(health, 'Check', {});
    watch.cancel();
    equal((await end).code, grpc.status.CANCELLED);
  },

  'tcp-checks-find-it-up': async () => {
    const [names, ...rows] = (await ask(stats, 'show stat\n')).trim().split('\n').map((line) => line.split(','));
    const row = rows.find(([proxy, server]) => proxy === 'inside' && server === 'claims');
    const value = (name) => row[names.indexOf(name)];
    equal([value('status'), value('check_status'), value('chkfail'), value('econ')], ['UP', 'L4OK', '0', '0']);
  },

  'nothing-is-logged-of-it': async () => {
    equal(readFileSync(log, 'utf8').split('\n').filter((line) => /warn|fail|crit|error|exception/i.test(line)), []);
  },
};

await runAll(cases);
claims.close();
health.close();
