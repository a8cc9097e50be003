// The cases: SERVER FOLDER CHANGES, the program, a folder with certificates, which is written to, and how often to change each.
import { spawn, execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { definitions } from '../clients/javascript/definitions.mjs';

const grpc = createRequire(new URL('../clients/package.json', import.meta.url))('@grpc/grpc-js');
const { ClaimsService } = grpc.loadPackageDefinition(definitions).claims.v1;
const [program, folder, changes] = [process.argv[2], process.argv[3], Number(process.argv[4])];
const patience = 60_000;
const read = (name) => readFileSync(`${folder}/${name}`);
const newKey = () => randomBytes(32).toString('hex');

// What is asked for all the time: by a key that stays, by one that comes and goes, and by two with certificates.
const keys = { stays: newKey(), comesAndGoes: newKey(), never: newKey() };
const files = { certificate: 'current.pem', key: 'current.key', authority: 'authority.pem', keys: 'keys.json' };

let passed = 0;
let failed = 0;

const tell = (name, problems) => {
  console.log(problems.length === 0 ? `ok ${name}` : `not ok ${name}: ${problems.length}: ${problems.slice(0, 3).join(' | ')}`);
  if (problems.length === 0) passed++;
  else failed++;
};

// As whoever replaces a file that is in use does.
const put = (name, content) => {
  writeFileSync(`${folder}/${name}.new`, content);
  renameSync(`${folder}/${name}.new`, `${folder}/${name}`);
};
const digestOf = (key) => createHash('sha256').update(key).digest('hex');
const putKeys = (...names) => put(files.keys, JSON.stringify({
  keys: names.map((name) => ({ name, sha256: digestOf(keys[name]), expires: '2100-01-01T00:00:00Z' })),
}));
const putCertificate = (name) => {
  put(files.certificate, read(`${name}.pem`));
  put(files.key, read(`${name}.key`));
};

// What the server says at Information or above. The rest, which is most of it, is only looked through as it comes.
let log = '';
let isTalkative = false;
const found = new Set();
const pemOf = (name) => read(name).toString().split('\n').filter((line) => line.length > 40 && !line.startsWith('-'));
const secrets = [
  ...Object.values(keys), ...Object.values(keys).map(digestOf), 'planted-in-a-cookie', ...pemOf('server-0.key'), ...pemOf('server-1.key'),
];
const lookThrough = (text) => {
  const printed = text.toLowerCase();
  for (const secret of secrets) if (printed.includes(secret.toLowerCase())) found.add(secret);
};
const hear = (output) => createInterface(output).on('line', (line) => {
  lookThrough(line);
  if (/^\S+ trce: /.test(line)) isTalkative = true;
  else if (!/^\S+ dbug: /.test(line)) log += `${line}\n`;
});

const until = async (condition, what) => {
  const end = Date.now() + patience;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`${what} has not come: ${log.slice(-600)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

const start = async () => {
  putKeys('stays', 'comesAndGoes');
  putCertificate('server-0');
  put(files.authority, read('clients.pem'));
  const server = spawn('dotnet', [
    program, 'serve', '--Urls=https://127.0.0.1:0', '--Web:Urls=https://127.0.0.1:0', '--Logging:LogLevel:Default=Trace',
    '--Logging:LogLevel:Microsoft.AspNetCore=Trace', '--Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics=Trace',
    '--Logging:LogLevel:Grpc=Trace', '--Logging:Console:MaxQueueLength=1000000',
    `--Tls:CertificatePath=${folder}/${files.certificate}`, `--Tls:KeyPath=${folder}/${files.key}`,
    `--Tls:ClientCaPath=${folder}/${files.authority}`, `--Keys:Path=${folder}/${files.keys}`,
  ], { stdio: ['ignore', 'pipe', 'pipe'] });
  process.once('exit', () => server.kill('SIGKILL'));
  for (const output of [server.stdout, server.stderr]) hear(output);
  const addresses = () => [...log.matchAll(/Now listening on: https:\/\/(\S+)\s/g)].map((match) => match[1]);
  await until(() => addresses().length === 2 || server.exitCode !== null, 'a server that listens');
  if (server.exitCode !== null) throw new Error(`the server does not serve: ${log}`);
  return { server, address: addresses()[0], webAddress: addresses()[1] };
};

const clientOf = (address, shown) => new ClaimsService(
  address,
  grpc.credentials.createSsl(read('servers.pem'), ...(shown ? [read(`${shown}.key`), read(`${shown}.pem`)] : [])),
  { 'grpc.use_local_subchannel_pool': 1, 'grpc.ssl_target_name_override': 'localhost' });

const codeOf = (client, key) => new Promise((resolve) => {
  const metadata = new grpc.Metadata();
  if (key) metadata.set('authorization', `Bearer ${key}`);
  const asked = client.GetCorpus({}, metadata, { deadline: Date.now() + patience }, (error) => resolve(error?.code ?? 0));
  asked.on('error', () => {});
});

/** Asks all the time. `allowed` is what it may be answered, and is fixed for each call when it begins and when it ends. */
class Caller {
  constructor(name, client, key, allowed) {
    Object.assign(this, { name, client, key, allowed, calls: 0, wrong: [], isOver: false });
    this.ended = this.#run();
  }

  async #run() {
    while (!this.isOver) {
      const before = this.allowed;
      const code = await codeOf(this.client, this.key);
      const after = this.allowed;
      this.calls++;
      if (!before.includes(code) && !after.includes(code)) this.wrong.push(`${this.name}: ${code} instead of ${after}`);
    }
  }
}

const { OK, UNAUTHENTICATED } = grpc.status;
const { server, address, webAddress } = await start();
const client = clientOf(address);
const callers = {
  stays: new Caller('the key that stays', client, keys.stays, [OK]),
  comesAndGoes: new Caller('the key that comes and goes', client, keys.comesAndGoes, [OK]),
  never: new Caller('the key that is none', client, keys.never, [UNAUTHENTICATED]),
  nobody: new Caller('nobody', client, null, [UNAUTHENTICATED]),
  alice: new Caller('alice', clientOf(address, 'alice'), null, [OK]),
  mallory: new Caller('mallory', clientOf(address, 'mallory'), null, [UNAUTHENTICATED]),
};
const problems = { keys: [], certificates: [], authorities: [], watches: [] };

/** Changes something, and waits until the server has it: by itself, or, every other time, by SIGHUP. */
const change = async (i, write, word) => {
  const seen = log.length;
  write();
  if (i % 2 === 0) server.kill('SIGHUP');
  await until(() => log.indexOf(word, seen) >= 0, `'${word}'`);
};

for (let i = 0; i < changes; i++) {
  const comes = i % 2 === 1;

  // A key goes, and with it the watch that it had opened; or it comes back.
  const metadata = new grpc.Metadata();
  metadata.set('authorization', `Bearer ${keys.comesAndGoes}`);
  const watch = comes ? null : client.WatchClaims({ parent: 'articles/-' }, metadata);
  const ended = watch && new Promise((resolve) => watch.on('error', (error) => resolve(error.code)));
  if (watch) await once(watch.on('data', () => {}), 'data');
  callers.comesAndGoes.allowed = [OK, UNAUTHENTICATED];
  await change(i, () => (comes ? putKeys('stays', 'comesAndGoes') : putKeys('stays')), 'Took the keys of');
  callers.comesAndGoes.allowed = [comes ? OK : UNAUTHENTICATED];
  const code = await codeOf(client, keys.comesAndGoes);
  if (code !== (comes ? OK : UNAUTHENTICATED)) problems.keys.push(`after change ${i}: ${code}`);
  if (ended) {
    const late = new Promise((resolve) => setTimeout(() => resolve('goes on'), patience).unref());
    const end = await Promise.race([ended, late]);
    if (end !== UNAUTHENTICATED) problems.watches.push(`after change ${i}: ${end}`);
  }

  // The certificate, which whoever connects anew is shown.
  const name = `server-${(i + 1) % 2}`;
  await change(i + 1, () => putCertificate(name), 'Took the certificate of');
  const fresh = clientOf(address);
  if ((await codeOf(fresh, keys.stays)) !== OK) problems.certificates.push(`after change ${i}: not trusted`);
  fresh.close();
  const { stdout: shown } = await promisify(execFile)('sh', [
    '-c', `openssl s_client -connect ${address} </dev/null 2>/dev/null | openssl x509 -noout -subject`]);
  if (!shown.includes(name)) problems.certificates.push(`after change ${i}: ${shown.trim()}`);

  // Who signs clients' certificates: those who were let in are not, and the other way round.
  const [inside, outside] = comes ? [callers.alice, callers.mallory] : [callers.mallory, callers.alice];
  for (const one of [inside, outside]) one.allowed = [OK, UNAUTHENTICATED];
  await change(i, () => put(files.authority, read(comes ? 'clients.pem' : 'others.pem')), 'Took those who sign');
  [inside.allowed, outside.allowed] = [[OK], [UNAUTHENTICATED]];
  if ((await codeOf(inside.client)) !== OK) problems.authorities.push(`after change ${i}: not let in`);
  if ((await codeOf(outside.client)) !== UNAUTHENTICATED) problems.authorities.push(`after change ${i}: let in`);
}

for (const one of Object.values(callers)) one.isOver = true;
await Promise.all(Object.values(callers).map((one) => one.ended));
const calls = Object.values(callers).map((one) => `${one.name} ${one.calls}`).join(', ');
console.log(`# ${changes} changes of each; calls: ${calls}`);
for (const one of Object.values(callers)) tell(`${one.name} is answered as it should be`, one.calls > 0 ? one.wrong : ['no calls']);
tell('a key that goes opens nothing more, and one that comes does', problems.keys);
tell('a watch ends with the key that opened it', problems.watches);
tell('whoever connects is shown the certificate that is current', problems.certificates);
tell('who signs clients\' certificates is who lets them in', problems.authorities);

// Everything that was printed at its most talkative, and what is answered.
const asked = ['/v1/corpus', '/', '/v1/openapi.json', '/v1/articles/-/claims:watch?revision=none', '/readyz'];
const answers = await Promise.all(asked.flatMap((path) => [keys.stays, keys.never, null].map((key) => promisify(execFile)('curl', [
  '-s', '-i', '--max-time', '20', '--cacert', `${folder}/servers.pem`, ...(key ? ['-H', `authorization: Bearer ${key}`] : []),
  '-H', 'cookie: planted-in-a-cookie', `https://${webAddress}${path}`,
]).then(({ stdout }) => stdout))));
tell('answers came', answers.filter((answer) => !answer.startsWith('HTTP/1.1 ')));
const gone = once(server, 'close');
server.kill('SIGTERM');
const [code] = await gone;
tell('the server ends with 0', code === 0 ? [] : [`${code}`]);
answers.forEach(lookThrough);
tell('it was talkative', isTalkative ? [] : ['no line of level Trace']);
tell('nothing secret is in anything that it printed or answered', [...found]);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
