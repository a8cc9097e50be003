// A client that behaves, beside one that does not: a process of its own, so that it waits for the server alone. Started
// by `Neighbour`, it makes small calls and reads a large page, round after round, and tells how long they took.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { claimsService, definitions, grpc } from './contract.mjs';

const longest = 10_000; // Milliseconds that a call may take.
const between = 100;

// Told that the server is busy, it comes again.
const service = {
  methodConfig: [
    {
      name: [{}],
      retryPolicy: {
        maxAttempts: 5,
        initialBackoff: '1s',
        maxBackoff: '1s',
        backoffMultiplier: 1,
        retryableStatusCodes: ['RESOURCE_EXHAUSTED'],
      },
    },
  ],
};

/** The neighbour as seen from the attack. */
export class Neighbour {
  #process;
  #seen;

  static async beside(address) {
    const neighbour = new Neighbour();
    neighbour.#process = fork(fileURLToPath(import.meta.url), [address], { stdio: 'inherit' });
    await once(neighbour.#process, 'message');
    return neighbour;
  }

  /** Lets it end its round; what it has seen: { calls, failures, slowest, page }, the last two in milliseconds. */
  leave() {
    return (this.#seen ??= this.#leave());
  }

  async #leave() {
    this.#process.send('leave');
    const [seen] = await once(this.#process, 'message');
    return seen;
  }
}

async function live(address) {
  const seen = { calls: 0, failures: [], slowest: 0, page: 0 };
  const options = { 'grpc.use_local_subchannel_pool': 1, 'grpc.service_config': JSON.stringify(service) };
  const client = (service) =>
    new (grpc.makeGenericClientConstructor(definitions[service]))(address, grpc.credentials.createInsecure(), options);
  const call = async (client, method, request, slowest = 'slowest') => {
    const start = performance.now();
    const { error, answer } = await new Promise((resolve) => {
      client[method](request, { deadline: Date.now() + longest }, (error, answer) => resolve({ error, answer }));
    });
    seen.calls++;
    seen[slowest] = Math.max(seen[slowest], performance.now() - start);
    if (error) seen.failures.push(`${method}: ${error.message}`);
    return answer;
  };

  const claims = client(claimsService);
  let name;
  let here = false;
  let leaving = false;
  process.once('message', () => (leaving = true));
  for (let last = false; !last; await pause(between)) {
    last = leaving;

    // As a probe asks: on a connection of its own.
    const health = client('grpc.health.v1.Health');
    await call(health, 'Check', {});
    health.close();
    name ??= (await call(claims, 'ListClaims', { parent: 'articles/-', pageSize: 1 }))?.claims[0].name;
    if (name) await call(claims, 'GetClaim', { name });
    await call(claims, 'ListClaims', { parent: 'articles/-', pageSize: 10 });
    await call(claims, 'ListClaims', { parent: 'articles/-', pageSize: 1000 }, 'page');
    if (!here) process.send('here');
    here = true;
  }
  claims.close();
  process.send(seen, () => process.disconnect());
}

if (process.send && process.argv[1] === fileURLToPath(import.meta.url)) {
  await live(process.argv[2]);
}
