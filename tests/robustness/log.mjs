// A log that nobody reads.
import { encode, Peer } from './peer.mjs';
import { Server } from './server.mjs';

const calls = 6_000;
const atATime = 64;
const patience = 10_000; // Milliseconds for 64 calls, and for the end.

/** Everything is logged into a pipe that is full: calls go on, and SIGTERM ends the process. */
export async function logUnread({ program, small }) {
  const server = await Server.start(program, small, {
    Logging__LogLevel__Default: 'Debug',
    Logging__LogLevel__Grpc: 'Debug',
    'Logging__LogLevel__Microsoft.AspNetCore': 'Debug',
  });
  try {
    server.stopReading();
    const peer = await Peer.connect(server.address);
    const requests = [
      encode('GetClaim', { name: 'articles/a/claims/b' }),
      encode('GetClaim', { name: 'x' }),
      Buffer.from([0xff]),
    ];
    for (let made = 0; made < calls; made += atATime) {
      const ends = Promise.all(
        Array.from({ length: atATime }, (_, i) => peer.call('GetClaim', requests[i % requests.length])),
      );
      let timer;
      const late = new Promise((resolve) => (timer = setTimeout(resolve, patience)));
      const answers = await Promise.race([ends, late]);
      clearTimeout(timer);
      if (!answers) throw new Error(`calls hang after ${made}`);
      const wrong = answers.find(({ code }) => code === undefined);
      if (wrong) throw new Error(`reset with ${wrong.reset}`);
    }
    peer.vanish();
    if (!(await server.stop(patience))) throw new Error('SIGTERM does not end it');
    return `${calls} calls, and an end`;
  } finally {
    await server.stop(0);
  }
}
