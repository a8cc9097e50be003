// What a client that behaves gets done while others exceed each limit, of what it gets done alone: at least half.
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { decode, encode, framed, Peer } from './peer.mjs';
import { dearestQueries, search } from './searches.mjs';
import { Server } from './server.mjs';
import { Steady } from './steady.mjs';

const least = 0.5;
const seconds = 3; // That each is measured for.
const settling = 1000; // Milliseconds that an attack has before.
const tries = 3;
const allowed = 200; // Calls a second that a client may make where there is a limit, far fewer than can be made.
const resourceExhausted = 8;

const every = { parent: 'articles/-' };

/** More connections than there may be, each closed one opened again. The neighbour, who makes new ones, has left. */
export async function limitConnections(setting) {
  await setting.neighbour.leave();
  const [host, port] = setting.server.address.split(':');
  const sockets = new Set();
  let opened = 0;
  return beside(setting, 700, async () => {
    const socket = connect({ host, port: Number(port) });
    sockets.add(socket);
    opened++;
    await new Promise((resolve) => socket.on('error', () => {}).resume().once('close', resolve).once('over', resolve));
    sockets.delete(socket);
    await pause(100); // As one who is refused, and tries again.
  }, () => {
    for (const socket of sockets) socket.emit('over') && socket.destroy();
    return `${opened} connections made`;
  });
}

/** More calls at a time than a connection may have, none of which is ever whole. */
export const limitStreams = (setting) => {
  let cut = 0;
  return beside(setting, 8, async (isOver) => {
    const peer = await Peer.connect(setting.server.address);
    const most = peer.session.remoteSettings.maxConcurrentStreams;
    for (let i = 0; i < 4 * most && peer.isOpen && !isOver(); i++) peer.open('GetClaim').resume();
    await pause(500);
    peer.vanish();
    cut++;
  }, () => `${cut} connections of as many calls as they can have, and three times as many behind them`);
};

/** More watches than a connection may have. */
export const limitWatches = (setting) => {
  const watch = encode('WatchClaims', { parent: setting.claims[0].name.split('/claims/')[0] });
  let refused = 0;
  return beside(setting, 10, async (isOver) => {
    const peer = await Peer.connect(setting.server.address);
    const calls = Array.from({ length: 40 }, () =>
      peer.call('WatchClaims', watch).then(({ code, reason }) => (refused += code === resourceExhausted && reason === 'TOO_MANY_STREAMS')));
    while (!isOver()) await pause(100);
    peer.vanish();
    await Promise.all(calls);
  }, () => must(refused > 0, `${refused} watches refused`));
};

/** More of the dearest searches than work at once. */
export const limitHeavy = (setting) => {
  const queries = Object.values(dearestQueries(setting.claims)).map((query) => search(query, { pageSize: 10 }));
  let answered = 0;
  let refused = 0;
  return beside(setting, 64, async (isOver, i, shared) => {
    const peer = (shared[i % 4] ??= await Peer.connect(setting.server.address));
    while (!isOver()) {
      const { code, reason } = await peer.call('SearchClaims', queries[(i + answered) % queries.length]);
      if (code === 0) answered++;
      else if (reason === 'RATE_LIMITED') refused++;
      if (code !== 0) await pause(10);
    }
  }, () => must(answered > 0, `${answered} searches answered, ${refused} refused`));
};

/** Requests that come a few bytes at a time. */
export const limitSlowBodies = (setting) => {
  let ended = 0;
  return beside(setting, 100, async (isOver, i, shared) => {
    const peer = (shared[i % 10] ??= await Peer.connect(setting.server.address));
    const stream = peer.open('ListClaims');
    stream.resume();
    stream.write(framed(Buffer.alloc(1000), { length: 100_000 }));
    while (!isOver() && !stream.destroyed) {
      stream.write(Buffer.alloc(10));
      await pause(200);
    }
    ended += !isOver();
    stream.destroy();
  }, () => `100 requests at a time, ${ended} ended`);
};

/** Large answers that nobody takes. */
export const limitStalled = (setting) => {
  const page = encode('ListClaims', { ...every, pageSize: 1000 });
  let asked = 0;
  return beside(setting, 200, async (isOver, i, shared) => {
    const peer = (shared[i % 10] ??= await Peer.connect(setting.server.address, { initialWindowSize: 0 }));
    const stream = peer.ask('ListClaims', page);
    asked++;
    while (!isOver() && !stream.destroyed) await pause(100);
    stream.destroy();
    await pause(100);
  }, () => `${asked} pages unread`);
};

/** More calls a second than one client may make, on a server of its own. */
export const limitRate = {
  async alone({ program, small }) {
    const server = await Server.start(program, small, { Limits__CallsPerSecond: `${allowed}` });
    try {
      const claims = await firstClaims(server);
      const corpus = encode('GetCorpus', {});
      let refused = 0;
      return await beside({ server, claims, from: '127.0.0.2', perSecond: 0.9 * allowed }, 64, async (isOver, i, shared) => {
        const peer = (shared[i % 2] ??= await Peer.connect(server.address));
        while (!isOver()) {
          const { code } = await peer.call('GetCorpus', corpus);
          refused += code === resourceExhausted;
        }
      }, () => must(refused > 0, `${refused} calls refused`));
    } finally {
      await server.stop();
    }
  },
};

// Measures the client alone, then beside so many that each do something over and over, and alone again; and tells what they
// did. Others work on the machine, too: a miss is one if it is found three times.
async function beside(setting, many, act, told) {
  const { server, claims, from, perSecond } = setting;
  const steady = await Steady.on(server.address, claims[0].name, from, perSecond);
  try {
    const figures = [];
    while (true) {
      const before = await steady.rate(seconds);
      const attack = attackBy(many, act);
      await pause(settling);
      const with_ = await steady.rate(seconds).finally(() => attack.end());
      const what = told();
      await attack.over();
      const alone = (before + (await steady.rate(seconds))) / 2;
      figures.push(`${Math.round(with_)} calls a second beside it, ${Math.round(alone)} alone: ${(with_ / alone).toFixed(2)}`);
      if (with_ >= least * alone) return `${what}; ${figures.join('; ')}`;
      if (figures.length === tries) throw new Error(`${what}; ${figures.join('; ')}`);
    }
  } finally {
    steady.leave();
  }
}

function attackBy(many, act) {
  let over = false;
  const shared = [];
  const acting = Array.from({ length: many }, async (_, i) => {
    while (!over) await act(() => over, i, shared).catch(() => pause(100));
  });
  return {
    end: () => (over = true),
    over: async () => {
      for (const peer of shared) peer?.vanish?.();
      await Promise.race([Promise.all(acting), pause(5000)]);
    },
  };
}

async function firstClaims(server) {
  const peer = await Peer.connect(server.address);
  const { body } = await peer.call('ListClaims', encode('ListClaims', every));
  peer.vanish();
  return decode('ListClaims', body).claims;
}

function must(holds, what) {
  if (!holds) throw new Error(what);
  return what;
}
