// A client that behaves, and counts: a process of its own, which asks for single claims and short lists, a few at a time, as
// fast as they are answered, or as it is allowed to. Told from where it calls, since limits may go by that.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { encode, Peer } from './peer.mjs';

const atATime = 4;
const listsOf = 10; // Of so many calls, one is a list.

/** The client as seen from the attack. */
export class Steady {
  #process;

  static async on(address, name, from = '127.0.0.1', perSecond = Infinity) {
    const steady = new Steady();
    steady.#process = fork(fileURLToPath(import.meta.url), [address, name, from, perSecond], { stdio: 'inherit' });
    await once(steady.#process, 'message');
    return steady;
  }

  /** Calls a second, over so many seconds. Throws where one of them fails. */
  async rate(seconds) {
    this.#process.send(seconds);
    const [{ calls, failure }] = await once(this.#process, 'message');
    if (failure) throw new Error(`a client that behaves: ${failure}`);
    return calls / seconds;
  }

  leave() {
    this.#process.kill();
  }
}

async function live(address, name, from, perSecond) {
  const peer = await Peer.connect(address, {}, from);
  const claim = encode('GetClaim', { name });
  const list = encode('ListClaims', { parent: 'articles/-', pageSize: 5 });
  const measure = async (seconds) => {
    const start = Date.now();
    const end = start + 1000 * seconds;
    let calls = 0;
    let failure;
    await Promise.all(
      Array.from({ length: atATime }, async () => {
        while (Date.now() < end && !failure) {
          const early = start + (1000 * calls) / perSecond - Date.now();
          if (early > 0) {
            await pause(early);
            continue;
          }

          const { code, reset, message } = await (++calls % listsOf === 0
            ? peer.call('ListClaims', list)
            : peer.call('GetClaim', claim));
          if (code !== 0) failure = `code ${code} ${message ?? ''}, reset ${reset}`;
        }
      }),
    );
    return { calls, failure };
  };
  await measure(1); // What is compiled as it is first used is no measure.
  process.on('message', async (seconds) => process.send(await measure(seconds)));
  process.send('here');
}

if (process.send && process.argv[1] === fileURLToPath(import.meta.url)) {
  const [address, name, from, perSecond] = process.argv.slice(2);
  await live(address, name, from, Number(perSecond));
}
